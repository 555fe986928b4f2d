"""The folder of an export: an empty one, or one that an export of the same site filled.

Files are made aside and put in place at the end, the list of them last. Nothing else in the folder
is touched, and a file that somebody changed since is never overwritten.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from statuspage.domain.moving import manifest
from statuspage.domain.moving.manifest import DATA, ExportedFile, Manifest
from statuspage.errors import SourceError
from statuspage.said import Said, said

_ASIDE = ".export-parts"
_OURS_ALONE = (f"{DATA}/", "csv/")
"""Nobody writes here by hand, so it is not read through again before it is written anew."""


class ExportFolder:
    """A folder that is being filled."""

    def __init__(self, root: Path, origin: str) -> None:
        """Claim it. Raises SourceError for one that is not ours."""
        self._root = root
        self._aside = root / _ASIDE
        self._former = _former(root, origin)
        self._files: dict[str, ExportedFile] = {}
        self._require_unchanged()
        shutil.rmtree(self._aside, ignore_errors=True)
        self._aside.mkdir(parents=True)

    @property
    def files(self) -> dict[str, ExportedFile]:
        """What was written so far."""
        return dict(self._files)

    def put(self, path: str, body: bytes) -> None:
        """Write a file at once."""
        with self.writing(path) as out:
            out.write(body)

    @contextmanager
    def writing(self, path: str) -> Iterator[Out]:
        """Write a file piece by piece."""
        place = self._aside / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as file:
            out = Out(file)
            yield out
        self._files[path] = ExportedFile(out.sha256, out.rows)

    def settle(self, written: Manifest) -> None:
        """Put all in place, and take away what an earlier export had besides."""
        for path in self._files:
            self._require_free(path)
        for path in self._files:
            place = self._root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            (self._aside / path).replace(place)
        for path in self._former.keys() - self._files.keys():
            (self._root / path).unlink(missing_ok=True)
        part = self._aside / manifest.NAME
        part.write_bytes(written.dumped())
        part.replace(self._root / manifest.NAME)
        self.leave()

    def leave(self) -> None:
        """Let go of what was made aside."""
        shutil.rmtree(self._aside, ignore_errors=True)

    def _require_free(self, path: str) -> None:
        """Raises SourceError where a file of somebody else, or a link, is in the way."""
        place = self._root / path
        for folder in [*place.parents][: len(Path(path).parents) - 1]:
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                raise SourceError(_in_the_way(folder))
        if path not in self._former and (place.is_symlink() or place.exists()):
            raise SourceError(_in_the_way(place))

    def _require_unchanged(self) -> None:
        for path, file in self._former.items():
            place = self._root / path
            if path.startswith(_OURS_ALONE) or not place.is_file():
                continue
            if hashlib.sha256(place.read_bytes()).hexdigest() != file.sha256:
                raise SourceError(
                    said(
                        "{place} was changed since it was exported. Export to an empty folder, or "
                        "move that file away.",
                        place=place,
                    )
                )


class Out:
    """A file that counts what goes into it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.rows: int | None = None

    def write(self, data: bytes) -> None:
        self._hash.update(data)
        self._file.write(data)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


def _former(root: Path, origin: str) -> dict[str, ExportedFile]:
    """What an earlier export wrote here. Raises SourceError where something else stands."""
    if root.exists() and not root.is_dir():
        raise SourceError(_in_the_way(root))
    present = {one.name for one in root.iterdir()} if root.exists() else set()
    if present <= {_ASIDE}:
        return {}
    try:
        found = manifest.loaded((root / manifest.NAME).read_bytes())
    except (OSError, ValueError):
        found = None
    if found is None or found.origin != origin:
        raise SourceError(
            said(
                "{folder} is neither empty nor an earlier export of this site; give another "
                "folder.",
                folder=root,
            )
        )
    return dict(found.files)


def _in_the_way(place: Path) -> Said:
    return said("{place} is in the way; move it, or export to an empty folder.", place=place)
