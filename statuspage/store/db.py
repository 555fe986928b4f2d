"""Snapshots and transactions of the open store, and the bell that tells other processes to look.

A disk that takes no writing can be borne: then all is read, and what would write is refused.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from peewee import OperationalError

from statuspage import clock
from statuspage.errors import Damaged, StoreError, TooNew
from statuspage.said import Said, said
from statuspage.store.advice import FULL, UNWRITABLE, looked_too_early, plain_errors
from statuspage.store.bell import Bell
from statuspage.store.migrations import require_known, upgrade
from statuspage.store.opening import Opened, anew, close_connection, to_read, to_write
from statuspage.store.published import topics
from statuspage.store.readonly import TRY_EVERY, is_full
from statuspage.store.tables.base import database

_Made = TypeVar("_Made")
_local = threading.local()
_held: Opened | None = None
_opening = threading.RLock()
_try_at = 0.0  # on the clock that never jumps: when to try whether writing is possible again


def open_store(path: Path, *, create: bool = False, or_read_only: bool = False) -> None:
    """Use the database at `path` from now on, in every thread of this process.

    With `create` its folder and file are made when missing. With `or_read_only` a disk that is full
    or takes no writing is borne: what is there is read, and the store is opened anew once the disk
    is mended. Raises StoreError.
    """
    global _held
    close_store()
    try:
        _held = to_write(path, create=create)
    except (Damaged, TooNew):
        raise
    except StoreError as error:
        if not or_read_only or not path.exists():
            raise
        try:
            _held = to_read(path, FULL if is_full(path) else error.said)
        except (OSError, StoreError):
            raise error from None
    _local.generation = _held.generation


def close_store() -> None:
    """Let go of this thread's connection and of the bell."""
    global _held
    close_connection()
    if _held is not None:
        _held.close()
    _held = None


def writing_fault() -> Said | None:
    """Why nobody can write at the moment, whichever process met it; None when all is well.

    Once in some seconds it is tried. Raises StoreError when the store cannot even be read.
    """
    global _try_at
    with snapshot():
        held = _opened()
        if held.read_only is not None:
            return held.read_only.why
    if held.bell.fault and clock.elapsed() >= _try_at:
        _try_at = clock.elapsed() + TRY_EVERY
        with suppress(StoreError), transaction():
            # What changes nothing SQLite does not write; what comes and goes it does.
            run("INSERT INTO setting (name, value) VALUES ('tried', '')")
            run("DELETE FROM setting WHERE name = 'tried'")
    if held.bell.fault:
        return UNWRITABLE[held.bell.fault - 1]
    return FULL if is_full(held.path) else None


@contextmanager
def _telling_faults() -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        if error.said in UNWRITABLE and _held is not None:
            _held.bell.fault = UNWRITABLE.index(error.said) + 1
        raise
    if not database.in_transaction():
        bell().fault = 0


def migrate() -> list[str]:
    """Bring the schema up to date; returns the names of the steps taken. Raises StoreError."""
    with plain_errors():
        return upgrade(database)


def require_current_schema() -> None:
    """Refuse a database from a newer version, or one not migrated yet. Raises StoreError."""
    with plain_errors():
        require_known(database)


def path() -> Path:
    """Where the open store lies."""
    return _opened().path


_ENDINGS = ("", "-wal", "-shm", "-journal", ".bell", ".duties", ".open", ".worker", ".secret")


def is_part_of_the_store(file: Path) -> bool:
    """Whether a file is the database, or one of those that the program keeps beside it."""
    ours = [path().with_name(path().name + ending) for ending in _ENDINGS]
    if any(file.resolve() == one.resolve() for one in ours):
        return True
    return file.exists() and any(one.exists() and file.samefile(one) for one in ours)


def bell() -> Bell:
    """The counter that rises after each commit, shared by all processes of this store."""
    return _opened().bell


@contextmanager
def snapshot() -> Iterator[None]:
    """Read inside: everything seen is of one instant. Raises StoreError."""
    with plain_errors():
        _require_whole()
        if database.in_transaction():
            yield
            return
        with database.atomic("DEFERRED"):
            yield


@contextmanager
def transaction() -> Iterator[None]:
    """Write inside: all of it or nothing. The bell rings after the commit. Raises StoreError."""
    with _telling_faults(), plain_errors():
        _require_whole()
        _require_writable()
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
    with plain_errors():
        _require_whole()
        _require_writable()
        try:
            return _undone(act, "DEFERRED")
        except (OperationalError, StoreError) as error:
            if not looked_too_early(error):
                raise
        return _undone(act, "IMMEDIATE")


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


def _opened() -> Opened:
    if _held is None:
        raise StoreError(said("The store is not open."))
    return _held


def _require_whole() -> None:
    """Have this thread on the files that bear the store's names now. Raises StoreError."""
    global _held
    held = _opened()
    if held.read_only is not None and not database.in_transaction():
        with _opening:
            held = _held = anew(_opened())
    if held.watch is not None:
        held.watch.require_whole()
    if getattr(_local, "generation", None) != held.generation:
        close_connection()
        _local.generation = held.generation
    database.connect(reuse_if_open=True)


def _require_writable() -> None:
    if (read_only := _opened().read_only) is not None:
        raise StoreError(read_only.why)


def _require_still_whole() -> None:
    """The same by a writer who has the lock: now nobody can open it anew until the commit."""
    held = _opened()
    whole = held.watch is not None and held.watch.is_whole()
    if not whole or held.generation != _local.generation:
        raise StoreError(said("The files of the store changed just now. Try again."))
