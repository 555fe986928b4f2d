"""Planned work that is moved: what readers, figures and the record are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from statuspage import clock
from statuspage.actions.maintenance.planned import schedule_maintenance, step_maintenances
from statuspage.actions.maintenance.rescheduling import begin_maintenance, reschedule_maintenance
from statuspage.actions.maintenance.series import cancel_series, step_series
from statuspage.config import Steps
from statuspage.content.markdown import to_html
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.planned import notice_words
from statuspage.domain.incidents.recurrence import Repeat
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.replay import replay
from statuspage.domain.vocabulary.states import Status
from statuspage.errors import Conflict, InvalidInput, Superseded
from statuspage.store import db
from statuspage.store.incidents import incidents, plans
from statuspage.store.published import record
from tests.helpers.telling import ADA, opened

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
START = NOW + 5 * DAY

pytestmark = pytest.mark.usefixtures("store")


def planned(start: datetime = START, **more: Any) -> Incident:
    with clock.standing_at(NOW):
        times = start, start + 2 * HOUR
        return schedule_maintenance("Backup", "Slow.", *times, ["api"], ADA, **more)


def moved(work: Incident, start: datetime, end: datetime, at: datetime = NOW) -> Incident:
    with clock.standing_at(at):
        return reschedule_maintenance(work.key, start, end, "Disks come late.", ADA)


def test_move_keeps_the_former_window_beside_the_new_one() -> None:
    found = moved(planned(), START + DAY, START + DAY + HOUR)
    [move] = found.moves
    assert (move.former_start, move.former_end) == (START, START + 2 * HOUR)
    assert (found.scheduled_for, found.scheduled_until) == (move.start, move.end)
    assert found.updates[0].body == "Disks come late."
    assert found.updates[0].status is Status.SCHEDULED
    assert found.has_changes


def test_record_tells_the_move_and_why() -> None:
    work = moved(planned(), START + DAY, START + DAY + HOUR)
    with db.snapshot():
        entries = record.some(0, record.size())
        told = replay(entries, to_html).incidents[work.key]
        assert told.moves == incidents.by_key(work.key).moves
        subject = INCIDENT.subject(work.key)
        history = record.histories([subject])[subject]
    assert "Disks come late." in [entry.reason for entry in history]


def test_notice_counts_from_the_move() -> None:
    late = moved(planned(), START - DAY, START - DAY + HOUR, at=START - DAY - 2 * HOUR)
    assert late.window_announced_at == START - DAY - 2 * HOUR
    words = notice_words(late.window_announced_at, START - DAY, late.notice_asked)
    assert str(words) == "short notice: announced 2 hours before"


def test_shorter_end_leaves_the_notice() -> None:
    found = moved(planned(), START, START + HOUR, at=START - HOUR)
    assert found.window_announced_at == NOW


def test_readers_are_reminded_before_the_new_beginning() -> None:
    work = planned(steps=Steps(remind=HOUR))
    with clock.standing_at(START - HOUR / 2):
        assert [one.key for one in step_maintenances()] == [work.key]
    moved(work, START + DAY, START + DAY + HOUR, at=START - HOUR / 3)
    with clock.standing_at(START + DAY - HOUR / 2):
        assert [one.status for one in step_maintenances()] == [Status.SCHEDULED]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (START, START + 2 * HOUR),
        (START, START - HOUR),
        (NOW - DAY, START),
        (START, START + 40 * DAY),
    ],
)
def test_impossible_move_is_refused(start: datetime, end: datetime) -> None:
    work = planned()
    with pytest.raises(InvalidInput):
        moved(work, start, end)
    assert incidents.by_key(work.key).moves == ()


def test_move_gives_way_to_words_that_came_meanwhile() -> None:
    work = planned()
    moved(work, START + DAY, START + DAY + HOUR)
    times = START + 2 * DAY, START + 3 * DAY
    with clock.standing_at(NOW), pytest.raises(Superseded):
        reschedule_maintenance(work.key, *times, "Again.", ADA, seen=work.updates[0].key)


def test_incident_has_no_window_to_move() -> None:
    incident = opened()
    with pytest.raises(Conflict):
        moved(incident, START, START + HOUR)


def test_begin_before_its_time_has_to_say_what_its_end_does() -> None:
    work = planned()
    with clock.standing_at(NOW + DAY), pytest.raises(InvalidInput) as refused:
        begin_maintenance(work.key, "", ADA)
    assert set(refused.value.faults) == {"early_end"}
    with clock.standing_at(START - timedelta(minutes=4)):
        assert begin_maintenance(work.key, "", ADA).scheduled_until == START + 2 * HOUR


def test_end_that_moves_along_keeps_the_length() -> None:
    work = planned()
    with clock.standing_at(NOW + DAY):
        begun = begin_maintenance(work.key, "", ADA, moves_end=True)
    assert (begun.scheduled_for, begun.scheduled_until) == (NOW + DAY, NOW + DAY + 2 * HOUR)
    assert begun.begun_at == NOW + DAY


def test_work_under_way_says_no_longer_that_others_follow() -> None:
    repeat = Repeat("FREQ=WEEKLY", ZoneInfo("UTC"))
    work = planned(NOW + HOUR, repeat=repeat)
    with clock.standing_at(NOW + HOUR):
        begin_maintenance(work.key, "", ADA)
        [following] = step_series()
        assert following.repeats == repeat
        with db.snapshot():
            series = plans.of([work.number])[work.number].series
        assert series is not None
        cancel_series(series, "", ADA)
    assert incidents.by_key(work.key).repeats is None
    assert incidents.by_key(following.key).status is Status.CANCELLED
