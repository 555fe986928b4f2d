"""Notices when somebody removes or replaces a file of the open store, and saves what it held.

SQLite itself does not: it goes on writing into a log that no longer has a name, and all of that is
gone with the last process. So each transaction asks here first, and a writer once more when it has
the lock. A connection kept for this alone brings the nameless log into the database; writing rests
for some seconds, so that every process sees it, and then all open the store anew.
"""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from time import sleep
from typing import NamedTuple

from statuspage import clock
from statuspage.errors import StoreError
from statuspage.said import Said, said
from statuspage.store.advice import BUSY
from statuspage.store.sqlite.foreign import HeadWatch, make_unfamiliar
from statuspage.store.sqlite.presence import Presence

_log = logging.getLogger(__name__)
_REST = 5.0  # seconds in which every process looks at the store at least once
_LOOK_EVERY = 0.02  # seconds
_GONE = said("The database {here} is gone. Put it back, or restore a backup.")
_CUT = said(
    "{missing} was removed while the store was in use. What it held is saved; nothing is written "
    "until everything is reopened, in a few seconds."
)
_LOST = said(
    "{missing} was removed while the store was in use, and what it held cannot be saved right "
    "now. Nothing is written."
)
_FOREIGN = said(
    "The file now in place of the database {here} is not a database of statuspage. Put the "
    "former one back, or restore a backup."
)


class _Files(NamedTuple):
    """Which files bear the three names of a store at a moment: inodes, 0 where there is none."""

    database: int
    log: int
    shared: int


def _files(path: Path) -> _Files:
    # SQLite makes the log before its index: looked at last, it is there whenever an index was.
    shared = _inode(f"{path}-shm")
    return _Files(_inode(str(path)), _inode(f"{path}-wal"), shared)


def _inode(place: str) -> int:
    try:
        return os.stat(place).st_ino  # noqa: PTH116 asked before each transaction
    except OSError:
        return 0


class FileWatch:
    """Over the files of one store, for all threads of a process."""

    def __init__(self, path: Path) -> None:
        """Raises sqlite3.Error."""
        self._path = path
        self._lock = Lock()
        self._held = _opened(path, "sqlite_master")
        self._heads: list[HeadWatch] = []  # the last one counts; none is closed before the end
        self._watch_head()
        self._seen = _files(path)
        self._missed_at: float | None = None
        self._is_saved = False
        self.generation = 0
        """Rises when all connections must be opened anew."""

    def close(self) -> None:
        self._held.close()
        for head in self._heads:
            head.close()

    def is_whole(self) -> bool:
        """Whether each file is still the one that was opened, and its own. Some microseconds."""
        return _files(self._path) == self._seen and not self._is_foreign()

    def _is_foreign(self) -> bool:
        return bool(self._heads) and self._heads[-1].is_foreign()

    def _watch_head(self) -> None:
        with suppress(OSError):  # the index was removed just now: noticed at the next look
            self._heads.append(HeadWatch(self._path))
            if self._heads[-1].is_blind:
                self._held.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def require_whole(self) -> None:
        """Raises StoreError while a file is missing; opens anew what was replaced."""
        if self.is_whole() and self._missed_at is None:
            return
        try:
            with self._lock, _alone(self._path.parent):
                self._mend(_files(self._path))
        except (FileNotFoundError, NotADirectoryError) as error:  # the folder went with its files
            raise StoreError(Said(_GONE.key, {"here": self._path})) from error

    def _mend(self, now: _Files) -> None:
        is_foreign = now.database == self._seen.database and self._is_foreign()
        if is_foreign:
            self._take_over()
        if now == self._seen:
            self._missed_at = None  # it was put back, or another thread was quicker
            return
        if self._missed_at is None:
            self._missed_at, self._is_saved = clock.elapsed(), is_foreign
            _log.error("a file of the store %s was removed or replaced", self._path)
        if not self._is_saved and self._is_ours_alone(now):
            self._is_saved = self._save()
        if not now.database:
            raise StoreError(Said(_GONE.key, {"here": self._path}))
        if now.database != self._seen.database:
            self._forget_the_former(now)
            is_foreign = True
        elif not (now.log and now.shared):
            self._rest(now)
        self._open_anew(is_foreign=is_foreign)

    def _take_over(self) -> None:
        """Raises StoreError until what another program copied over the database can be used."""
        _log.error("another program wrote over the database %s", self._path)
        try:
            is_done = self._heads[-1].take_over(self._held)
            if is_done:
                make_unfamiliar(self._held)
        except sqlite3.Error as error:
            raise StoreError(Said(_FOREIGN.key, {"here": self._path})) from error
        if not is_done:
            raise StoreError(BUSY)
        self.generation += 1
        _log.warning(
            "what it wrote is used from now on; the former log is in %s-wal.former", self._path
        )

    def _is_ours_alone(self, now: _Files) -> bool:
        """Whether nobody has begun another log or index beside ours yet."""
        return now.log in (0, self._seen.log) and now.shared in (0, self._seen.shared)

    def _save(self) -> bool:
        """Bring all that the log holds into the database; whether that was possible."""
        try:
            busy, _, _ = self._held.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error as error:
            _log.error("the log of the store could not be saved: %s", error)
            return False
        return not busy

    def _rest(self, now: _Files) -> None:
        """Raises StoreError until what was in the log is saved and everybody has seen it."""
        missing = f"{self._path}{'-shm' if now.log else '-wal'}"
        assert self._missed_at is not None  # noqa: S101 set by the caller
        if not self._is_saved:
            raise StoreError(Said(_LOST.key, {"missing": missing}))
        if clock.elapsed() < self._missed_at + _REST:
            raise StoreError(Said(_CUT.key, {"missing": missing}))

    def _forget_the_former(self, now: _Files) -> None:
        """The log of the former database must not be read into the one that took its place."""
        for ending, inode, former in (
            ("-wal", now.log, self._seen.log),
            ("-shm", now.shared, self._seen.shared),
        ):
            if inode and inode == former:
                Path(f"{self._path}{ending}").unlink(missing_ok=True)

    def _open_anew(self, *, is_foreign: bool) -> None:
        try:
            held = _opened(self._path, "schema_migration")
            if is_foreign:
                make_unfamiliar(held)
        except sqlite3.Error as error:
            raise StoreError(Said(_FOREIGN.key, {"here": self._path})) from error
        self._held.close()
        self._held, self._missed_at = held, None
        self._watch_head()
        self._seen = _files(self._path)
        self.generation += 1
        _log.warning("the store was opened anew")


def require_no_loose_ends(path: Path, presence: Presence) -> None:
    """Before a store is opened: its log and index belong together, whoever has it open.

    Whoever is alone here puts them in order, and others wait at the door meanwhile. Raises
    StoreError where another process has yet to save what is in a log that was removed.
    """
    until = clock.elapsed() + 2 * _REST
    while not presence.is_alone():
        found = _files(path)
        if (found.log and found.shared) or not found.database:
            return
        if clock.elapsed() > until:
            raise StoreError(
                said(
                    "The log of {path} was removed while the store was in use, and has not been "
                    "restored yet. Try again, or restart the program.",
                    path=path,
                )
            )
        sleep(_LOOK_EVERY)
    if not _files(path).log:
        # What the log held is gone already; the index of a log that is not there misleads.
        Path(f"{path}-shm").unlink(missing_ok=True)


def _opened(path: Path, table: str) -> sqlite3.Connection:
    """A connection that has the log and the index open, for any thread; `table` must be there."""
    held = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=2)
    try:
        held.execute("PRAGMA journal_mode = wal")
        held.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 fixed names
    except BaseException:
        held.close()
        raise
    return held


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
