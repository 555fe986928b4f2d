"""The list of all files of a published copy, with their hashes, signed as the record is.

It says what a copy held when it was written, also what no entry of the record speaks of.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from statuspage.said import said

LIST = "record/files"
"""Where the list lies in a copy; it is the only file that it does not name."""

_LINE = re.compile(r"([0-9a-f]{64}) (0|[1-9][0-9]*) (\S.*)")


@dataclass(frozen=True)
class Listed:
    """A file as it was written."""

    sha256: str  # hex
    size: int  # bytes


def listed(body: bytes) -> Listed:
    """What the list says of some bytes."""
    return Listed(sha256(body).hexdigest(), len(body))


def listing(origin: str, files: Mapping[str, Listed]) -> str:
    """The list: whose it is, how many files, then "HASH SIZE PATH" for each, by path."""
    lines = [f"{file.sha256} {file.size} {path}" for path, file in sorted(files.items())]
    return "\n".join([f"{origin}/files", str(len(lines)), *lines, ""])


def parse_listing(text: str, origin: str) -> dict[str, Listed]:
    """Read it back. Raises ValueError when it is not the list of this origin in its one form."""
    found = {}
    for line in text.splitlines()[2:]:
        parts = _LINE.fullmatch(line)
        if parts is None or not _is_inside(parts[3]):
            raise ValueError(said("it is not a list of files"))
        found[parts[3]] = Listed(parts[1], int(parts[2]))
    if listing(origin, found) != text:
        raise ValueError(said("it is not a list of files as this program writes it"))
    return found


def put(place: Path, body: bytes) -> None:
    """Write a file in place of what was there by one rename, so that nobody reads half of it."""
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


def _is_inside(path: str) -> bool:
    """Whether a path stays below the folder it is read in."""
    return not path.startswith("/") and ".." not in PurePosixPath(path).parts
