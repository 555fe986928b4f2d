"""Checks that look at much are made once a second at most, however often anybody asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.health.health import Health
from statuspage.store import db
from statuspage.store.published import topics

_FRESH = timedelta(seconds=1)


def remembered(check: Callable[[], Health]) -> Callable[[], Health]:
    """The same check; its answer holds for a second, unless something was published meanwhile."""
    kept: tuple[object, datetime, Health] | None = None

    def asked() -> Health:
        """Raises StoreError."""
        nonlocal kept
        with db.snapshot():
            seen = (db.opening(), topics.generation())
        now, known = clock.now(), kept
        if known is not None and known[0] == seen and timedelta(0) <= now - known[1] < _FRESH:
            return known[2]
        found = check()
        kept = (seen, now, found)
        return found

    return asked
