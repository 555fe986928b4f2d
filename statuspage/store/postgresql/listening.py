"""Word of what other processes wrote: one connection of each process that serves listens for it.

It is a hint only. Whoever lost one looks at the store itself a second later.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from multiprocessing import Pipe
from multiprocessing.connection import wait
from threading import Event, Lock, Thread
from typing import Any

import psycopg

from statuspage.errors import StoreError
from statuspage.store.bell import Bell
from statuspage.store.postgresql.connecting import connect

CHANNEL = "statuspage"
_ASK_EVERY = 5.0  # seconds without any word after which the line is tried
_REST = 1.0  # seconds between two tries to connect


class Listener:
    """Rings the bell of this process when another one has written; it connects anew by itself."""

    def __init__(self, parts: Mapping[str, Any], bell: Bell) -> None:
        self.name = secrets.token_hex(8)
        """How this process signs what it tells others."""
        self._parts = parts
        self._bell = bell
        self._beginning = Lock()
        self._has_begun = Event()
        self._ended = Event()
        self._wake, self._woken = Pipe()
        self._thread: Thread | None = None

    def begin(self) -> None:
        """Listen from now on, if the server is there; a second call changes nothing."""
        with self._beginning:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="listening", daemon=True)
                self._thread.start()
        self._has_begun.wait()

    def close(self) -> None:
        """Listen no more."""
        self._ended.set()
        self._wake.close()
        if self._thread is not None:
            self._thread.join()
        self._woken.close()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                with connect(self._parts) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    if self._has_begun.is_set():
                        self._bell.ring()  # what was told while nobody listened
                    self._has_begun.set()
                    self._hear(connection)
            except (psycopg.Error, StoreError):
                self._has_begun.set()
                self._ended.wait(_REST)

    def _hear(self, connection: psycopg.Connection[Any]) -> None:
        while not self._ended.is_set():
            if not wait([connection.fileno(), self._woken], _ASK_EVERY):
                connection.execute("SELECT 1")
            told = [word.payload for word in connection.notifies(timeout=0)]
            if any(payload != self.name for payload in told):
                self._bell.ring()
