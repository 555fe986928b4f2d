"""The catalogue written into a folder: each page is PATH/index.html, each document of the API
PATH/index.json, each other address a file; last a list of them all.

Every file is put in place by one rename, so a web server never serves half a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from statuspage.domain.record.note import parse_signed, signed
from statuspage.domain.vocabulary.site import Site
from statuspage.errors import NotFound, SourceError
from statuspage.progress import Progress, each, quietly
from statuspage.publish import ownership
from statuspage.publish.files import LIST, Listed, listed, listing, parse_listing, put
from statuspage.said import said
from statuspage.site import catalogue, signing
from statuspage.store import db
from statuspage.store.settings import site


@dataclass(frozen=True)
class CopyReport:
    """How many files were written, said the same already, and were removed since they are gone."""

    written: int
    unchanged: int
    removed: int


def publish(target: Path, *, full: bool = False, progress: Progress = quietly) -> CopyReport:
    """Write every public address below `target`, and remove what an earlier copy held besides.

    With `full` also the files that say the same already are written. A folder that is neither empty
    nor an earlier copy of this site is refused, and so is one where a file of somebody else is in
    the way. Raises SourceError, StoreError.
    """
    if (target / "config.toml").exists() or target.resolve().name == "content":
        raise SourceError(
            said("{target} holds the site itself; publish to a folder of its own.", target=target)
        )
    try:
        target.mkdir(parents=True, exist_ok=True)
        with db.snapshot():  # one for all pages, so that none says more than another
            whose = site()
            pages = {place_of(target, found.path): found for found in catalogue.all_pages()}
            ownership.claim(target, whose.record_origin, pages)
            written, files = _write_pages(target, pages, progress, full=full)
        removed = _remove_gone(target, whose, files)
        mark = ownership.mark(whose.record_origin, files)
        files[ownership.MARK] = listed(mark)
        written += _put(target / ownership.MARK, mark, full=full)
        text = signed(listing(whose.record_origin, files), signing.signer(whose))
        written += _put(target / LIST, text.encode(), full=full)
    except OSError as error:
        raise SourceError(
            said(
                "{filename} cannot be written: {strerror}.",
                filename=error.filename or target,
                strerror=error.strerror,
            )
        ) from error
    return CopyReport(written, len(files) + 1 - written, removed)


def _write_pages(
    target: Path, pages: Mapping[Path, catalogue.Found], progress: Progress, *, full: bool
) -> tuple[int, dict[str, Listed]]:
    """Write all pages; returns how many changed, and what each file holds by its path."""
    written, files = 0, {}
    for place, found in each(pages.items(), said("Writing"), progress):
        try:
            rendering = catalogue.render(found)
        except NotFound:
            continue  # withdrawn between listing and reading
        written += _put(place, rendering.body, full=full)
        files[place.relative_to(target).as_posix()] = listed(rendering.body)
    return written, files


def _remove_gone(target: Path, whose: Site, files: Mapping[str, Listed]) -> int:
    """Remove what the list of the copy before names and this copy does not; returns how many.

    Nothing else is touched: the folder may hold files that are not ours.
    """
    try:
        text = parse_signed((target / LIST).read_bytes()).text
        gone = [target / path for path in parse_listing(text, whose.record_origin).keys() - files]
    except (FileNotFoundError, ValueError):
        return 0
    inside = target.resolve()
    removed = [place for place in gone if place.parent.resolve().is_relative_to(inside)]
    removed = [place for place in removed if place != target / ownership.MARK]
    for place in removed:
        place.unlink(missing_ok=True)
    return len(removed)


def place_of(target: Path, path: str) -> Path:
    """Where an address lies in the folder."""
    place = target / path.lstrip("/")
    found = catalogue.find(path)
    sort = "" if found is None else found.page.content_type.partition(";")[0]
    if sort == "text/html" and not path.endswith(".html"):
        return place / "index.html"
    if sort == "application/json" and not place.suffix:
        # Addresses of the API have no ending, and one may lie below another: a folder each.
        return place / "index.json"
    return place


def _put(place: Path, body: bytes, *, full: bool) -> bool:
    """Write a file, unless it says the same already."""
    if not full and place.is_file() and place.read_bytes() == body:
        return False
    put(place, body)
    return True
