"""Snapshots and transactions of the open store, and the bell that tells others to look.

Which database it is, only the engine behind knows.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from statuspage import clock, counters
from statuspage.config.database import DatabaseServer
from statuspage.domain.desk.duties import Beat
from statuspage.errors import StoreError
from statuspage.said import said
from statuspage.store.advice import UNWRITABLE
from statuspage.store.bell import Bell
from statuspage.store.engine import Engine, Turn
from statuspage.store.published import topics
from statuspage.store.sqlite.engine import SqliteEngine
from statuspage.store.tables.base import database

_Made = TypeVar("_Made")
_local = threading.local()
_engine: Engine | None = None


def open_store(
    place: Path | DatabaseServer, *, create: bool = False, or_read_only: bool = False
) -> None:
    """Use the database at a place from now on, in every thread of this process.

    With `create` the folder and the file of one are made when missing. With `or_read_only` a disk
    that is full or takes no writing is borne: what is there is read, and the store is opened anew
    once the disk is mended. Raises StoreError.
    """
    global _engine
    close_store()
    if isinstance(place, Path):
        _engine = SqliteEngine(place, create=create, or_read_only=or_read_only)
    else:
        _engine = _server_engine(place)


def _server_engine(place: DatabaseServer) -> Engine:
    try:
        from statuspage.store.postgresql.engine import ServerEngine
    except ImportError as error:
        raise StoreError(
            said(
                "A database on PostgreSQL needs a part that is not installed: "
                "pip install 'statuspage[postgresql]'"
            )
        ) from error
    return ServerEngine(place)


def close_store() -> None:
    """Let go of this thread's connection and of what the process shares."""
    global _engine
    if _engine is not None:
        _engine.close()
    _engine = None
    take_news()  # of this store; nobody can be told it any more


def engine() -> Engine:
    """The open store. Raises StoreError."""
    if _engine is None:
        raise StoreError(said("The store is not open."))
    return _engine


def opening() -> Path | DatabaseServer:
    """What was opened; equal as long as the same store is open."""
    return engine().opening


def files() -> SqliteEngine:
    """The open store, if it lies in files."""
    held = engine()
    assert isinstance(held, SqliteEngine)  # noqa: S101 asked for by what knows that
    return held


def path() -> Path:
    """Where the open store lies, if it is a file."""
    return files().path


def folder() -> Path | None:
    """The folder of this machine that the store fills; None where it lies on a server."""
    return engine().folder


def is_full() -> bool:
    """Whether the disk of the store has no room for anything worth mentioning."""
    return engine().is_full()


def tell_fault(error: StoreError) -> None:
    """Have other processes know what keeps anybody from writing, if that is what it says."""
    if error.said in UNWRITABLE:
        engine().bell.fault = UNWRITABLE.index(error.said) + 1


@contextmanager
def _telling_faults(held: Engine) -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        tell_fault(error)
        raise
    if not database.in_transaction():
        held.bell.fault = 0


def migrate() -> list[str]:
    """Bring the schema up to date; returns the names of the steps taken. Raises StoreError."""
    with engine().plain_errors():
        return engine().migrate()


def require_current_schema() -> None:
    """Refuse a database from a newer version, or one not migrated yet. Raises StoreError."""
    with engine().plain_errors():
        engine().require_current_schema()


def bell() -> Bell:
    """The counter that rises after each commit, shared by all processes of this store."""
    return engine().heard()


@contextmanager
def snapshot() -> Iterator[None]:
    """Read inside: everything seen is of one instant. Raises StoreError."""
    held = engine()
    with held.plain_errors():
        held.require_ready()
        with nullcontext() if database.in_transaction() else held.reading():
            yield


@contextmanager
def _counted() -> Iterator[None]:
    """Count an outermost transaction, and its time; that of a verb within a verb is part of it."""
    if database.in_transaction():
        yield
        return
    begun, outcome = clock.elapsed(), "undone"
    try:
        yield
        outcome = "committed"
    except StoreError:
        outcome = "failed"
        raise
    finally:
        counters.TRANSACTIONS.add(outcome)
        counters.TRANSACTION_SECONDS.add(by=clock.elapsed() - begun)


@contextmanager
def transaction(*, rings: bool = True) -> Iterator[None]:
    """Write inside: all of it or nothing. The bell rings after the commit. Raises StoreError.

    With `rings` False it does not: of what no page and no form rests on, and comes often.
    """
    held = engine()
    with _counted(), _telling_faults(held), held.plain_errors():
        held.require_ready()
        held.require_writable()
        if database.in_transaction():  # a verb within a verb is part of it
            yield
            return
        with held.writing(rings=rings):
            _local.raised = set()
            yield
            topics.store_raised(_local.raised)
        _local.has_news = take_news() or bool(_local.raised)
        if rings:
            _local.is_untold = getattr(_local, "tells_later", False)
            held.bell.ring(is_told=not _local.is_untold)


@contextmanager
def telling_at_the_end() -> Iterator[None]:
    """Inside, what this thread commits may be shown, or not yet; from the end on it must be."""
    _local.tells_later, _local.is_untold = True, False
    try:
        yield
    finally:
        _local.tells_later = False
        if is_untold():
            _local.is_untold = False
            engine().bell.tell()


def is_untold() -> bool:
    """Whether this thread has committed what may not be shown yet."""
    return getattr(_local, "is_untold", False)


def take_news() -> bool:
    """Whether this thread has published something since it was asked last."""
    had, _local.has_news = getattr(_local, "has_news", False), False
    return had


class _UndoneError(Exception):
    """Ends a rehearsal."""


def rehearse(act: Callable[[], _Made]) -> _Made:
    """Do it for real and take it all back: a preview that cannot differ from what is published.

    The write lock is held from the first statement that writes, so that checks, and words made into
    HTML, hold up nobody. Where another wrote between the first look and that statement, it is done
    once more with the lock from the beginning. Raises StoreError and what `act` raises.
    """

    def undone(begun: AbstractContextManager[Any]) -> _Made:
        made: list[_Made] = []
        try:
            with begun:
                _local.raised = set()
                made.append(act())
                raise _UndoneError
        except _UndoneError:
            return made[0]

    held = engine()
    with held.plain_errors():
        held.require_ready()
        held.require_writable()
        return held.rehearse(undone)


def run(statement: str, *given: object) -> Any:
    """Run a statement in SQL, for what the models cannot say; `?` stands for what is given."""
    return engine().run(statement, *given)


def run_many(statement: str, rows: Iterable[Sequence[object]]) -> None:
    """Run a statement in SQL for each of any number of rows."""
    engine().run_many(statement, rows)


def json_text(column: Any, name: str) -> Any:
    """What stands under a name in a column of JSON, for a query; NULL where nothing does."""
    return engine().json_text(column, name)


def raise_topics(*names: str) -> None:
    """Say, inside a transaction, what it changes; pages that depend on it are rendered again."""
    _local.raised.update(names)


def session_secret(*, or_passing: bool = False) -> bytes:
    """The secret of this site, made on first use. Raises StoreError.

    With `or_passing` one that cannot be made is good for this process alone: where nothing can be
    written nobody signs in, and no form is taken.
    """
    return engine().secret(or_passing=or_passing)


def empty_the_log() -> None:
    """Have what was erased gone from the files of the database, too; best effort."""
    engine().empty_the_log()


def worker_turn() -> Turn:
    """The place of the worker: one at a time is at work on a store, and another one waits.

    Two would check each target twice as often, and confirm failures from checks that are closer
    together than the figures say.
    """
    return engine().turn()


def import_alone() -> AbstractContextManager[None]:
    """Hold the lock of imports; it ends with the process. Raises ImportAtWork."""
    return engine().import_alone()


def keep_beats(beats: Sequence[Beat]) -> None:
    """Keep when the duties of the worker began and ended. Raises OSError, StoreError."""
    engine().keep_beats(beats)


def beats() -> list[Beat]:
    """What the worker left last. Raises StoreError."""
    return engine().beats()
