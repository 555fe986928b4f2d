"""A store whose disk takes no writing, full or read-only, is read all the same.

SQLite's log needs its index beside it, which cannot be made on such a disk. So it is read as one
that nobody changes, with the log that is there, or from a copy elsewhere.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from statuspage import clock
from statuspage.said import Said, said
from statuspage.store.scratch import scratch

_TRY_EVERY = 5.0  # seconds
_INDEX = 32 * 1024  # bytes that SQLite maps of its index at once; less is a beginning of one
_ENOUGH = 64 * 1024  # bytes that must fit before writing is tried again


def is_full(path: Path) -> bool:
    """Whether the disk of a file has no room for anything worth mentioning."""
    try:
        room = os.statvfs(path)
    except OSError:
        return False
    return room.f_bavail * room.f_frsize < _ENOUGH


class ReadOnly:
    """How the database at a path is read while a reason keeps it from being written."""

    def __init__(self, path: Path, reason: Said) -> None:
        """Raises OSError when it can be read in no way."""
        self._path = path
        self.reason = reason
        self._copy = ExitStack()
        self._seen = self._look()
        self._try_at = clock.elapsed() + _TRY_EVERY
        self.address = self._address()
        """For sqlite3, as a URI."""

    @property
    def why(self) -> Said:
        """What to say to whoever wants to write."""
        return said(
            "Nothing can be written right now, and what was published last is shown: {reason}",
            reason=self.reason,
        )

    def is_due(self) -> bool:
        """Whether to look again; from then on, not for some seconds."""
        if clock.elapsed() < self._try_at:
            return False
        self._try_at = clock.elapsed() + _TRY_EVERY
        return True

    def is_other(self) -> bool:
        """Whether somebody else, who can write, has changed the files."""
        return self._look() != self._seen

    def can_be_written(self) -> bool:
        """Whether some pages fit beside the database, and it may be opened for writing."""
        try:
            os.close(os.open(self._path, os.O_RDWR))
            with tempfile.TemporaryFile(dir=self._path.parent) as tried:
                tried.write(b"\0" * _ENOUGH)
                tried.flush()
                os.fsync(tried.fileno())
        except OSError:
            return False
        return True

    def close(self) -> None:
        self._copy.close()

    def _address(self) -> str:
        log, index = (self._path.with_name(f"{self._path.name}{end}") for end in ("-wal", "-shm"))
        if not log.exists() or not log.stat().st_size:
            return f"{self._path.resolve().as_uri()}?immutable=1"
        if index.exists() and index.stat().st_size >= _INDEX:
            return f"{self._path.resolve().as_uri()}?mode=ro"
        # The log holds the newest words, and needs an index that can be made elsewhere alone.
        folder = self._copy.enter_context(scratch(_room(self._path, log), "reading"))
        try:
            for file in (self._path, log):
                shutil.copyfile(file, folder / file.name)
        except OSError:
            self._copy.close()
            raise
        return (folder / self._path.name).as_uri()

    def _look(self) -> tuple[tuple[int, int, int], ...]:
        found = []
        for ending in ("", "-wal"):
            try:
                status = os.stat(f"{self._path}{ending}")  # noqa: PTH116 asked again and again
            except OSError:
                found.append((0, 0, 0))
            else:
                found.append((status.st_ino, status.st_size, status.st_mtime_ns))
        return tuple(found)


def _room(*files: Path) -> Path:
    """A folder with room for some files, as far as there is one."""
    needed = 2 * sum(file.stat().st_size for file in files)
    for folder in (tempfile.gettempdir(), "/dev/shm"):  # noqa: S108 a private folder is made in it
        try:
            if os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > needed:
                return Path(folder)
        except OSError:
            continue
    return Path(tempfile.gettempdir())
