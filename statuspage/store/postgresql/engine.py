"""A store in a database on a server, which nodes on many machines may share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from peewee import fn

from statuspage import clock
from statuspage.config.database import DatabaseServer
from statuspage.domain.desk.duties import Beat
from statuspage.errors import StoreError
from statuspage.said import Said, said
from statuspage.store import migrations
from statuspage.store.advice import SERVER_READ_ONLY
from statuspage.store.bell import Bell
from statuspage.store.engine import Engine, ImportAtWork
from statuspage.store.hanging import require_answers
from statuspage.store.migrations import Steps
from statuspage.store.postgresql import aftermath
from statuspage.store.postgresql.connecting import (
    IMPORTS,
    READ,
    REHEARSE,
    WRITE,
    LookedTooEarlyError,
    ServerDatabase,
    alone_with_the_schema,
    connect,
    dialled,
    impatient,
    named,
    translated,
)
from statuspage.store.postgresql.errors import plain_errors
from statuspage.store.postgresql.listening import CHANNEL, Listener
from statuspage.store.postgresql.numbering import number_on
from statuspage.store.postgresql.turn import SessionTurn
from statuspage.store.secret import known_by, secret_of
from statuspage.store.tables.base import database, use

_Made = TypeVar("_Made")
_DATABASE = ServerDatabase()
_KEEP = (
    "INSERT INTO setting (name, value) VALUES (?, ?) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_STEPS = Steps(
    Path(migrations.__file__).parent / "postgresql",
    WRITE,
    lambda database, text: database.connection().execute(text),
)
_OLDEST = 14_00_00
_BEATS = "beats"
_WORDS = (  # the tables that hold what people wrote
    "alarm, draft, entry, incident, incident_update, kept_form, pledge, private_note, record_word, "
    "submission"
)
SECRET_CHECK = "secret_check"  # noqa: S105 what a secret is known by


class ServerEngine(Engine):
    """The database of one store."""

    refusals = (psycopg.IntegrityError, psycopg.DataError, psycopg.ProgrammingError)

    def __init__(self, place: DatabaseServer) -> None:
        """Raises StoreError."""
        self._place = place
        self._parts = dialled(place.url)
        _DATABASE.dial(self._parts)
        use(_DATABASE)
        self.bell = Bell(None)
        self._listening = Listener(self._parts, self.bell)
        self._secret = b""
        self.require_ready()

    @property
    def opening(self) -> DatabaseServer:
        return self._place

    def heard(self) -> Bell:
        self._listening.begin()
        return self.bell

    def close(self) -> None:
        self._listening.close()
        if not _DATABASE.is_closed():
            _DATABASE.close()
        _DATABASE.close_idle()
        self.bell.close()

    def plain_errors(self) -> AbstractContextManager[None]:
        return plain_errors()

    def require_ready(self) -> None:
        require_answers()
        if not database.in_transaction():
            _DATABASE.forget_a_lost_connection()
            _DATABASE.connect(reuse_if_open=True)

    def require_writable(self) -> None:
        """The server says so itself."""

    @contextmanager
    def reading(self) -> Iterator[None]:
        try:
            with database.atomic(READ):
                yield
        finally:
            _DATABASE.let_go()

    @contextmanager
    def writing(self, *, rings: bool) -> Iterator[None]:
        try:
            with database.atomic(WRITE):
                yield
                if rings:
                    self.run(f"SELECT pg_notify('{CHANNEL}', ?)", self._listening.name)
        finally:
            _DATABASE.let_go()

    def require_turn(self, patience: float) -> None:
        try:
            with database.atomic(impatient(patience)):
                pass
        finally:
            _DATABASE.let_go()

    def rehearse(self, undone: Callable[[AbstractContextManager[Any]], _Made]) -> _Made:
        try:
            return undone(database.atomic(REHEARSE))
        except LookedTooEarlyError:
            return undone(database.atomic(WRITE))
        finally:
            _DATABASE.let_go()

    def fault(self) -> Said | None:
        (answer,) = self.run(
            "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool"
        ).fetchone()
        return SERVER_READ_ONLY if answer else None

    def is_full(self) -> bool:
        return False  # its disk is another machine's

    def migrate(self) -> list[str]:
        self.require_ready()
        self._require_fit()
        with alone_with_the_schema(self._parts):
            if aftermath.is_due():
                aftermath.end_of_the_tool(self.run)
            taken = migrations.upgrade(database, _STEPS)
            if aftermath.is_due():
                with self.writing(rings=True):
                    aftermath.make_ready(self.run)
            return taken

    def _require_fit(self) -> None:
        encoding, version = self.run(
            "SELECT current_setting('server_encoding'), current_setting('server_version_num')::int"
        ).fetchone()
        if encoding != "UTF8" or version < _OLDEST:
            raise StoreError(
                said(
                    "The database must be of PostgreSQL 14 or newer, and in UTF8: make one with "
                    "createdb --encoding UTF8 --template template0."
                )
            )

    def require_current_schema(self) -> None:
        self.require_ready()
        if aftermath.is_due():
            raise StoreError(migrations.BEHIND)
        migrations.require_known(database, _STEPS)

    def turn(self) -> SessionTurn:
        return SessionTurn(self._parts)

    @contextmanager
    def import_alone(self) -> Iterator[None]:
        with connect(self._parts) as alone:
            taken = alone.execute(f"SELECT pg_try_advisory_lock({IMPORTS})").fetchone()
            if not (taken and taken[0]):
                raise ImportAtWork
            try:
                yield
            finally:  # the server ends a session only some time after its line was closed
                with suppress(psycopg.Error):
                    alone.execute(f"SELECT pg_advisory_unlock({IMPORTS})")

    def secret(self, *, or_passing: bool) -> bytes:
        """That of the environment or of this node's file, once it is known to be everybody's."""
        if not self._secret:
            found, is_passing = secret_of(self._place, or_passing=or_passing)
            if not is_passing and not database.in_transaction():
                self._require_the_same(found)
            self._secret = found
        return self._secret

    def _require_the_same(self, secret: bytes) -> None:
        mark = known_by(secret)
        with self.plain_errors():
            self.require_ready()
            asked = "SELECT value FROM setting WHERE name = ?"
            row = self.run(asked, SECRET_CHECK).fetchone()
            if row is None:
                self.run(
                    _KEEP.replace("UPDATE SET value = excluded.value", "NOTHING"),
                    SECRET_CHECK,
                    mark,
                )
                row = self.run(asked, SECRET_CHECK).fetchone()
        if row[0] != mark:
            raise StoreError(
                said(
                    "This process has a different secret from the other nodes. Give every "
                    "node the same one, "
                    "in STATUSPAGE_SECRET or STATUSPAGE_SECRET_FILE."
                )
            )

    def keep_beats(self, beats: Sequence[Beat]) -> None:
        """By how long ago it was: each machine has a clock of its own."""
        now = clock.elapsed()
        ages = [
            [one.name, one.every, now - one.begun, now - one.ended, _age(now, one.succeeded)]
            for one in beats
        ]
        with self.plain_errors():
            self.require_ready()
            self.run(_KEEP, _BEATS, json.dumps({"at": self._clock(), "ages": ages}))

    def beats(self) -> list[Beat]:
        with self.plain_errors():
            self.require_ready()
            row = self.run("SELECT value FROM setting WHERE name = ?", _BEATS).fetchone()
            if row is None:
                return []
            told = json.loads(row[0])
            then = clock.elapsed() - (self._clock() - told["at"])
        return [
            Beat(name, every, then - begun, then - ended, _age(then, succeeded))
            for name, every, begun, ended, succeeded in told["ages"]
        ]

    def _clock(self) -> float:
        asked = self.run("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
        return float(asked[0])

    def empty_the_log(self) -> None:
        """Free the room of what was erased, for other rows to overwrite."""
        self.require_ready()
        _connection().execute(f"VACUUM {_WORDS}")

    def json_text(self, column: Any, name: str) -> Any:
        return fn.json_extract_path_text(column.cast("json"), name)

    def run(self, statement: str, *given: object) -> Any:
        asked = translated(statement)
        connection: Any = database
        return connection.execute_sql(asked, named(asked, given))

    def run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        _DATABASE.before_writing()
        with _connection().cursor() as cursor:
            cursor.executemany(translated(statement), rows)

    def number_on(self) -> None:
        number_on(_connection())


def _connection() -> psycopg.Connection[Any]:
    """That of this thread."""
    held: Any = _DATABASE
    found: psycopg.Connection[Any] = held.connection()
    return found


def _age(now: float, then: float | None) -> float | None:
    """How long before an instant it was; None where nobody knows."""
    return None if then is None else now - then
