"""What the forms propose by what we promise when things break: the next update, the root cause."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from statuspage.domain.incidents.impact import impact_of
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises.severities import (
    SLUG,
    PromisedTime,
    Severity,
    severities_in,
    time_of,
)
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import ComponentState, Kind
from statuspage.store.incidents import pledges
from statuspage.store.published import entries
from statuspage.store.settings import site


def severities() -> list[Severity]:
    """The severities that are public now. Call it, as the others, inside a snapshot."""
    found = entries.by_slugs(EntryKind.PAGE, [SLUG]).get(SLUG)
    is_there = found is not None and found.withdrawn_at is None
    return severities_in(found.details) if found is not None and is_there else []


def of_new(states: Iterable[ComponentState]) -> timedelta | None:
    """How soon a new incident owes its next update; of unknown severity, by the shortest time."""
    named, found = list(states), severities()
    if named:
        return time_of(found, impact_of(Kind.INCIDENT, named), PromisedTime.UPDATES)
    return min(
        (one.times[PromisedTime.UPDATES] for one in found if PromisedTime.UPDATES in one.times),
        default=None,
    )


def of_next(incident: Incident, last: timedelta | None) -> timedelta | None:
    """How soon an incident owes its next update; `last` is how soon it was promised before."""
    promised = None
    if incident.kind is Kind.INCIDENT:
        promised = time_of(severities(), incident.impact, PromisedTime.UPDATES)
    return min((one for one in (last, promised) if one is not None), default=None)


def root_cause_day(incident: Incident, now: datetime) -> str:
    """The day to be proposed for its root cause as a field has it; "" where none is owed."""
    length = time_of(severities(), incident.impact, PromisedTime.ROOT_CAUSE)
    if incident.kind is not Kind.INCIDENT or length is None or pledges.of_incident(incident.key):
        return ""
    return f"{(now + length).astimezone(site().zone):%Y-%m-%d}"
