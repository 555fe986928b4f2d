"""Heartbeats that do not come."""

from __future__ import annotations

from datetime import timedelta

from statuspage import clock
from statuspage.actions.measurements.heartbeats import record_silence
from statuspage.config import Settings
from statuspage.store import db
from statuspage.store.settings import current_settings

_DEAF_AFTER = timedelta(seconds=10)
"""Turns further apart than this mean that calls may not have reached us meanwhile."""


class Listening:
    """A job that should have called in is down, unless it was we who could not hear."""

    def __init__(self) -> None:
        self._known: Settings | None = None
        self._since = self._heard_at = clock.now()

    def notice(self) -> None:
        """Record a failure for each job that is late. Raises StoreError."""
        with db.snapshot():
            settings = current_settings()
        now = clock.now()
        # A new rhythm counts from now on.
        if settings is not self._known or not timedelta(0) <= now - self._heard_at <= _DEAF_AFTER:
            self._known, self._since = settings, now
        record_silence(settings, self._since)
        self._heard_at = now
