"""The place of the worker: a lock that a session of its own holds, and that ends with it."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Event, Thread
from typing import Any

import psycopg

from statuspage.errors import StoreError
from statuspage.store.postgresql.connecting import WORKER, connect

_BEAT = 1.0  # seconds between two looks at whether the session still lives
_HOLDER = """
SELECT coalesce(max(a.application_name), 'unknown')
FROM pg_locks l JOIN pg_stat_activity a USING (pid)
WHERE l.locktype = 'advisory' AND l.database = a.datid AND a.datname = current_database()
AND l.classid = 0 AND l.objid = %s AND l.objsubid = 1 AND l.granted
"""


class SessionTurn:
    """The server frees the place when the connection ends, at the latest some seconds after."""

    def __init__(self, parts: Mapping[str, Any]) -> None:
        self._parts = parts
        self._connection: psycopg.Connection[Any] | None = None
        self._is_lost = Event()  # or never had
        self._is_lost.set()
        self._is_given_up = Event()

    def take(self) -> str:
        """Take the place if it is free; why it is not ours, or "", for the log."""
        try:
            if self._connection is None or self._connection.closed:
                self._connection = connect(self._parts)
            connection = self._connection
            taken = connection.execute(f"SELECT pg_try_advisory_lock({WORKER})").fetchone()
            if not (taken and taken[0]):
                holder = connection.execute(_HOLDER, (WORKER,)).fetchone()
                return f"another worker ({holder[0] if holder else 'unknown'}) is at work here"
        except (psycopg.Error, StoreError) as error:
            return str(error)
        self._is_lost, self._is_given_up = Event(), Event()
        Thread(target=self._watch, args=(connection,), name="turn", daemon=True).start()
        return ""

    def is_held(self) -> bool:
        """Whether the session that holds the place still lives, as of the last second."""
        return not self._is_lost.is_set()

    def give_up(self) -> None:
        """Let another one have it."""
        self._is_given_up.set()
        self._is_lost.set()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _watch(self, connection: psycopg.Connection[Any]) -> None:
        while not self._is_given_up.wait(_BEAT):
            try:
                connection.execute("SELECT 1")
            except psycopg.Error:
                self._is_lost.set()
                connection.close()
                return
