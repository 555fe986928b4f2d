"""A store in one file of SQLite, with some small ones beside it.

A disk that takes no writing can be borne: then all is read, and what would write is refused.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from peewee import OperationalError, fn

from statuspage.domain.desk.duties import Beat
from statuspage.errors import Damaged, StoreError, TooNew
from statuspage.said import Said, said
from statuspage.store import migrations
from statuspage.store.advice import FULL
from statuspage.store.bell import Bell
from statuspage.store.engine import Engine
from statuspage.store.hanging import require_answers
from statuspage.store.secret import secret_in
from statuspage.store.sqlite import beats
from statuspage.store.sqlite.errors import looked_too_early, plain_errors
from statuspage.store.sqlite.opening import (
    BUSY_SECONDS,
    Opened,
    anew,
    close_connection,
    to_read,
    to_write,
)
from statuspage.store.sqlite.readonly import is_full
from statuspage.store.sqlite.turn import FileTurn, import_alone
from statuspage.store.tables.base import database

_Made = TypeVar("_Made")
_local = threading.local()
_ENDINGS = ("", "-wal", "-shm", "-journal", ".bell", ".duties", ".open", ".worker", ".secret")


class SqliteEngine(Engine):
    """The files of one store."""

    refusals = (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError)

    def __init__(self, path: Path, *, create: bool, or_read_only: bool) -> None:
        """Raises StoreError."""
        self._opening = threading.RLock()
        self._held = _opened(path, create=create, or_read_only=or_read_only)
        _local.generation = self._held.generation

    @property
    def path(self) -> Path:
        return self._held.path

    @property
    def address(self) -> str:
        """Where SQLite reads it without writing, as a URI, also on a disk that takes none."""
        if (read_only := self._held.read_only) is not None:
            return read_only.address
        return f"{self.path.resolve().as_uri()}?mode=ro"

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def opening(self) -> Path:
        return self._held.path

    @property
    def bell(self) -> Bell:  # type: ignore[override]  # another one once a disk is mended
        return self._held.bell

    def close(self) -> None:
        close_connection()
        self._held.close()

    def plain_errors(self) -> AbstractContextManager[None]:
        return plain_errors()

    def require_ready(self) -> None:
        """Have this thread on the files that bear the store's names now."""
        require_answers()
        if self._held.read_only is not None and not database.in_transaction():
            with self._opening:
                self._held = anew(self._held)
        held = self._held
        if held.watch is not None:
            held.watch.require_whole()
        if getattr(_local, "generation", None) != held.generation:
            close_connection()
            _local.generation = held.generation
        database.connect(reuse_if_open=True)

    def require_writable(self) -> None:
        if (read_only := self._held.read_only) is not None:
            raise StoreError(read_only.why)

    @contextmanager
    def reading(self) -> Iterator[None]:
        with database.atomic("DEFERRED"):
            yield

    @contextmanager
    def writing(self, *, rings: bool) -> Iterator[None]:  # noqa: ARG002 all hear the bell itself
        with database.atomic("IMMEDIATE"):
            self._require_still_whole()
            yield
        if (watch := self._held.watch) is not None:
            watch.is_whole()  # and it knows of the checkpoint that this may have brought about

    def require_turn(self, patience: float) -> None:
        self.run(f"PRAGMA busy_timeout = {patience * 1000:.0f}")
        try:
            with database.atomic("IMMEDIATE"):
                pass
        finally:
            self.run(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    def rehearse(self, undone: Callable[[AbstractContextManager[Any]], _Made]) -> _Made:
        """The lock is held from the first statement that writes on, so that it is short."""
        try:
            return undone(database.atomic("DEFERRED"))
        except (OperationalError, StoreError) as error:
            if not looked_too_early(error):
                raise
        return undone(database.atomic("IMMEDIATE"))

    def fault(self) -> Said | None:
        if self._held.read_only is not None:
            return self._held.read_only.why
        return FULL if self.is_full() else None

    def damage(self) -> str:
        """By a check that reads every page, but compares no index with its table."""
        (verdict,) = self.run("PRAGMA quick_check(1)").fetchone()
        return "" if verdict == "ok" else str(verdict)

    def sizes(self) -> dict[str, int]:
        files = {"database": self.path, "log": self._beside("-wal")}
        return {name: file.stat().st_size for name, file in files.items() if file.exists()}

    def private_files(self) -> list[Path]:
        return [self.path, self._beside(".secret")]

    def is_full(self) -> bool:
        return is_full(self.path)

    def migrate(self) -> list[str]:
        return migrations.upgrade(database, migrations.SQLITE)

    def require_current_schema(self) -> None:
        migrations.require_known(database, migrations.SQLITE)

    def turn(self) -> FileTurn:
        return FileTurn(self._beside(".worker"))

    def import_alone(self) -> AbstractContextManager[None]:
        return import_alone(self._held.bell.path)

    def secret(self, *, or_passing: bool) -> bytes:
        return secret_in(self._beside(".secret"), or_passing=or_passing)

    def keep_beats(self, beats_: Sequence[Beat]) -> None:
        beats.write(self._beside(".duties"), beats_)

    def beats(self) -> list[Beat]:
        return beats.read(self._beside(".duties"))

    def empty_the_log(self) -> None:
        """Bring all changes into the database file and cut its log, as far as others let it be."""
        self.run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def json_text(self, column: Any, name: str) -> Any:
        return fn.json_extract(column, f'$."{name}"', coerce=False)

    def run(self, statement: str, *given: object) -> Any:
        connection: Any = database
        return connection.execute_sql(statement, given)

    def run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        connection: Any = database
        connection.connection().executemany(statement, rows)

    def number_on(self) -> None:
        """It looks for the highest one by itself."""

    def is_part(self, file: Path) -> bool:
        """Whether a file is the database, or one of those that are kept beside it."""
        ours = [self._beside(ending) for ending in _ENDINGS]
        if any(file.resolve() == one.resolve() for one in ours):
            return True
        return file.exists() and any(one.exists() and file.samefile(one) for one in ours)

    def _beside(self, ending: str) -> Path:
        return self.path.with_name(self.path.name + ending)

    def _require_still_whole(self) -> None:
        """By a writer who has the lock: now nobody can open the files anew until the commit."""
        held = self._held
        whole = held.watch is not None and held.watch.is_whole()
        if not whole or held.generation != _local.generation:
            raise StoreError(said("The files of the store changed just now. Try again."))


def _opened(path: Path, *, create: bool, or_read_only: bool) -> Opened:
    try:
        return to_write(path, create=create)
    except (Damaged, TooNew):
        raise
    except StoreError as error:
        if not or_read_only or not path.exists():
            raise
        try:
            return to_read(path, FULL if is_full(path) else error.said)
        except (OSError, StoreError):
            raise error from None
