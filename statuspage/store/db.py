"""Connection, pragmas, snapshots, transactions and the bell that tells other processes to look.

Errors that an operator can act on become StoreError; the rest are bugs and stay as they are.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from peewee import DatabaseError, InterfaceError, OperationalError

from statuspage.errors import Damaged, StoreError
from statuspage.said import said
from statuspage.store.bell import Bell
from statuspage.store.migrations import require_known, upgrade
from statuspage.store.presence import Presence, is_in_use
from statuspage.store.published import topics
from statuspage.store.tables.base import database
from statuspage.store.watch import FileWatch, require_no_loose_ends

_PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "synchronous": 2,  # FULL: what was acknowledged survives a power cut
    "cache_size": -2_000,  # kB for each thread; what else is read is in the system's own cache
    "temp_store": 2,
    "journal_size_limit": 8 * 1024 * 1024,  # bytes that the log keeps after it was larger once
    "secure_delete": 1,  # zeros where a row was: what is erased is gone from the disk, too
}
_BUSY_SECONDS = 15

_Made = TypeVar("_Made")
_local = threading.local()
_path: Path | None = None
_bell: Bell | None = None
_watch: FileWatch | None = None
_presence: Presence | None = None


def open_store(path: Path, *, create: bool = False) -> None:
    """Use the database at `path` from now on, in every thread of this process.

    With `create` its folder and file are made when missing. Raises StoreError.
    """
    global _path, _bell, _watch, _presence
    close_store()
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.exists():
            raise StoreError(
                said("There is no database at {path}. `statuspage migrate` makes one.", path=path)
            )
        if create:
            path.touch(0o600)  # it holds password hashes
        require_no_loose_ends(path, in_use=is_in_use(path))
        database.init(str(path), pragmas=_PRAGMAS, timeout=_BUSY_SECONDS)
        with _plain_errors():
            database.connect(reuse_if_open=True)
            _watch = FileWatch(path)
        _bell = Bell(path.with_name(path.name + ".bell"))
        _presence = Presence(path)
    except OSError as error:
        raise StoreError(
            said("{path} cannot be used: {strerror}.", path=path, strerror=error.strerror)
        ) from error
    _path = path
    _local.generation = _watch.generation


def close_store() -> None:
    """Let go of this thread's connection and of the bell."""
    global _path, _bell, _watch, _presence
    for held in (_bell, _watch, _presence):
        if held is not None:
            held.close()
    _path = _bell = _watch = _presence = None
    if not database.is_closed():
        database.close()


def migrate() -> list[str]:
    """Bring the schema up to date; returns the names of the steps taken. Raises StoreError."""
    with _plain_errors():
        return upgrade(database)


def require_current_schema() -> None:
    """Refuse a database from a newer version, or one not migrated yet. Raises StoreError."""
    with _plain_errors():
        require_known(database)


def path() -> Path:
    """Where the open store lies."""
    if _path is None:
        raise StoreError(said("The store is not open."))
    return _path


_ENDINGS = ("", "-wal", "-shm", "-journal", ".bell", ".duties", ".open", ".secret")


def is_part_of_the_store(file: Path) -> bool:
    """Whether a file is the database, or one of those that the program keeps beside it."""
    ours = [path().with_name(path().name + ending) for ending in _ENDINGS]
    if any(file.resolve() == one.resolve() for one in ours):
        return True
    return file.exists() and any(one.exists() and file.samefile(one) for one in ours)


def bell() -> Bell:
    """The counter that rises after each commit, shared by all processes of this store."""
    if _bell is None:
        raise StoreError(said("The store is not open."))
    return _bell


@contextmanager
def snapshot() -> Iterator[None]:
    """Read inside: everything seen is of one instant. Raises StoreError."""
    with _plain_errors():
        _require_whole()
        if database.in_transaction():
            yield
            return
        with database.atomic("DEFERRED"):
            yield


@contextmanager
def transaction() -> Iterator[None]:
    """Write inside: all of it or nothing. The bell rings after the commit. Raises StoreError."""
    with _plain_errors():
        _require_whole()
        if database.in_transaction():  # a verb within a verb is part of it
            yield
            return
        with database.atomic("IMMEDIATE"):
            _require_still_whole()
            _local.raised = set()
            yield
            topics.store_raised(_local.raised)
        bell().ring()


class _UndoneError(Exception):
    """Ends a rehearsal."""


def rehearse(act: Callable[[], _Made]) -> _Made:
    """Do it for real and take it all back: a preview that cannot differ from what is published.

    The write lock is held from the first statement that writes, so that checks, and words made into
    HTML, hold up nobody. Where another wrote between the first look and that statement, it is done
    once more with the lock from the beginning. Raises StoreError and what `act` raises.
    """
    with _plain_errors():
        _require_whole()
        try:
            return _undone(act, "DEFERRED")
        except (OperationalError, StoreError) as error:
            if not _looked_too_early(error):
                raise
        return _undone(act, "IMMEDIATE")


def _looked_too_early(error: BaseException | None) -> bool:
    """Whether somebody wrote after the snapshot that a transaction had read from."""
    while error is not None:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY_SNAPSHOT:
            return True
        error = error.__context__
    return False


def _undone(act: Callable[[], _Made], begin: str) -> _Made:
    made: list[_Made] = []
    try:
        with database.atomic(begin):
            _local.raised = set()
            made.append(act())
            raise _UndoneError
    except _UndoneError:
        return made[0]


def run(statement: str, *given: object) -> Any:
    """Run a statement in SQL, for what the models cannot say."""
    connection: Any = database
    return connection.execute_sql(statement, given)


def run_many(statement: str, rows: Iterable[Sequence[object]]) -> None:
    """Run a statement in SQL for each of any number of rows."""
    connection: Any = database
    connection.connection().executemany(statement, rows)


def raise_topics(*names: str) -> None:
    """Say, inside a transaction, what it changes; pages that depend on it are rendered again."""
    _local.raised.update(names)


def _require_whole() -> None:
    """Have this thread on the files that bear the store's names now. Raises StoreError."""
    path()
    assert _watch is not None  # noqa: S101 opened with the path
    _watch.require_whole()
    if getattr(_local, "generation", None) != _watch.generation:
        if not database.is_closed():
            database.close()
        _local.generation = _watch.generation
    database.connect(reuse_if_open=True)


def _require_still_whole() -> None:
    """The same by a writer who has the lock: now nobody can open it anew until the commit."""
    assert _watch is not None  # noqa: S101 opened with the path
    if not _watch.is_whole() or _watch.generation != _local.generation:
        raise StoreError(said("The files of the store were changed at this moment. Try again."))


_ADVICE = {
    "database or disk is full": said(
        "The disk is full. Nothing was written; free some space and try again."
    ),
    "attempt to write a readonly database": said(
        "The database cannot be written. Check its owner and mode."
    ),
    "unable to open database file": said(
        "The database cannot be opened. Check its path, owner and mode."
    ),
    "database is locked": said("Another program holds the database. Try again in a moment."),
    "disk i/o error": said(
        "The disk reported an error. Check it, and restore a backup if need be."
    ),
}
_DAMAGE = {
    "file is not a database": said("The file is not a database of statuspage. Restore a backup."),
    "malformed": said("The database is damaged. Restore a backup: statuspage restore FILE."),
}


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except (DatabaseError, InterfaceError, sqlite3.Error) as error:
        # A full disk ends the transaction by itself; the rollback that then fails hides the reason.
        cause: BaseException | None = error
        while cause is not None:
            for sign, advice in _ADVICE.items():
                if sign in str(cause).lower():
                    raise StoreError(advice) from error
            for sign, advice in _DAMAGE.items():
                if sign in str(cause).lower():
                    raise Damaged(advice) from error
            cause = cause.__context__
        raise
