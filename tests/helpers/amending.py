"""Editing what was published, some minutes after noon."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.incidents.amend import amend_incident, amend_update
from statuspage.domain.incidents.edit import heading_of, wording_of
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.published import record
from tests.helpers.telling import ADA, at

MAJOR = ComponentState.MAJOR_OUTAGE
GOOD = ComponentState.OPERATIONAL
WHY = "It was wrong"


def edited(
    minutes: int,
    incident: Incident,
    update: Update,
    *,
    seen: int | None = None,
    actor: Actor = ADA,
    **changes: object,
) -> Incident:
    wording = replace(wording_of(update), **changes)  # type: ignore[arg-type]
    with clock.standing_at(at(minutes)):
        return amend_update(incident.key, update.key, wording, WHY, actor, seen=seen)


def headed(minutes: int, incident: Incident, **changes: object) -> Incident:
    with db.snapshot():
        is_stated = incidents.impact_is_stated(incident.number)
    heading = replace(heading_of(incident, impact_is_stated=is_stated), **changes)  # type: ignore[arg-type]
    with clock.standing_at(at(minutes)):
        return amend_incident(incident.key, heading, WHY, ADA)


def texts(subject: str, name: str) -> list[str]:
    return [entry.text(name) for entry in record.history(subject)]


def shown(incident: Incident) -> list[tuple[ComponentState, ComponentState]]:
    """What each update says of the API, the oldest first."""
    changes = [change for update in reversed(incident.updates) for change in update.changes]
    return [(change.old, change.new) for change in changes if change.component == "api"]


def runs() -> list[tuple[ComponentState, datetime, datetime | None]]:
    with db.snapshot():
        found = incidents.runs_between(at(-600), at(600), ["api", "docs"])
    return [(run.state, run.start, run.end) for one in found.values() for run in one]
