"""Whose a folder is that a copy goes into: a file at its root names the site and what it wrote.

It is written before any page, so that a copy that was cut short is known as ours the next time.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from statuspage.domain.record.note import parse_signed
from statuspage.errors import SourceError
from statuspage.publish.files import LIST, parse_listing, put
from statuspage.said import said

MARK = ".statuspage-copy"
"""Where the mark lies in a copy."""

_HEAD = "A copy of a status page, written by `statuspage publish`, which may replace these files."
_NEITHER = frozenset({".git", "lost+found"})  # a folder with nothing else is as good as empty
_NAMED = 3  # of the files that are in the way


def mark(origin: str, paths: Collection[str]) -> bytes:
    """The mark of a copy: whose it is, then each path that it holds."""
    return "\n".join([_HEAD, origin, *sorted({*paths, LIST, MARK}), ""]).encode()


def claim(target: Path, origin: str, places: Collection[Path]) -> None:
    """Mark a folder as a copy of this site that is about to hold some files.

    Raises SourceError when it is neither empty nor such a copy, or holds files of others where the
    copy would write; then nothing is touched.
    """
    known = _known(target, origin)
    if known is None:
        if any(entry.name not in _NEITHER for entry in target.iterdir()):
            raise SourceError(
                said(
                    "{target} is not empty, and not an earlier copy of this site. Publish to a "
                    "folder of its own.",
                    target=target,
                )
            )
        known = set()
    planned = [place.relative_to(target).as_posix() for place in places]
    if strange := sorted({found for path in planned if (found := _strange(target, path, known))}):
        raise SourceError(
            said(
                "{target} has other files where `publish` would write: {paths}. Move them away, "
                "or publish to a folder of its own.",
                target=target,
                paths=strange[:_NAMED],
            )
        )
    marked = mark(origin, {*known, *planned})
    if not (target / MARK).is_file() or (target / MARK).read_bytes() != marked:
        put(target / MARK, marked)


def _known(target: Path, origin: str) -> set[str] | None:
    """What earlier copies of this site wrote here; None when there is no sign of one."""
    found: set[str] | None = None
    try:
        _, whose, *paths = (target / MARK).read_text("utf-8").splitlines()
    except (FileNotFoundError, ValueError):
        pass
    else:
        if whose != origin:
            raise SourceError(
                said(
                    "{target} holds a copy of another site, {whose}. Publish to a folder of its "
                    "own, or empty this one first.",
                    target=target,
                    whose=whose.removesuffix("/record"),
                )
            )
        found = set(paths)
    try:
        listed = parse_listing(parse_signed((target / LIST).read_bytes()).text, origin)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return found
    return {*(found or ()), *listed, LIST}  # a list alone: it was written before there were marks


def _strange(target: Path, path: str, known: Collection[str]) -> str | None:
    """What stands in the way of a file, and is not ours; None when nothing does."""
    *folders, _ = parts = path.split("/")
    for depth in range(1, len(folders) + 1):
        folder = "/".join(parts[:depth])
        if os.path.lexists(target / folder) and _is_no_folder(target / folder):
            return None if folder in known else folder
    is_there = os.path.lexists(target / path)
    return path if is_there and (path not in known or (target / path).is_dir()) else None


def _is_no_folder(place: Path) -> bool:
    return place.is_symlink() or not place.is_dir()
