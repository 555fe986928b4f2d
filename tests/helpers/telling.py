"""Incidents told by one member of staff, some minutes after one noon."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import ComponentState, Status

ADA = Actor("ada")
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
PARTIAL = ComponentState.PARTIAL_OUTAGE


def at(minutes: float) -> datetime:
    """So long after noon."""
    return NOON + timedelta(minutes=minutes)


def opened(
    minutes: float = 0, title: str = "API errors", body: str = "We are looking.", **word: Any
) -> Incident:
    """Open an incident; of the API, unless other components are given."""
    with clock.standing_at(at(minutes)):
        return open_incident(title, NewUpdate(body, **{"components": {"api": PARTIAL}} | word), ADA)


def posted(minutes: float, key: str, body: str = "More.", **word: Any) -> Incident:
    """Post an update to an incident."""
    with clock.standing_at(at(minutes)):
        return post_update(key, NewUpdate(body, **word), ADA)


def resolved(minutes: float, key: str, body: str = "It is over.", **word: Any) -> Incident:
    """Say that an incident is over."""
    return posted(minutes, key, body, status=Status.RESOLVED, **word)
