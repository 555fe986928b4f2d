"""A store as a process has it open: to be written, or on a disk that takes no writing, to be read.

Each thread has a connection of its own; `generation` tells when it must be made anew.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from peewee import SqliteDatabase

from statuspage.errors import StoreError
from statuspage.said import Said, said
from statuspage.store.advice import FULL
from statuspage.store.bell import Bell
from statuspage.store.sqlite.errors import plain_errors
from statuspage.store.sqlite.presence import Presence
from statuspage.store.sqlite.readonly import ReadOnly
from statuspage.store.sqlite.watch import FileWatch, require_no_loose_ends
from statuspage.store.tables.base import database, use

_WRITING = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "synchronous": 2,  # FULL: what was acknowledged survives a power cut
    "cache_size": -2_000,  # kB for each thread; what else is read is in the system's own cache
    "temp_store": 2,
    "journal_size_limit": 8 * 1024 * 1024,  # bytes that the log keeps after it was larger once
    "secure_delete": 1,  # zeros where a row was: what is erased is gone from the disk, too
}
_READING = {name: _WRITING[name] for name in ("cache_size", "temp_store")}
BUSY_SECONDS = 15
_SQLITE = SqliteDatabase(None)
_numbers = count(1)


@dataclass
class Opened:
    """What one opening holds; the connections of threads are peewee's."""

    path: Path
    bell: Bell
    number: int
    watch: FileWatch | None = None
    presence: Presence | None = None
    read_only: ReadOnly | None = None

    @property
    def generation(self) -> tuple[int, int]:
        """Another one when connections that were opened before must be opened anew."""
        return self.number, self.watch.generation if self.watch is not None else 0

    def close(self) -> None:
        for held in (self.bell, self.watch, self.presence, self.read_only):
            if held is not None:
                held.close()


def to_write(path: Path, *, create: bool = False) -> Opened:
    """Open a store; with `create` its folder and file are made when missing. Raises StoreError."""
    watch = presence = None
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.exists():
            raise StoreError(
                said("There is no database at {path}. `statuspage migrate` creates one.", path=path)
            )
        if create:
            path.touch(0o600)  # it holds password hashes
        presence = Presence(path)
        require_no_loose_ends(path, presence)
        presence.come_in()
        _use(str(path), _WRITING, uri=False)
        with plain_errors():
            database.connect(reuse_if_open=True)
            watch = FileWatch(path)
        bell = Bell(path.with_name(path.name + ".bell"))
    except BaseException as error:
        close_connection()
        for held in (watch, presence):
            if held is not None:
                held.close()
        if isinstance(error, OSError):
            raise StoreError(_unusable(path, error)) from error
        raise
    return Opened(path, bell, next(_numbers), watch, presence)


def to_read(path: Path, reason: Said) -> Opened:
    """Open a store that cannot be written for a reason. Raises StoreError, OSError."""
    held = ReadOnly(path, reason)
    try:
        _use(held.address, _READING, uri=True)
        with plain_errors():
            database.connect(reuse_if_open=True)
            ask: Any = database
            ask.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        close_connection()
        held.close()
        raise
    return Opened(path, Bell(None), next(_numbers), read_only=held)


def anew(held: Opened) -> Opened:
    """Look now and then whether a disk can be written again, or has changed under our eyes."""
    if held.read_only is None or not held.read_only.is_due():
        return held
    close_connection()
    try:
        if held.read_only.can_be_written():
            found = to_write(held.path)
        elif held.read_only.is_other():
            found = to_read(held.path, held.read_only.reason)
        else:
            return held
    except (StoreError, OSError):
        _use(held.read_only.address, _READING, uri=True)
        return held
    held.read_only.close()
    return found


def _use(address: str, pragmas: Mapping[str, object], *, uri: bool) -> None:
    _SQLITE.init(address, pragmas=pragmas, timeout=BUSY_SECONDS, uri=uri)
    use(_SQLITE)


def close_connection() -> None:
    """Close that of this thread."""
    if database.obj is not None and not database.is_closed():
        database.close()


def _unusable(path: Path, error: OSError) -> Said:
    """A disk that takes no writing, by its own names for it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return FULL
    why = os.strerror(error.errno or 0)
    return said("{path} cannot be used: {strerror}.", path=path, strerror=why)
