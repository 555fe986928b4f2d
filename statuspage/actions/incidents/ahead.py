"""Words posted while our clock was ahead: once it is right again, they make room for later ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from statuspage.actions.given import Actor
from statuspage.actions.incidents.restating import follow, moved
from statuspage.actions.incidents.timeline import finish
from statuspage.domain.desk.audit import Via
from statuspage.domain.incidents.incident import Incident
from statuspage.said import said
from statuspage.store.incidents import edits, incidents

AHEAD = timedelta(seconds=60)
"""A word that stands less far ahead of the clock is only followed: clocks differ by that much."""

_CLOCK = Actor("clock", via=Via.ITSELF)


def in_time(incident: Incident, now: datetime) -> Incident:
    """The incident without a word at a time to come, which would bar every later one.

    Such words keep their order and move to the present, by an edit that readers can see. Runs in
    the transaction of the action that calls it.
    """
    early = [update for update in incident.updates if update.at > now + AHEAD]
    if not early:
        return incident
    for update in early:
        columns = {"at": now, "first_at": update.published_at}
        edits.change_update(update.key, {**columns, "updated_at": moved(now, update.updated_at)})
    _bring_back_impact(incident, now)
    mended = incidents.by_key(incident.key)
    follow(mended, mended.updates[::-1], now)
    reason = said("update.clock_was_ahead").key
    return finish(incidents.by_key(incident.key), incident, _CLOCK, now, reason)


def _bring_back_impact(incident: Incident, now: datetime) -> None:
    """Times of the impact that are still to come were read from the same clock."""
    stated = {"impact_from": incident.impact_from, "impact_until": incident.impact_until}
    to_come = {name: now for name, instant in stated.items() if instant and instant > now}
    if to_come:
        edited_at = moved(now, incident.edited_at or incident.entered_at)
        incidents.change(incident.number, {**to_come, "edited_at": edited_at})
