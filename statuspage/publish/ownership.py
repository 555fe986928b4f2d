"""Whose a folder is that a copy goes into: a file at its root names the site and what it wrote.

It is written before any page, so that a copy that was cut short is known as ours the next time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path

from statuspage.domain.record.note import parse_signed
from statuspage.errors import SourceError
from statuspage.publish.files import LIST, parse_listing, put
from statuspage.said import said

MARK = ".statuspage-copy"
"""Where the mark lies in a copy."""

OURS = ".statuspage"
"""The folder in a copy that holds what is of use to this program alone."""

_HEAD = "A copy of a status page, written by `statuspage publish`, which may replace these files."
_NEITHER = frozenset({".git", "lost+found", OURS})  # with nothing else it is as good as empty
_NAMED = 3  # of the files that are in the way
_HEAD_SIZE = 4096  # bytes, more than the first two lines of a mark take


def mark(origin: str, paths: Collection[str]) -> bytes:
    """The mark of a copy: whose it is, then each path that it holds."""
    return "\n".join([_HEAD, origin, *sorted({*paths, LIST, MARK}), ""]).encode()


def claim(target: Path, origin: str) -> None:
    """Mark a folder as a copy of this site; one that is marked stays as it is.

    Raises SourceError when it is neither empty nor such a copy; then nothing is touched.
    """
    whose = _whose(target)
    if whose is not None and whose != origin:
        raise SourceError(
            said(
                "{target} holds a copy of another site, {whose}. Publish to a folder of its "
                "own, or empty this one first.",
                target=target,
                whose=whose.removesuffix("/record"),
            )
        )
    if whose is not None:
        return
    listed = _listed(target, origin)
    if listed is None and any(entry.name not in _NEITHER for entry in target.iterdir()):
        raise SourceError(
            said(
                "{target} is not empty, and not an earlier copy of this site. Publish to a "
                "folder of its own.",
                target=target,
            )
        )
    put(target / MARK, mark(origin, listed or ()))


def require_free(target: Path, origin: str, paths: Collection[str]) -> None:
    """Raise SourceError where files of others lie in the way of some that are to be written."""
    in_the_way = {path: found for path in paths if (found := _in_the_way(target, path))}
    if not in_the_way:
        return
    known = _marked(target) | (_listed(target, origin) or set())
    strange = {
        found
        for path, found in in_the_way.items()
        if found not in known or (target / path).is_dir()
    }
    if strange:
        raise SourceError(
            said(
                "{target} has other files where `publish` would write: {paths}. Move them away, "
                "or publish to a folder of its own.",
                target=target,
                paths=sorted(strange)[:_NAMED],
            )
        )


def inherited(read: Callable[[str], bytes | None], origin: str) -> set[str]:
    """The paths that the mark and the list of a copy name, but for these two."""
    listed = _named_by_list(read(LIST), origin) or set()
    return (_named_by_mark(read(MARK)) | listed) - {MARK, LIST}


def _whose(target: Path) -> str | None:
    """The site that the mark of a folder names."""
    try:
        with (target / MARK).open("rb") as file:
            _, whose, *_ = file.read(_HEAD_SIZE).decode("utf-8", "replace").split("\n")
    except (FileNotFoundError, ValueError):
        return None
    return whose


def _marked(target: Path) -> set[str]:
    """What the mark says is ours."""
    try:
        return _named_by_mark((target / MARK).read_bytes())
    except FileNotFoundError:
        return set()


def _named_by_mark(body: bytes | None) -> set[str]:
    return set((body or b"").decode("utf-8", "replace").splitlines()[2:])


def _listed(target: Path, origin: str) -> set[str] | None:
    """What the list of files says is ours; None when there is no such list of this site."""
    try:
        return _named_by_list((target / LIST).read_bytes(), origin)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _named_by_list(body: bytes | None, origin: str) -> set[str] | None:
    try:
        return {*parse_listing(parse_signed(body or b"").text, origin), LIST}
    except ValueError:
        return None


def _in_the_way(target: Path, path: str) -> str | None:
    """What stands where a file would go; None when nothing does."""
    *folders, _ = parts = path.split("/")
    for depth in range(1, len(folders) + 1):
        folder = "/".join(parts[:depth])
        if os.path.lexists(target / folder) and _is_no_folder(target / folder):
            return folder
    return path if os.path.lexists(target / path) else None


def _is_no_folder(place: Path) -> bool:
    return place.is_symlink() or not place.is_dir()
