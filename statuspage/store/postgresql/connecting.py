"""Connections to a server: one for each thread, and some of a process that listen or hold a lock.

Each says how long it may wait, so that a server that vanished is noticed in seconds on both sides.
"""

from __future__ import annotations

import os
import re
import socket
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import psycopg
from peewee import PostgresqlDatabase, Psycopg3Adapter
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import ConnectionTimeout
from psycopg.pq import TransactionStatus
from psycopg.types.json import Json, Jsonb
from psycopg.types.string import StrDumperUnknown

from statuspage import clock
from statuspage.errors import StoreError
from statuspage.said import said
from statuspage.store.postgresql.errors import unreachable
from statuspage.store.postgresql.patience import PatientConnection

WRITERS, WORKER, IMPORTS, SCHEMA = range(0x57A7_0001, 0x57A7_0005)
"""The advisory locks of this program in its database."""

READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
REHEARSE = "BEGIN ISOLATION LEVEL REPEATABLE READ"
# The lock comes first: each statement after it sees all that was committed under it.
WRITE = f"BEGIN; SELECT pg_advisory_xact_lock({WRITERS})"


def impatient(patience: float) -> str:
    """As WRITE, waiting no longer than some seconds."""
    wait = f"SET LOCAL lock_timeout = '{patience * 1000:.0f}ms'"
    return f"BEGIN; {wait}; SELECT pg_advisory_xact_lock({WRITERS})"


_DEFAULTS: Mapping[str, object] = {
    "connect_timeout": 5,  # seconds
    "keepalives_idle": 3,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 6000,  # ms
}
# The same from the server's side: locks of a machine that vanished are free again in seconds.
_SESSION = """
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET synchronous_commit = on;
SET lock_timeout = '15s';
SET idle_in_transaction_session_timeout = '5min';
SET tcp_keepalives_idle = 3;
SET tcp_keepalives_interval = 2;
SET tcp_keepalives_count = 2;
SET tcp_user_timeout = 6000
"""
_WRITES = ("INSERT", "UPDATE", "DELETE")
_MOST_IDLE = 8
_REST = 1.0  # seconds for which a server that could not be reached is not asked again
_GAP = re.compile(r"\?(\d+)?")


class _WholeNumber(Loader):
    """What PostgreSQL sums up of integers is a `numeric`."""

    def load(self, data: Any) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text or "N" in text else int(text)


class _CleanText(StrDumperUnknown):
    """A text without U+0000, which PostgreSQL does not take; what is published never has it."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", "\ufffd") if "\0" in obj else obj)


def dialled(url: str) -> dict[str, Any]:
    """The parts of an address, with our patience. Raises StoreError."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:  # its words may hold the password
        parts = {}
    if not parts.get("dbname"):
        raise StoreError(
            said(
                "The address of the database cannot be read. Write "
                '"postgresql://USER@HOST/DATABASE", with %-codes for special characters.'
            )
        )
    name = f"statuspage {socket.gethostname()} {os.getpid()}"
    return {**_DEFAULTS, "application_name": name, **parts}


def connect(parts: Mapping[str, Any]) -> psycopg.Connection[Any]:
    """A connection of its own, without transactions. Raises StoreError."""
    try:
        connection = PatientConnection.connect(**parts, autocommit=True)
        connection.parts = parts
        try:
            connection.execute(_SESSION)
        except BaseException:
            connection.close()
            raise
    except psycopg.Error as error:
        raise unreachable(error) from error
    connection.adapters.register_loader("numeric", _WholeNumber)
    connection.adapters.register_dumper(str, _CleanText)
    return connection


@contextmanager
def alone_with_the_schema(parts: Mapping[str, Any]) -> Iterator[None]:
    """Inside, no other process takes steps of the schema, or restores. Raises StoreError."""
    with connect(parts) as alone:
        alone.execute(f"SET lock_timeout = 0; SELECT pg_advisory_lock({SCHEMA})")
        yield


class _Adapter(Psycopg3Adapter):
    """peewee's, for when it has not imported the driver itself: see `store/__init__.py`."""

    txn_idle = TransactionStatus.IDLE
    txn_inerror = TransactionStatus.INERROR
    txn_unknown = TransactionStatus.UNKNOWN

    def __init__(self) -> None:
        super().__init__()
        self.json_type, self.jsonb_type = Json, Jsonb

    def get_binary_type(self) -> Any:
        return psycopg.Binary


class ServerDatabase(PostgresqlDatabase):
    """peewee's, on our connections; it knows how each of our transactions begins.

    A thread has a connection while it is in a transaction; after it others may have it, so that
    there are as many as ask at once.
    """

    _state: Any  # of this thread
    psycopg2_adapter = psycopg3_adapter = _Adapter

    def __init__(self) -> None:
        super().__init__(None)
        self._refused: StoreError | None = None
        self._refused_until = 0.0
        self._idle: deque[psycopg.Connection[Any]] = deque()

    def dial(self, parts: Mapping[str, Any]) -> None:
        """Connect with these parts from now on."""
        self._refused = None
        self.init(parts["dbname"])
        self.connect_params = dict(parts)

    def _connect(self) -> psycopg.Connection[Any]:
        """peewee lets one thread at a time do this."""
        while self._idle:
            if not (idle := self._idle.pop()).closed:
                return idle
        if self._refused is not None and clock.elapsed() < self._refused_until:
            raise StoreError(self._refused.said)
        try:
            made = connect(self.connect_params)
        except StoreError as error:
            self._refused, self._refused_until = error, clock.elapsed() + _REST
            raise
        self._refused = None
        return made

    def _close(self, conn: psycopg.Connection[Any]) -> None:
        is_good = not conn.closed and conn.info.transaction_status == TransactionStatus.IDLE
        if is_good and len(self._idle) < _MOST_IDLE:
            self._idle.append(conn)
        else:
            conn.close()

    def let_go(self) -> None:
        """Let others have the connection of this thread, unless it holds it for longer."""
        if not (self.in_transaction() or self.is_closed() or self.is_held()):
            self.close()

    def is_held(self) -> bool:
        return bool(getattr(self._state, "is_held", False))

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Keep one connection for several transactions, with what is temporary in it."""
        self._state.is_held = True
        try:
            yield
        finally:
            self._state.is_held = False
            self.let_go()

    def close_idle(self) -> None:
        """Close the connections that nobody has at the moment."""
        while self._idle:
            self._idle.pop().close()

    def forget_a_lost_connection(self) -> None:
        """Close that of this thread if it is known to be of no use any more."""
        if not self.is_closed() and self._state.conn.closed:
            self.close()

    def begin(self, isolation_level: str | None = None) -> None:
        """Begin as READ, REHEARSE or WRITE say; what the server ended meanwhile is made anew."""
        try:
            self._begin(isolation_level or WRITE)
        except psycopg.OperationalError as error:
            is_hung = isinstance(error, ConnectionTimeout)
            if is_hung or self.is_held() or not self._state.conn.closed:
                raise
            self.close()
            self.close_idle()  # they are of the same server as it was
            self.connect()
            self._begin(isolation_level or WRITE)

    def _begin(self, statement: str) -> None:
        self._state.is_rehearsed = statement is REHEARSE
        try:
            self._state.conn.execute(statement)
        except psycopg.Error:
            if not self._state.conn.closed:
                self._state.conn.rollback()  # BEGIN was done, and the lock not had
            raise

    def _execute_cursor(self, sql: str, params: Any, **options: Any) -> Any:
        if sql.lstrip()[:6] in _WRITES:
            self.before_writing()
        base: Any = super()
        return base._execute_cursor(sql, params, **options)

    def before_writing(self) -> None:
        """Take the lock of writers where a rehearsal writes first. Raises LookedTooEarlyError."""
        if not getattr(self._state, "is_rehearsed", False):
            return
        self._state.is_rehearsed = False
        ask = self._state.conn.execute
        ask(f"SELECT pg_advisory_xact_lock({WRITERS})")
        (is_newest,) = ask(
            "SELECT pg_current_xact_id() = pg_snapshot_xmax(pg_current_snapshot())"
        ).fetchone()
        if not is_newest:
            raise LookedTooEarlyError


class LookedTooEarlyError(Exception):
    """Somebody may have written after the snapshot that a rehearsal had read from."""


@lru_cache(maxsize=512)
def translated(statement: str) -> str:
    """A statement with `?` for each value, or `?1` for the first, as psycopg takes it."""
    return _GAP.sub(lambda gap: f"%(p{gap[1]})s" if gap[1] else "%s", statement.replace("%", "%%"))


def named(statement: str, given: tuple[object, ...]) -> Any:
    """The values as the gaps of a translated statement call them."""
    if "%(p1)s" in statement:
        return {f"p{place}": value for place, value in enumerate(given, 1)}
    return given
