"""What all actions on incidents and maintenances share: add a word, derive what follows from it.

Everything here runs inside the transaction of the action that calls it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from statuspage.actions.given import Actor
from statuspage.actions.record import note
from statuspage.domain.incidents import derived, impact
from statuspage.domain.incidents.incident import Change, Incident
from statuspage.domain.record.kinds.incident import of_incident
from statuspage.domain.vocabulary.states import ComponentState, Kind, Status, worst
from statuspage.store import db, forms, incidents, keys, publications

_TOPICS = {Kind.INCIDENT: "incidents", Kind.MAINTENANCE: "maintenance"}


@dataclass(frozen=True)
class CleanWord:
    """An update whose text was checked and rendered, outside the write lock."""

    status: Status
    body: str
    html: str
    at: datetime
    entered_at: datetime
    updated_at: datetime
    author: str
    next_due: datetime | None = None


def already_done(actor: Actor) -> Incident | None:
    """What this submission led to when it came before, or None."""
    if actor.submission and (key := forms.answer_to(actor.submission)):
        return incidents.by_key(key)
    return None


def begin(kind: Kind, title: str, status: Status, at: datetime, values: Mapping[str, Any]) -> str:
    """A new incident or maintenance without words yet; returns its key."""
    key = keys.new_key()
    absent = {"owner": "", "origin": "", "origin_id": "", "impact_is_stated": False}
    times = {"started_at": at, "entered_at": at, "updated_at": at}
    incidents.insert(
        {"key": key, "kind": kind, "title": title, "status": status, **absent, **times, **values}
    )
    return key


def add_word(number: int, word: CleanWord, changes: Iterable[Change]) -> None:
    """Append one update."""
    values = {
        "key": keys.new_key(),
        "status": word.status,
        "body": word.body,
        "html": word.html,
        "at": word.at,
        "entered_at": word.entered_at,
        "updated_at": word.updated_at,
        "author": word.author,
        "next_due": word.next_due,
    }
    incidents.insert_update(number, values, changes)


def changes(
    incident: Incident,
    status: Status,
    declared: Mapping[str, ComponentState],
    names: Mapping[str, str],
) -> list[Change]:
    """Each named component's state on the page before and after a word, all incidents together."""
    others: dict[str, list[ComponentState]] = {}
    for other in incidents.open_ones():
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


def finish(key: str, actor: Actor, now: datetime, reason: str = "") -> Incident:
    """Derive what follows from the words, enter in the record what is new, raise the topics."""
    incident = incidents.by_key(key)
    newest = incident.updates[0]
    incidents.change(
        incident.number,
        {
            "status": newest.status,
            "resolved_at": derived.closed_at(incident.updates),
            "next_due": newest.next_due,
            "updated_at": derived.last_changed(incident.updates, incident.edited_at),
        },
    )
    incident = incidents.by_key(key)
    incidents.replace_runs(incident.number, impact.runs(incident))
    note(of_incident(incident), now, reason, actor=actor)
    touched = [component for component, _ in incident.components]
    publications.put(incident.kind, key, incident.started_at, incident.updated_at, touched)
    # The page of another entry that goes on shows the states that both declare together.
    sharing = [
        other.key
        for other in incidents.open_ones()
        if any(component in touched for component, _ in other.components)
    ]
    db.raise_topics(
        _TOPICS[incident.kind],
        *(f"incident:{one}" for one in {key, *sharing}),
        *(f"component:{name}" for name in touched),
    )
    if actor.submission:
        forms.remember(actor.submission, key, incident.updated_at)
    return incident
