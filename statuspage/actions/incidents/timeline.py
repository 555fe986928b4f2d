"""What all actions on incidents and maintenances share: add a word, derive what follows from it.

Everything here runs inside the transaction of the action that calls it. An incident is loaded once
and carried in memory; each `with_...` writes a change and returns the incident that it makes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from statuspage import clock
from statuspage.actions import journal, late
from statuspage.actions.given import Actor
from statuspage.actions.record import note
from statuspage.domain.incidents import derived, impact
from statuspage.domain.incidents.incident import Change, Incident, Update
from statuspage.domain.incidents.postmortem import Sections
from statuspage.domain.library.about import each_component
from statuspage.domain.library.topics import (
    FIRST_INCIDENT,
    NEW_INCIDENT,
    first_topic,
    shifted,
    through,
)
from statuspage.domain.promises.late import LateKind
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import ComponentState, Kind, Status, worst
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Wordings
from statuspage.said import Said
from statuspage.store import db, keys
from statuspage.store.incidents import incidents
from statuspage.store.published import components

_DERIVED = ("status", "resolved_at", "next_due", "updated_at")
_KINDS = {
    Kind.INCIDENT: (LateKind.INCIDENT_POSTED, LateKind.INCIDENT_CHANGED),
    Kind.MAINTENANCE: (LateKind.MAINTENANCE_POSTED, LateKind.MAINTENANCE_CHANGED),
}
_TOPICS = {Kind.INCIDENT: "incidents", Kind.MAINTENANCE: "maintenance"}


@dataclass(frozen=True)
class CleanUpdate:
    """An update whose text was checked and rendered, outside the write lock."""

    status: Status
    body: str
    html: str
    at: datetime
    entered_at: datetime
    updated_at: datetime
    author: str
    next_due: datetime | None = None
    said: Said | None = None
    is_imported: bool = False
    is_page_only: bool = False
    sections: Sections | None = None
    withdrawn_at: datetime | None = None  # before it came here
    wordings: Wordings = NOT_TRANSLATED


def begin(
    kind: Kind, title: str, status: Status, at: datetime, values: Mapping[str, Any]
) -> Incident:
    """A new incident or maintenance without words yet."""
    key = keys.new_key()
    absent = {"owner": "", "origin": "", "origin_id": "", "impact_is_stated": False}
    times = {"started_at": at, "entered_at": at, "updated_at": at}
    incidents.insert(
        {"key": key, "kind": kind, "title": title, "status": status, **absent, **times, **values}
    )
    return incidents.by_key(key)


def with_word(incident: Incident, word: CleanUpdate, changes: Iterable[Change]) -> Incident:
    """Append one update."""
    ordered = _in_order(tuple(changes))
    update = Update(key=keys.new_key(), **vars(word), keeps_status=False, changes=ordered)
    incidents.insert_update(incident.number, update)
    updates = sorted((update, *incident.updates), key=lambda one: one.at, reverse=True)
    touched, declared = derived.spoken_of(updates)
    return replace(incident, updates=tuple(updates), components=touched, declared=declared)


def _in_order(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """In the order of the components; most words change one state or none, and ask nothing."""
    if len(changes) < 2:
        return changes
    places = {component.id: place for place, component in enumerate(components.known())}
    return tuple(sorted(changes, key=lambda change: places[change.component]))


def with_values(incident: Incident, values: Mapping[str, Any]) -> Incident:
    """Change what stands above the updates; `values` are columns."""
    if values:
        incidents.change(incident.number, dict(values))
    names = {one.name for one in fields(Incident)}
    return replace(incident, **{name: value for name, value in values.items() if name in names})


def changes(
    incident: Incident,
    status: Status,
    declared: Mapping[str, ComponentState],
    names: Mapping[str, str],
) -> list[Change]:
    """Each named component's state on the page before and after a word, all incidents together."""
    others: dict[str, list[ComponentState]] = {}
    for other in incidents.open_on(declared) if declared else ():
        if other.key != incident.key and other.is_active:
            for component, state in other.declared.items():
                others.setdefault(component, []).append(state)
    mine = incident.declared if incident.is_active else {}
    is_active = status.is_open and status is not Status.SCHEDULED
    found = []
    for component, state in declared.items():
        rest = others.get(component, [])
        old = worst([*rest, mine.get(component, ComponentState.OPERATIONAL)])
        new = worst([*rest, state]) if is_active else worst(rest)
        found.append(Change(component, names[component], state, old, new))
    return found


def finish(
    incident: Incident, before: Incident | None, actor: Actor, now: datetime, reason: str = ""
) -> Incident:
    """Derive what follows from the words, enter in the record what is new, raise the topics.

    `before` is the incident as the transaction found it; what is the same in both is not touched.
    """
    incident = replace(incident, **derived.standing(incident.updates, incident.edited_at))
    incidents.change(incident.number, {name: getattr(incident, name) for name in _DERIVED})
    incidents.replace_runs(incident.number, impact.runs(incident))
    known = set() if before is None else set(before.updates)
    fresh = [update for update in incident.updates[::-1] if update not in known]
    words = [UPDATE.statement(update, incident=incident.key) for update in fresh]
    note([INCIDENT.statement(incident), *words], now, reason, actor=actor)
    touched = [component for component, _ in incident.components]
    times = incident.started_at, incident.updated_at
    journal.enter(incident.kind, incident.key, *times, touched, now)
    placed = min((update.published_at for update in fresh), default=now)
    if placed < now:
        db.raise_topics(*shifted(placed, now))
    raise_topics(incident, before)
    _mark(incident, before, now)
    return incident


def _mark(incident: Incident, before: Incident | None, now: datetime) -> None:
    """What figures were published of its time are to be looked at again."""
    told = [incident] if before is None else [incident, before]
    posted, changed = _KINDS[incident.kind]
    late.mark(
        posted if before is None else changed,
        _about(told, now),
        now,
        components={component for one in told for component, _ in one.components},
        subject=incident.key,
    )


def _about(told: Iterable[Incident], now: datetime) -> Span:
    """All the time that an incident speaks of, as it was and as it is."""
    runs = [run for one in told for run in impact.runs(one)]
    times = [one.started_at for one in told]
    times += [update.at for one in told for update in one.updates]
    times += [run.start for run in runs] + [run.end or now for run in runs]
    times += [at for one in told for at in (one.scheduled_for, one.scheduled_until) if at]
    return Span(min(times), max(times))


def raise_topics(incident: Incident, before: Incident | None = None) -> None:
    """Have every page made again that shows it, as it is or as it was before."""
    told = [incident] if before is None else [incident, before]  # an edit may let a component go
    touched = sorted({component for one in told for component, _ in one.components})
    now = clock.now()
    about = _about(told, now)
    end = max(about.end, now) if any(one.is_open for one in told) else about.end
    topics = [_TOPICS[incident.kind], *each_component(touched)]
    db.raise_topics(
        f"incident:{incident.key}",
        *(name for topic in topics for name in through(topic, about.start, end)),
        *_beginnings(about.start, touched),
        *([] if before is not None else [NEW_INCIDENT]),
    )


def _beginnings(start: datetime, touched: Collection[str]) -> Iterator[str]:
    """What began with it: the history, and what is told of each component."""
    first = incidents.first_started()
    if first is None or start <= first:
        yield FIRST_INCIDENT
    known = components.first_told(touched)
    for component in touched:
        if component not in known or start <= known[component]:
            yield first_topic(f"component:{component}")
