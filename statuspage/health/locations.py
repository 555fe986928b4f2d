"""Whether the other places from which probes are checked say anything."""

from __future__ import annotations

from statuspage import clock
from statuspage.figures.silent import SilentLocation, silent_locations
from statuspage.health.health import Condition, Health
from statuspage.said import Said, joined, said
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.settings import current_settings


def locations() -> Health:
    """Raises StoreError."""
    with db.snapshot():
        settings = current_settings()
        found = silent_locations(LIBRARY, settings, clock.now())
    figures = {"locations_silent": float(len(found))}
    if found:
        mend = said("Check that the prober is running there, and look at its log.")
        text = joined([*map(_told, found), mend], " ")
        since = min((one.since for one in found if one.since is not None), default=None)
        return Health("locations", Condition.LATE, text, since, figures)
    if not settings.elsewhere:
        text = said("Nothing is checked from other places.")
        return Health("locations", Condition.OK, text, figures=figures)
    text = said("Results come from: {places}.", places=[*settings.elsewhere])
    return Health("locations", Condition.OK, text, figures=figures)


def _told(one: SilentLocation) -> Said:
    if one.since is None:
        return said(
            "No word from {location} yet about: {probes}.",
            location=one.location,
            probes=one.probes,
        )
    return said(
        "No word from {location} since {time:%Y-%m-%d %H:%M UTC} about: {probes}.",
        location=one.location,
        time=one.since,
        probes=one.probes,
    )
