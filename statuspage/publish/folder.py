"""The catalogue written into a folder: each page is PATH/index.html, each document of the API
PATH/index.json, each other address a file; last a list of them all.

Every file is put in place by one rename, so a web server never serves half a page.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from statuspage.domain.record.note import parse_signed, signed
from statuspage.domain.vocabulary.site import Site
from statuspage.errors import NotFound, SourceError
from statuspage.publish.files import LIST, Listed, listed, listing, parse_listing
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


def publish(target: Path) -> CopyReport:
    """Write every public address below `target`, and remove what an earlier copy held besides.

    Raises SourceError, StoreError.
    """
    if (target / "config.toml").exists() or target.resolve().name == "content":
        raise SourceError(
            said("{target} holds the site itself; publish into a folder of its own.", target=target)
        )
    try:
        target.mkdir(parents=True, exist_ok=True)
        with db.snapshot():  # one for all pages, so that none says more than another
            whose = site()
            written, files = _write_pages(target)
        removed = _remove_gone(target, whose, files)
        text = signed(listing(whose.record_origin, files), signing.signer(whose))
        written += _put(target / LIST, text.encode())
    except OSError as error:
        raise SourceError(
            said(
                "{filename} cannot be written: {strerror}.",
                filename=error.filename or target,
                strerror=error.strerror,
            )
        ) from error
    return CopyReport(written, len(files) + 1 - written, removed)


def _write_pages(target: Path) -> tuple[int, dict[str, Listed]]:
    """Write all pages; returns how many changed, and what each file holds by its path."""
    written, files = 0, {}
    for found in catalogue.all_pages():
        try:
            rendering = catalogue.render(found)
        except NotFound:
            continue  # withdrawn between listing and reading
        place = place_of(target, found.path)
        written += _put(place, rendering.body)
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


def _put(place: Path, body: bytes) -> bool:
    """Write a file by a rename, unless it says the same already."""
    if place.is_file() and place.read_bytes() == body:
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    descriptor, part = tempfile.mkstemp(dir=place.parent, prefix=".part-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(body)
        Path(part).chmod(0o644)
        Path(part).replace(place)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    return True
