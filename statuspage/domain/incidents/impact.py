"""From an incident's updates to what it did: runs of declared states per component, and its impact.

The impact window is what staff state; else it runs from the first post to the resolved post
(numbers.md, "Availability from incidents").
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from statuspage.domain.incidents.headline import blend
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.vocabulary.spans import ImpactRun
from statuspage.domain.vocabulary.states import CLOSED, ComponentState, Impact, Kind, Status


def runs(incident: Incident) -> list[ImpactRun]:
    """What an incident declares of each component over time; `end` is None while it goes on.

    Before a component's first declared state the first one holds. A false alarm and a cancelled
    maintenance had no impact; a maintenance that has not begun has none yet.
    """
    start = _start(incident)
    if incident.is_struck or start is None:
        return []
    end = incident.impact_until or incident.resolved_at
    found: list[ImpactRun] = []
    for component, _ in incident.components:
        declared = _declared(incident, component)
        found += _fold(incident, component, declared, start, end)
    return found


def _start(incident: Incident) -> datetime | None:
    if incident.impact_from is not None:
        return incident.impact_from
    if incident.kind is Kind.MAINTENANCE:
        begun = (u.at for u in reversed(incident.updates) if u.status is not Status.SCHEDULED)
        return next(begun, None)
    return incident.started_at


def _declared(incident: Incident, component: str) -> list[tuple[datetime, ComponentState]]:
    """The states one incident declares of one component, oldest first.

    What the closing update says is left out: the end of the impact window says it already.
    """
    speaking = incident.updates if incident.is_open else _before_closing(incident)
    return [
        (update.at, change.declared)
        for update in reversed(speaking)
        for change in update.changes
        if change.component == component
    ]


def _before_closing(incident: Incident) -> tuple[Update, ...]:
    """The updates before the last one that closed it; all of them when it was entered closed."""
    closings = (n for n, update in enumerate(incident.updates) if update.status in CLOSED)
    newest = min(closings, default=0)
    while newest + 1 < len(incident.updates) and incident.updates[newest + 1].status in CLOSED:
        newest += 1
    return incident.updates[newest + 1 :] or incident.updates


def _fold(
    incident: Incident,
    component: str,
    declared: list[tuple[datetime, ComponentState]],
    start: datetime,
    end: datetime | None,
) -> list[ImpactRun]:
    """Turn changes into runs inside the window; the good stretches between are left out."""
    found: list[ImpactRun] = []
    for place, (at, state) in enumerate(declared):
        following = declared[place + 1][0] if place + 1 < len(declared) else None
        begin = start if place == 0 else max(at, start)
        stop = following if end is None else min(following or end, end)
        if state is ComponentState.OPERATIONAL or (stop is not None and stop < begin):
            continue
        if stop == begin and begin != end:
            continue  # replaced within the same second; a zero-length incident itself is kept
        found.append(ImpactRun(component, state, begin, stop, incident.key, incident.title))
    return found


def impact_of(kind: Kind, states: Iterable[ComponentState]) -> Impact:
    """The impact of an entry: maintenance, or the blend over its own components at their worst."""
    return Impact.MAINTENANCE if kind is Kind.MAINTENANCE else blend(list(states)).indicator
