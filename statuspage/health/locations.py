"""Whether the other places from which probes are checked say anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from statuspage import clock
from statuspage.config import Settings
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
        text = joined([*map(_told, found), *_mends(settings, found)], " ")
        since = min((one.since for one in found if one.since is not None), default=None)
        return Health("locations", Condition.LATE, text, since, figures)
    if not settings.elsewhere:
        text = said("Nothing is checked from other places.")
        return Health("locations", Condition.OK, text, figures=figures)
    text = said("Results come from: {places}.", places=[*settings.elsewhere])
    return Health("locations", Condition.OK, text, figures=figures)


def _mends(settings: Settings, found: Sequence[SilentLocation]) -> Iterator[Said]:
    """What to do about locations that settings name, and about those that they do not."""
    strange = [one.location for one in found if one.location not in settings.elsewhere]
    if len(strange) < len(found):
        yield said("Check that the prober is running there, and look at its log.")
    if strange:
        yield said(
            "No probe names {places} in its locations: what was pushed from there counts for the "
            "quorum for 7 days. Set quorum to say how many must report.",
            places=strange,
        )


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
