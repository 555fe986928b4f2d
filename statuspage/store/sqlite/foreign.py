"""Notices when another program writes into the database file itself, as `cp BACKUP statuspage.db`
does, before the log of the former database is read into the one that was copied there.

In WAL mode the file changes only when a checkpoint brings the log into it, and the index of the log
counts how far that has come (https://sqlite.org/walformat.html#the_wal_index_file_format). So a
head that changed without one was written past SQLite.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from time import sleep
from typing import NamedTuple

from statuspage import clock

_HEAD = 100  # bytes of the database: its size, its schema, its counters
_VERSIONS, _WITH_LOG = 18, bytes((2, 2))  # of the format, to write and to read
_INDEX = 136  # bytes of the index: two copies of its header, then how far a checkpoint has come
_HEADERS = 96
_SALTS = slice(32, 40)  # others whenever the log begins anew
_DONE, _TRIED = slice(96, 100), slice(128, 132)  # frames in the database, and frames begun with
_REST = 1.0  # seconds without a change until a copy is taken for whole
_PATIENCE = 5.0
_LOOK_EVERY = 0.05


def make_unfamiliar(held: sqlite3.Connection) -> None:
    """Have every page made anew: versions of a database that came by itself may look familiar.

    They count transactions, so that seconds since 1970 are beyond those of any. Raises
    sqlite3.Error.
    """
    beyond = "UPDATE topic SET version = max(?, (SELECT max(version) + 1 FROM topic))"
    held.execute(beyond, (int(clock.timestamp()),))


class _Known(NamedTuple):
    """How the file was when it was looked at; kept whole, for threads look at the same time."""

    changed: tuple[int, int]
    head: bytes
    checkpoints: bytes


class HeadWatch:
    """Over the head of one database, for a process that has it open."""

    def __init__(self, path: Path) -> None:
        """`path` is open in WAL mode. Raises OSError."""
        self._path = path
        # To close a descriptor of these would let go of all locks that SQLite holds on them here.
        self._file = os.open(path, os.O_RDWR)
        self._index = os.open(f"{path}-shm", os.O_RDWR)
        self._known: _Known | None = None
        self.is_foreign()

    def close(self) -> None:
        """Only once the connections of this process are closed, or about to be."""
        os.close(self._file)
        os.close(self._index)

    def is_foreign(self) -> bool:
        """Whether somebody else changed the file since this was asked last. Some microseconds."""
        before = self._checkpoints()
        status = os.fstat(self._file)
        changed = status.st_mtime_ns, status.st_size
        known = self._known
        if known is None or changed != known.changed:
            head = os.pread(self._file, _HEAD, 0)
        else:
            head = known.head
        if before is None or before != self._checkpoints():
            return False  # one is under way, was broken off, or came between
        if known is not None and known.checkpoints == before and known.head != head:
            return True
        self._known = _Known(changed, head, before)
        return False

    @property
    def is_blind(self) -> bool:
        """Whether the log has not been brought into the database whole since a crash."""
        return self._checkpoints() is None

    def _checkpoints(self) -> bytes | None:
        """Another value after each checkpoint; None while one is under way or was broken off."""
        index = os.pread(self._index, _INDEX, 0)
        if len(index) < _INDEX or index[_DONE] != index[_TRIED]:
            return None
        return index[_SALTS] + index[_DONE]

    def take_over(self, held: sqlite3.Connection) -> bool:
        """Go on with what was copied there, once it is whole; the log of the former is set aside.

        Nobody writes meanwhile. Every connection of every process finds the index of the log void,
        as after a crash, and reads it anew from a log that is empty. False while something is still
        being copied. Raises sqlite3.Error, OSError.
        """
        log = Path(f"{self._path}-wal")
        held.execute("BEGIN IMMEDIATE")
        try:
            if not self._rests():
                return False
            alone = f"{self._path.resolve().as_uri()}?immutable=1"
            with closing(sqlite3.connect(alone, uri=True)) as copied:
                copied.execute("SELECT count(*) FROM schema_migration").fetchone()
            if log.exists():
                aside = Path(f"{log}.former")
                shutil.copyfile(log, aside)
                aside.chmod(0o600)
                os.truncate(log, 0)
            # A backup is no file with a log; whoever opens it next must find that it has one.
            os.pwrite(self._file, _WITH_LOG, _VERSIONS)
            os.fsync(self._file)
            os.pwrite(self._index, bytes(_HEADERS), 0)
        finally:
            held.execute("ROLLBACK")
        self._known = None
        return True

    def _rests(self) -> bool:
        """Whether nothing changes for a second; false when something still does after some."""
        before, rested, until = None, 0.0, clock.elapsed() + _PATIENCE
        while rested < _REST and clock.elapsed() < until:
            status = os.fstat(self._file)
            now = status.st_mtime_ns, status.st_size
            rested = rested + _LOOK_EVERY if now == before else 0.0
            before = now
            sleep(_LOOK_EVERY)
        return rested >= _REST
