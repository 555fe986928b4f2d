"""The folder of an export, read back: each file must be the one that was written."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from statuspage import resources
from statuspage.domain.moving import manifest
from statuspage.domain.moving.manifest import DATA, Manifest
from statuspage.errors import SourceError, message
from statuspage.said import Said, said

HISTORY = "incidents.jsonl"
_SETTINGS = ("config.toml", "logo.svg", "logo-dark.svg", "witnesses.txt")
_CONTENT = "content/"


class ExportSource:
    """An export that lies in a folder."""

    def __init__(self, root: Path) -> None:
        """Raises SourceError for a folder that is none."""
        self.root = root
        place = root / manifest.NAME
        try:
            self.manifest: Manifest = manifest.loaded(place.read_bytes())
        except FileNotFoundError:
            raise SourceError(
                said(
                    "{folder} is no export: it has no {name}. `statuspage export DIR` writes one.",
                    folder=root,
                    name=manifest.NAME,
                )
            ) from None
        except (OSError, ValueError) as error:
            raise SourceError(_unreadable(place, error)) from error

    def rows(self, name: str) -> Iterator[Mapping[str, Any]]:
        """The rows of a file, by its name without an ending. Raises SourceError."""
        path = f"{DATA}/{name}.jsonl"
        if path not in self.manifest.files:
            return  # an older version knew no such thing
        try:
            with (self.root / path).open("rb") as file:
                for number, line in enumerate(file, 1):
                    yield self._row(path, number, line)
        except OSError as error:
            raise SourceError(_unreadable(self.root / path, error)) from error

    def require_whole(self) -> None:
        """Raises SourceError where a file that is read back is not as it was written."""
        for path in self.manifest.files:
            if path.startswith(f"{DATA}/"):
                place = self.root / _inside(path)
                try:
                    with place.open("rb") as file:
                        self._require_whole(path, hashlib.file_digest(file, "sha256").hexdigest())
                except OSError as error:
                    raise SourceError(_unreadable(place, error)) from error

    def history(self) -> bytes:
        """The history in the form of `import incidents`. Raises SourceError."""
        return self._read(HISTORY)

    @contextmanager
    def settled(self, folder: Path) -> Iterator[None]:
        """The settings and the content stand in place of what `init` wrote. Where what is done with
        them fails, the folder is as it was. Raises SourceError.
        """
        named = (p for p in self.manifest.files if p in _SETTINGS or p.startswith(_CONTENT))
        bodies = {_inside(path): self._read(path) for path in named}
        former = _files(folder)
        _clear(folder)
        try:
            _put(folder, bodies)
            yield
        except BaseException:
            for path in bodies:
                (folder / path).unlink(missing_ok=True)
            _put(folder, former)
            raise

    def _read(self, path: str) -> bytes:
        place = self.root / _inside(path)
        try:
            body = place.read_bytes()
        except OSError as error:
            raise SourceError(_unreadable(place, error)) from error
        self._require_whole(path, hashlib.sha256(body).hexdigest())
        return body

    def _row(self, path: str, number: int, line: bytes) -> Mapping[str, Any]:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise SourceError(
                said(
                    "{file}, line {number}: This is not a row of an export.",
                    file=self.root / path,
                    number=number,
                )
            )
        return row

    def _require_whole(self, path: str, sha256: str) -> None:
        if self.manifest.files[path].sha256 != sha256:
            raise SourceError(
                said(
                    "{file} was changed since it was exported, so nothing was taken. Export anew.",
                    file=self.root / path,
                )
            )


def is_untouched(folder: Path) -> bool:
    """Whether a folder holds no site, or just the one that `init` wrote."""
    if not (folder / "config.toml").exists() and not (folder / "content").exists():
        return True
    given = _files(resources.SITE_TEMPLATE)
    return all((folder / path).is_file() for path in given) and all(
        given.get(path) == body for path, body in _files(folder).items()
    )


def _clear(folder: Path) -> None:
    """Take away the site that `init` wrote."""
    (folder / "config.toml").unlink(missing_ok=True)
    shutil.rmtree(folder / "content", ignore_errors=True)


def _put(folder: Path, bodies: Mapping[PurePosixPath, bytes]) -> None:
    for path, body in bodies.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(body)


def _files(folder: Path) -> dict[PurePosixPath, bytes]:
    """config.toml and the files of content/ by their paths."""
    found = [folder / "config.toml", *sorted((folder / "content").rglob("*"))]
    files = (one for one in found if one.is_file())
    return {PurePosixPath(one.relative_to(folder)): one.read_bytes() for one in files}


def _inside(path: str) -> PurePosixPath:
    """A path of the list that stays within the folder. Raises SourceError."""
    found = PurePosixPath(path)
    if found.is_absolute() or ".." in found.parts:
        raise SourceError(said("The list of files names {path}, outside the folder.", path=path))
    return found


def _unreadable(place: Path, error: Exception) -> Said:
    why = getattr(error, "strerror", None) or message(error)
    return said("{source} cannot be read: {strerror}.", source=place, strerror=why)
