"""A folder as the target of a copy: any web server can serve it.

Each file lies there plain, and beside it as browsers take it (.gz, .br); each is put in place by
one rename. What is ours alone lies in a folder that no page leads to.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path, PurePath

from statuspage.errors import SourceError
from statuspage.publish import ownership
from statuspage.publish.locking import locks
from statuspage.publish.ownership import OURS
from statuspage.publish.packing import ENDINGS, packed, unpacked
from statuspage.publish.target import File
from statuspage.said import said


def index_of(root: Path) -> Path:
    """Where the index of a copy lies."""
    return root / OURS / "index.db"


class FolderTarget:
    """A folder of a copy."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._parts = root / OURS / "parts"

    @property
    def name(self) -> str:
        return str(self.root)

    @property
    def index(self) -> Path:
        return index_of(self.root)

    @property
    def rest(self) -> timedelta:
        """A folder takes them each minute."""
        return timedelta(0)

    @contextmanager
    def locked(self, patience: float) -> Iterator[bool]:
        """The lock is on the folder itself, which is made when it is missing. Raises OSError."""
        self.root.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            is_ours = locks(descriptor, patience)
            if is_ours:  # what a writer that was killed left half done goes
                shutil.rmtree(self._parts, ignore_errors=True)
            yield is_ours
        finally:
            os.close(descriptor)

    def claim(self, origin: str) -> None:
        """Raises SourceError."""
        if (self.root / "config.toml").exists() or self.root.resolve().name == "content":
            raise SourceError(
                said(
                    "{target} holds the site itself; publish to a folder of its own.",
                    target=self.root,
                )
            )
        ownership.claim(self.root, origin)
        (self.root / OURS).mkdir(mode=0o700, exist_ok=True)

    def require_free(self, origin: str, paths: Collection[str], /) -> None:
        """Raises SourceError."""
        ownership.require_free(self.root, origin, paths)

    def put(self, file: File) -> None:
        """The plain file first: whoever stops in between leaves one that is seen to be unknown."""
        variants = {"": file.body}
        variants |= {ENDINGS[name]: body for name, body in packed(file).items()}
        place, stamp = self.root / file.path, file.modified.timestamp()
        place.parent.mkdir(parents=True, exist_ok=True)
        parts = {ending: self._part(body, stamp) for ending, body in variants.items()}
        for ending, part in parts.items():
            part.replace(place.with_name(place.name + ending))
        for ending in ENDINGS.values():
            if ending not in parts:
                place.with_name(place.name + ending).unlink(missing_ok=True)

    def settle(self) -> None:
        """It is there already."""

    def _part(self, body: bytes, stamp: float) -> Path:
        """A file that is not in its place yet."""
        self._parts.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self._parts)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(body)
            part = Path(name)
            part.chmod(0o644)
            os.utime(part, (stamp, stamp))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return part

    def holds(self, path: str, size: int, modified: datetime, /) -> bool:
        try:
            status = (self.root / path).lstat()
        except OSError:
            return False
        return status.st_size == size and int(status.st_mtime) == int(modified.timestamp())

    def says(self, path: str, sha: str) -> bool:
        """Whether a file says the bytes of this hash, in each form that lies there."""
        place = self.root / path
        packed_forms = [place.with_name(place.name + ending) for ending in ENDINGS.values()]
        bodies = [self.read(path), *(unpacked(one) for one in packed_forms if one.exists())]
        return all(body is not None and sha256(body).hexdigest() == sha for body in bodies)

    def knows(self, _: File, /) -> bool:
        """To write it is as quick as to read it."""
        return False

    def remove(self, path: str) -> None:
        place = self.root / path
        if not place.parent.resolve().is_relative_to(self.root.resolve()):
            return  # a link that somebody else put there
        for ending in ("", *ENDINGS.values()):
            place.with_name(place.name + ending).unlink(missing_ok=True)
        with suppress(OSError):  # until something else is in it
            for folder in (self.root / one for one in PurePath(path).parents[:-1]):
                folder.rmdir()

    def read(self, path: str) -> bytes | None:
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
