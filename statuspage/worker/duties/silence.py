"""Heartbeats that do not come."""

from __future__ import annotations

from datetime import timedelta

from statuspage import clock
from statuspage.actions.measurements.heartbeats import record_silence
from statuspage.store import db
from statuspage.store.measured import heartbeats
from statuspage.store.measured.heartbeats import Heard
from statuspage.store.settings import current_settings

_DEAF_AFTER = timedelta(minutes=2)
"""A longer break means that calls may not have reached us; in a shorter one they are sent again."""

_NOTE_EVERY = timedelta(seconds=10)


class Listening:
    """A job that should have called in is down, unless it was we who could not hear.

    Since when we hear is noted in the store, so that a restart makes no late job punctual.
    """

    def __init__(self) -> None:
        self._heard: Heard | None = None
        self._noted_at = clock.now() - 2 * _NOTE_EVERY

    def notice(self) -> None:
        """Record a failure for each job that is late. Raises StoreError."""
        with db.snapshot():
            settings = current_settings()
            if not any(probe.type == "heartbeat" for probe in settings.probes):
                return
            before = self._heard or heartbeats.heard()
        now = clock.now()
        hears_on = before is not None and timedelta(0) <= now - before.at <= _DEAF_AFTER
        since = before.since if before is not None and hears_on else now
        record_silence(settings, since)
        self._heard = Heard(since, now)
        if not timedelta(0) <= now - self._noted_at < _NOTE_EVERY:
            with db.transaction():
                heartbeats.note(self._heard)
            self._noted_at = now
