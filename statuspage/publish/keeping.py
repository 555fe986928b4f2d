"""Keeps a copy in step: what rose or stopped holding is rendered anew and written, nothing else.

What a topic touched is owed from the first look on, and the index says so; whoever is killed in
the middle leaves the rest of it to the next.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from statuspage.domain.library.library import Notes
from statuspage.errors import NotFound, StatusPageError
from statuspage.progress import Progress, Stage, quietly
from statuspage.publish.index import LATER, NEWS, Index
from statuspage.publish.lasting import is_lasting
from statuspage.publish.looking import look
from statuspage.publish.ownership import inherited
from statuspage.publish.places import path_of, rank
from statuspage.publish.schema import Node
from statuspage.publish.target import File, Target
from statuspage.said import said
from statuspage.site import catalogue
from statuspage.site.page import Context, Gathered, Rendering
from statuspage.store import db
from statuspage.store.recall import recall
from statuspage.troubles import Troubles

_log = logging.getLogger(__name__)
_troubles = Troubles(_log)
_BATCH = 20  # files between two notes of what was done
_WRITING = said("Writing")
_SHARED = 50  # pages whose facts are kept for other forms of them
_REST = timedelta(minutes=1)  # until a page that could not be rendered is tried again

Stop = Callable[[], bool]


@dataclass
class Kept:
    """What was done to a copy."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0
    is_whole: bool = False  # nothing that was asked for is left to do


@dataclass(frozen=True)
class _Made:
    """What became of a node: nothing is there; it could not be made (no hash); or it says this."""

    node: Node
    rendering: Rendering | None = None
    sha: str = ""
    modified: int = 0
    is_put: bool = False


@dataclass(frozen=True)
class Errand:
    """What of a copy is to be done now."""

    news_alone: bool = False  # somebody waits
    full: bool = False  # also what says the same already is written
    stop: Stop = lambda: False  # asked between two files
    progress: Progress = quietly


def keep(target: Target, index: Index, errand: Errand) -> Kept:
    """Bring a copy up to date, all of it as of one instant. Whoever calls has it locked.

    Raises SourceError, OSError, IndexFault and StoreError; what was done by then is noted.
    """
    kept = Kept()
    with db.snapshot():
        # Who makes all of it anew reads each thing once; who brings news, much the same as before.
        context = catalogue.present(recall() if errand.news_alone else None)
        with index.together():
            look(index, context)
        keeper = _Keeper(target, index, errand, context, kept)
        keeper.lists()
        kept.is_whole = keeper.files()
    if kept.is_whole and not errand.news_alone:
        keeper.remove_gone()
    return kept


class _Keeper:
    """One pass over what is due."""

    def __init__(
        self, target: Target, index: Index, errand: Errand, context: Context, kept: Kept
    ) -> None:
        self._target = target
        self._index = index
        self._errand = errand
        self._context = context
        self._origin = context.site.record_origin
        self._kept = kept
        self._read: dict[Hashable, Gathered] = {}

    def lists(self) -> None:
        """Find the addresses that came and went."""
        for owed in (NEWS,) if self._errand.news_alone else (NEWS, LATER):
            with self._index.together():
                for node in self._index.owed_lists(owed):
                    self._enumerate(node)
        if self._errand.news_alone:
            return
        with self._index.together():
            for node in self._index.due_lists(self._context.now):
                self._enumerate(replace(node, owed=NEWS))

    def _enumerate(self, node: Node) -> None:
        page = _PAGES.get(node.pattern)
        if page is None:  # of an earlier version of the program
            for address in self._index.addresses_of(node.pattern):
                self._index.gone(address)
            self._index.drop(node)
            return
        notes = Notes(self._context.now)
        noting = replace(self._context, library=self._context.library.noting(notes))
        found = {one.path for one in catalogue.addresses_of(noting, page)}
        known = self._index.addresses_of(node.pattern)
        for address in sorted(found - known):
            self._index.add(
                address, page.pattern, path_of(page, address), rank(page, address), node.owed
            )
        for address in known - found:
            self._index.gone(address)
        # Those that have a topic each come with it: nobody walks over all of them again.
        topics = {"settings"} if page.named_by else notes.topics
        until = None if page.named_by else notes.valid_until
        self._index.made(node, "", 0, 0, self._context.now, until, topics)

    def files(self) -> bool:
        """Write what is due; whether all of it was done."""
        new = self._index.new_paths()
        if new:
            self._target.require_free(self._origin, new)
            with self._index.together():
                self._index.take_new_paths()
        total, done = self._total(), 0
        for batch in self._batches():
            made: list[_Made] = []
            catalogue.look_ahead(self._context, filter(None, map(_found, batch)))
            for node in batch:
                if done + len(made) and self._errand.stop():
                    break  # one at least is made, so that it comes to an end
                made.append(self._made(node))
            self._settle(made)
            done += len(made)
            if len(made) < len(batch):
                return False
            self._errand.progress(Stage(_WRITING, done, max(total, done)))
        return True

    def _total(self) -> int:
        levels = (NEWS,) if self._errand.news_alone else (NEWS, LATER)
        return sum(self._index.count_owed(owed) for owed in levels)

    def _batches(self) -> Iterator[list[Node]]:
        """What somebody waits for first, then what ran out, then what can wait.

        No batch holds files of two ranks: what is named by others is there before they are put.
        """
        index, now = self._index, self._context.now
        while batch := index.next(NEWS, _BATCH):
            yield _of_one_rank(batch)
        if self._errand.news_alone:
            return
        while batch := index.due(now, _BATCH, self._target.rest):
            yield _of_one_rank(batch)
        while batch := index.next(LATER, _BATCH):
            yield _of_one_rank(batch)

    def _settle(self, made: Sequence[_Made]) -> None:
        """Note what was done once it is so."""
        self._target.settle()
        at = self._context.now
        with self._index.together():
            for one in made:
                if one.rendering is None:
                    self._index.gone(one.node.address)
                elif not one.sha:
                    self._index.rest(one.node, at + _REST)
                else:
                    told, size = one.rendering, len(one.rendering.body)
                    self._index.made(
                        *(one.node, one.sha, size, one.modified, at),
                        *(told.valid_until, told.topics),
                    )
            self._tell([one.node.path for one in made if one.is_put])

    def _tell(self, changed: Sequence[str]) -> None:
        """What changed, for whoever calls the hook."""
        if changed:
            self._index.note(changes=str(int(self._index.fact("changes") or 0) + len(changed)))
            if self._context.settings.publish.purge is not None:
                self._index.tell(changed)

    def _made(self, node: Node) -> _Made:
        found = _found(node)
        if found is None:
            return _Made(node)
        try:
            rendering = found.page.rendered(found.params, self._gathered(found))
        except NotFound:
            return _Made(node)
        except StatusPageError:
            raise
        except Exception as error:  # noqa: BLE001 logged; the copy keeps what it has there
            text = f"{node.address} could not be rendered: {error}"
            _troubles.met(node.pattern, text, trace=error)
            return _Made(node, _NOTHING)
        _troubles.good(node.pattern)
        return self._put(node, found, rendering)

    def _gathered(self, found: catalogue.Found) -> Gathered:
        """What a page says: of several forms of one feed it is read once."""
        key = (found.page.read, found.language, *found.params.items())
        if key not in self._read:
            if len(self._read) >= _SHARED:
                self._read.clear()
            self._read[key] = found.gathered(self._context)
        return self._read[key]

    def _put(self, node: Node, found: catalogue.Found, rendering: Rendering) -> _Made:
        sha = sha256(rendering.body).hexdigest()
        modified = node.modified
        if node.sha != sha:
            # Other bytes bear a later second: what caches know a file by is its size and its time.
            modified = max(int(rendering.modified.timestamp()), node.modified + 1)
        file = File(
            node.path,
            rendering.body,
            rendering.content_type,
            datetime.fromtimestamp(modified, UTC),
            is_lasting(found.path),
            rendering.language,
        )
        is_there = node.sha == sha and self._target.holds(node.path, len(file.body), file.modified)
        if not self._errand.full and (is_there or (node.is_new and self._target.knows(file))):
            self._kept.unchanged += 1
            return _Made(node, rendering, sha, modified)
        self._target.put(file)
        self._kept.written += 1
        return _Made(node, rendering, sha, modified, is_put=True)

    def remove_gone(self) -> None:
        """Nothing names them any more. An index that is new learns what an earlier one knew."""
        gone, left = self._index.next_gone(), set[str]()
        if not self._index.fact("inherits"):
            left = inherited(self._target.read, self._origin) - self._index.paths()
        for path in (*(node.path for node in gone), *left):
            self._target.remove(path)
        self._target.settle()
        with self._index.together():
            for node in gone:
                self._index.drop(node)
            were = [*(node.path for node in gone if not node.is_new), *left]
            self._tell(were)
            self._index.note(inherits="nothing")
        self._kept.removed += len(were)


def _of_one_rank(batch: Sequence[Node]) -> list[Node]:
    first = batch[0].is_new, batch[0].rank
    return [node for node in batch if (node.is_new, node.rank) == first]


def _found(node: Node) -> catalogue.Found | None:
    """The parts of an address of a page that is known."""
    found = catalogue.find(node.address)
    return found if found is not None and found.page.pattern == node.pattern else None


_NOTHING = Rendering(b"", "", datetime.fromtimestamp(0, UTC), None, frozenset())
_PAGES = {page.pattern: page for page in catalogue.PAGES}
