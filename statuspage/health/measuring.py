"""Whether the checks that are set up say anything."""

from __future__ import annotations

from statuspage import clock
from statuspage.figures.unmeasured import unmeasured_since
from statuspage.health.health import Condition, Health
from statuspage.said import said
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.settings import current_settings


def measuring() -> Health:
    """Raises StoreError."""
    with db.snapshot():
        settings = current_settings()
        since = unmeasured_since(LIBRARY, settings, clock.now())
    if since is not None:
        text = said(
            "Nothing has been measured since {time:%Y-%m-%d %H:%M UTC}. Check that the worker is "
            "running, and look at its log.",
            time=since,
        )
        return Health("measuring", Condition.LATE, text, since)
    if not settings.probes:
        return Health("measuring", Condition.OK, said("No checks are set up."))
    return Health("measuring", Condition.OK, said("Checks are running."))
