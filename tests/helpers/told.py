"""Facts to be told to a Library in memory: components, and incidents with few words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from statuspage.domain.incidents import derived
from statuspage.domain.incidents.incident import Change, Incident, Update
from statuspage.domain.record.kinds.component import COMPONENT
from statuspage.domain.record.kinds.incident import of_incident
from statuspage.domain.record.recorded import Statement
from statuspage.domain.vocabulary.site import Component
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status

Word = tuple[datetime, Status, ComponentState, datetime | None]
"""When it was said, how things stood, the state of the component, and the next word's time."""


def a_component(key: str, added_at: datetime) -> Statement:
    """A component without more words than its name."""
    return COMPONENT.statement(Component(key, key.upper(), "", None, added_at, None), place=0)


def bare(*words: tuple[datetime, Status], **given: Any) -> Incident:
    """An incident as a fact by itself: when each word was said, oldest first, and what it was."""
    updates = tuple(
        Update(
            key=str(place),
            status=status,
            body="Words.",
            html="Words.",
            at=at,
            entered_at=at,
            updated_at=at,
            author="",
            next_due=None,
            keeps_status=False,
        )
        for place, (at, status) in reversed(list(enumerate(words)))
    )
    started = words[0][0]
    facts: dict[str, Any] = {
        "number": 1,
        "key": "k",
        "kind": Kind.INCIDENT,
        "title": "Trouble",
        "status": updates[0].status,
        "impact": Impact.MAJOR,
        "owner": "",
        "started_at": started,
        "entered_at": started,
        "updated_at": updates[0].at,
        "resolved_at": derived.closed_at(updates),
        "next_due": None,
        "impact_from": None,
        "impact_until": None,
        "scheduled_for": None,
        "scheduled_until": None,
        "origin": "",
        "updates": updates,
        "components": (("api", "API"),),
        "declared": {},
    }
    return Incident(**facts | given)


def an_incident(key: str, component: str, words: Sequence[Word]) -> list[Statement]:
    """An incident of one component; its words are given oldest first."""
    updates = tuple(
        Update(
            key=f"{key}{place}",
            status=status,
            body="Words.",
            html="Words.",
            at=at,
            entered_at=at,
            updated_at=at,
            author="",
            next_due=due,
            keeps_status=False,
            changes=(Change(component, component.upper(), state, state, state),),
        )
        for place, (at, status, state, due) in reversed(list(enumerate(words)))
    )
    components, declared = derived.spoken_of(updates)
    started = words[0][0]
    return of_incident(
        Incident(
            number=int(key, 36),
            key=key,
            kind=Kind.INCIDENT,
            title=f"Trouble {key}",
            status=updates[0].status,
            impact=Impact.MAJOR,
            owner="",
            started_at=started,
            entered_at=started,
            updated_at=updates[0].at,
            resolved_at=derived.closed_at(updates),
            next_due=updates[0].next_due,
            impact_from=None,
            impact_until=None,
            scheduled_for=None,
            scheduled_until=None,
            origin="",
            updates=updates,
            components=components,
            declared=declared,
        )
    )
