"""The catalogue written into a folder: each page is PATH/index.html, each document of the API
PATH/index.json, each other address a file.

Every file is put in place by one rename, so a web server never serves half a page.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from statuspage.errors import NotFound, SourceError
from statuspage.site import catalogue


@dataclass(frozen=True)
class Published:
    """How many files were written, and how many said the same already."""

    written: int
    unchanged: int


def publish(target: Path) -> Published:
    """Write every public address below `target`. Raises SourceError, StoreError."""
    written = unchanged = 0
    if (target / "config.toml").exists() or target.resolve().name == "content":
        raise SourceError(f"{target} holds the site itself; publish into a folder of its own.")
    try:
        target.mkdir(parents=True, exist_ok=True)
        for found in catalogue.all_pages():
            try:
                rendering = catalogue.render(found)
            except NotFound:
                continue  # withdrawn between listing and reading
            if _put(_file(target, found.path), rendering.body):
                written += 1
            else:
                unchanged += 1
    except OSError as error:
        raise SourceError(
            f"{error.filename or target} cannot be written: {error.strerror}."
        ) from error
    return Published(written, unchanged)


def _file(target: Path, path: str) -> Path:
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
