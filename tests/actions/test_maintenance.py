"""Planned work: announced, begun and completed at its times, cancelled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, Word
from statuspage.actions.incidents import open_incident
from statuspage.actions.maintenance import (
    cancel_maintenance,
    schedule_maintenance,
    step_maintenances,
)
from statuspage.domain.incident import Incident
from statuspage.domain.states import ComponentState, Impact, Status
from statuspage.errors import Conflict, InvalidInput
from statuspage.site.components import declared_state
from statuspage.store import db, incidents

ADA = Actor("ada")
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("store")


def scheduled(start: datetime = NOON + 24 * HOUR, end: datetime = NOON + 26 * HOUR) -> Incident:
    with clock.standing_at(NOON):
        return schedule_maintenance("Upgrade", "Writes pause.", start, end, ["api"], ADA)


def stepped(instant: datetime) -> list[Status]:
    with clock.standing_at(instant):
        return [moved.status for moved in step_maintenances()]


def api_state() -> ComponentState:
    with db.snapshot():
        return declared_state("api", incidents.open_ones())


def test_announced_work_changes_no_state_before_it_begins() -> None:
    work = scheduled()
    assert work.status is Status.SCHEDULED
    assert work.impact is Impact.MAINTENANCE
    assert work.components == (("api", "API"),)
    assert api_state() is ComponentState.OPERATIONAL


def test_worker_begins_and_completes_it_at_its_times() -> None:
    work = scheduled()
    assert stepped(NOON + 23 * HOUR) == []
    assert stepped(NOON + 24 * HOUR) == [Status.IN_PROGRESS]
    assert api_state() is ComponentState.UNDER_MAINTENANCE
    assert stepped(NOON + 25 * HOUR) == []
    assert stepped(NOON + 26 * HOUR) == [Status.COMPLETED]
    assert api_state() is ComponentState.OPERATIONAL
    with db.snapshot():
        done = incidents.by_key(work.key)
    assert done.resolved_at == NOON + 26 * HOUR


def test_worker_that_slept_through_the_window_steps_through_it() -> None:
    scheduled()
    assert stepped(NOON + 48 * HOUR) == [Status.IN_PROGRESS]
    assert stepped(NOON + 48 * HOUR) == [Status.COMPLETED]
    assert stepped(NOON + 48 * HOUR) == []


def test_cancelled_work_is_kept_struck_through_and_never_begins() -> None:
    work = scheduled()
    with clock.standing_at(NOON + HOUR):
        cancelled = cancel_maintenance(work.key, "", ADA)
    assert cancelled.is_struck
    assert stepped(NOON + 25 * HOUR) == []


def test_work_under_way_cannot_be_cancelled() -> None:
    work = scheduled()
    stepped(NOON + 24 * HOUR)
    with pytest.raises(Conflict, match="Possible from here"):
        cancel_maintenance(work.key, "", ADA)


def test_an_incident_cannot_be_cancelled() -> None:
    incident = open_incident("API errors", Word("We are looking."), ADA)
    with pytest.raises(Conflict, match="false alarm"):
        cancel_maintenance(incident.key, "", ADA)


def test_end_of_a_window_leaves_what_an_incident_holds() -> None:
    scheduled()
    stepped(NOON + 24 * HOUR)
    with clock.standing_at(NOON + 25 * HOUR):
        major = {"api": ComponentState.MAJOR_OUTAGE}
        open_incident("API down", Word("We are looking.", components=major), ADA)
    stepped(NOON + 26 * HOUR)
    assert api_state() is ComponentState.MAJOR_OUTAGE


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (NOON + 2 * HOUR, NOON + HOUR, "until"),
        (NOON - 3 * HOUR, NOON - HOUR, "until"),
        (NOON + HOUR, NOON + 24 * 40 * HOUR, "until"),
    ],
)
def test_windows_that_make_no_sense_are_refused(start: datetime, end: datetime, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        scheduled(start, end)
    assert list(refused.value.faults) == [field]


def test_work_on_nothing_is_refused() -> None:
    with clock.standing_at(NOON), pytest.raises(InvalidInput, match="component"):
        schedule_maintenance("Upgrade", "Pause.", NOON + HOUR, NOON + 2 * HOUR, [], ADA)
