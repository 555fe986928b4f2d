"""Waiting for a server: as long as it takes while it answers anybody, and no longer.

A server that stands still takes connections and packets all the same, so that no limit of the
system's ends a wait for it; and a limit for each statement would end long work that is well.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from threading import Lock
from typing import Any

import psycopg
from psycopg.errors import ConnectionTimeout

from statuspage import clock

_SILENCE = 1.0  # seconds without a byte after which the server is asked whether it is there


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is closed when its server answers nobody any more."""

    parts: Mapping[str, Any] | None = None
    """How another one is made."""

    def wait(self, gen: Generator[Any, Any, Any], *given: Any, **options: Any) -> Any:
        """What the server answers. Raises psycopg.OperationalError when it answers nobody."""
        return super().wait(self._watched(gen), *given, **options)

    def _watched(self, steps: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        """The steps of an exchange; each tenth of a second they are told that nothing came."""
        try:
            wanted, heard = next(steps), clock.elapsed()
            while True:
                came = yield wanted
                if came:
                    heard = clock.elapsed()
                elif clock.elapsed() > heard + _SILENCE:
                    self._require_a_sign(heard)
                    heard = clock.elapsed()
                wanted = steps.send(came)
        except StopIteration as end:
            return end.value

    def _require_a_sign(self, heard: float) -> None:
        if self.parts is None:
            return
        try:
            _SIGNS.require(self.parts, heard)
        except ConnectionTimeout:
            self.close()  # what it may still answer, nobody waits for
            raise


class _Signs:
    """What a process last found out: of all that wait for one server, one asks at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen_at = self._missed_at = float("-inf")

    def require(self, parts: Mapping[str, Any], heard: float) -> None:
        """Raises ConnectionTimeout where nobody was answered since this one heard something."""
        with self._lock:
            if self._missed_at <= heard and self._seen_at <= heard:
                self._look(parts)
            if self._missed_at > max(heard, self._seen_at):
                raise ConnectionTimeout("no answer")

    def _look(self, parts: Mapping[str, Any]) -> None:
        try:
            psycopg.connect(**parts).close()
        except ConnectionTimeout:
            self._missed_at = clock.elapsed()
        except psycopg.Error:  # a refusal is an answer
            self._seen_at = clock.elapsed()
        else:
            self._seen_at = clock.elapsed()


_SIGNS = _Signs()
