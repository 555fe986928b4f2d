"""Planned work, announced at noon for the day after."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.maintenance.planned import (
    schedule_maintenance,
    step_maintenances,
)
from statuspage.config import Steps
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.site.measured.components import declared_state
from statuspage.store import db
from statuspage.store.incidents import incidents

ADA = Actor("ada")
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

BY_HAND = Steps(remind=None, begin=False, verify=None, complete=False)


def scheduled(
    start: datetime = NOON + 24 * HOUR,
    end: datetime = NOON + 26 * HOUR,
    steps: Steps = Steps(remind=None),  # noqa: B008 it is frozen
) -> Incident:
    with clock.standing_at(NOON):
        return schedule_maintenance(
            "Upgrade", "Writes pause.", start, end, ["api"], ADA, steps=steps
        )


def said(key: str) -> list[tuple[Status, datetime]]:
    """Each word with its time, the oldest first."""
    with db.snapshot():
        return [(update.status, update.at) for update in reversed(incidents.by_key(key).updates)]


def newest(key: str) -> Update:
    with db.snapshot():
        return incidents.by_key(key).updates[0]


def reminds_of(key: str) -> timedelta:
    """How long before its start the newest word of planned work reminds of it."""
    reminder = newest(key).said
    assert reminder is not None
    assert reminder.key == "maintenance.reminder"
    rest: timedelta = reminder.params["rest"]
    return rest


def stepped(instant: datetime) -> list[Status]:
    with clock.standing_at(instant):
        return [moved.status for moved in step_maintenances()]


def api_state() -> ComponentState:
    with db.snapshot():
        return declared_state("api", incidents.open_ones())
