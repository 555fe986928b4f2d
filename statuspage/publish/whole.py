"""Makes or completes a whole copy at once, and writes the list of all that is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from statuspage import clock
from statuspage.domain.record.note import signed
from statuspage.errors import Conflict, SourceError
from statuspage.progress import Progress, quietly
from statuspage.publish import ownership
from statuspage.publish.files import LIST, Listed, listed, listing
from statuspage.publish.index import NEWS, Index
from statuspage.publish.keeping import Errand, Kept, keep
from statuspage.publish.lag import fault_of, note_good
from statuspage.publish.opening import with_index
from statuspage.publish.schema import Node
from statuspage.publish.target import File, Target
from statuspage.said import said
from statuspage.site import signing
from statuspage.site.robots import TEXT
from statuspage.store import db
from statuspage.store.settings import site

_PATIENCE = 60.0  # seconds for another who writes the copy


@dataclass(frozen=True)
class CopyReport:
    """How many files were written, said the same already, and were removed since they are gone."""

    written: int
    unchanged: int
    removed: int


def publish(target: Target, *, full: bool = False, progress: Progress = quietly) -> CopyReport:
    """Write every public address, and remove what an earlier copy held besides.

    With `full` also the files that say the same already are written. A target that is neither empty
    nor an earlier copy of this site is refused, and so is one where a file of somebody else is in
    the way. Raises SourceError, IndexFault, StoreError, and Conflict when another writes it all
    the while.
    """
    errand = Errand(full=full, progress=progress)
    try:
        with target.locked(_PATIENCE) as is_ours:
            if not is_ours:
                raise Conflict(
                    said("{target} is being written at the moment. Try again.", target=target.name)
                )
            return with_index(target, lambda index: _reported(target, index, errand))
    except OSError as error:
        raise SourceError(fault_of(target, error)) from error


def _reported(target: Target, index: Index, errand: Errand) -> CopyReport:
    kept = _completed(target, index, errand)
    note_good(target, index)
    total = sum(1 for _ in index.files()) + len((ownership.MARK, LIST))
    return CopyReport(kept.written, total - kept.written, kept.removed)


def _completed(target: Target, index: Index, errand: Errand) -> Kept:
    look_over(target, index)
    if errand.full:
        with index.together():
            index.owe_all(NEWS)
    kept = keep(target, index, errand)
    kept.written += write_lists(target, index, full=errand.full)
    return kept


def look_over(
    target: Target, index: Index, is_sound: Callable[[Node], bool] = lambda _: True
) -> None:
    """Owe whatever is not as it was written: somebody may have changed it, or a power cut.

    `is_sound` is asked of files that look whole.
    """
    lost = [
        one
        for one in index.files()
        if not (target.holds(one.path, one.size, one.modified_at) and is_sound(one))
    ]
    with index.together():
        for node in lost:
            index.lost(node)


def write_lists(target: Target, index: Index, *, full: bool = False) -> int:
    """Write the mark and the list of files, where they differ; returns how many were written.

    They grow with the site, so they follow the news.
    """
    files = {node.path: Listed(node.sha or "", node.size) for node in index.files()}
    with db.snapshot():
        whose = site()
    mark = ownership.mark(whose.record_origin, files)
    files[ownership.MARK] = listed(mark)
    text = signed(listing(whose.record_origin, files), signing.signer(whose))
    written = 0
    lists = ((ownership.MARK, mark, "application/octet-stream"), (LIST, text.encode(), TEXT))
    for path, body, sort in lists:
        if full or target.read(path) != body:
            target.put(File(path, body, sort, clock.now()))
            written += 1
    target.settle()
    with index.together():
        index.note(listed=index.fact("changes"))
    return written
