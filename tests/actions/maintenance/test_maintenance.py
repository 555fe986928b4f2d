"""Planned work: announced, begun and completed at its times, cancelled."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import (
    move_maintenance,
    notice_asked,
    remind_of_maintenance,
    schedule_maintenance,
)
from statuspage.actions.sync import sync
from statuspage.config import Steps
from statuspage.domain.vocabulary.states import ComponentState, Impact, Status
from statuspage.errors import Conflict, InvalidInput, Superseded
from statuspage.said import Said
from statuspage.store import db
from statuspage.store.incidents import incidents
from tests.helpers.planned import (
    ADA,
    BY_HAND,
    HOUR,
    NOON,
    api_state,
    newest,
    reminds_of,
    said,
    scheduled,
    stepped,
)

pytestmark = pytest.mark.usefixtures("store")


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


def test_worker_that_slept_through_the_window_enters_each_step_at_its_time() -> None:
    work = scheduled()
    assert stepped(NOON + 48 * HOUR) == [Status.IN_PROGRESS]
    assert stepped(NOON + 48 * HOUR) == [Status.COMPLETED]
    assert stepped(NOON + 48 * HOUR) == []
    assert said(work.key)[1:] == [
        (Status.IN_PROGRESS, NOON + 24 * HOUR),
        (Status.COMPLETED, NOON + 26 * HOUR),
    ]
    assert newest(work.key).is_added_afterwards
    with db.snapshot():
        assert incidents.by_key(work.key).resolved_at == NOON + 26 * HOUR


def test_a_step_that_comes_late_does_not_stand_before_what_staff_said_meanwhile() -> None:
    work = scheduled()
    spoken = NOON + 24 * HOUR + HOUR / 2
    with clock.standing_at(spoken):
        post_update(work.key, NewUpdate("We are about to begin."), ADA)
    stepped(NOON + 25 * HOUR)
    assert said(work.key)[-1] == (Status.IN_PROGRESS, spoken)


def test_worker_reminds_once_so_long_before() -> None:
    work = scheduled(steps=Steps(remind=HOUR))
    assert stepped(NOON + 22 * HOUR) == []
    assert stepped(NOON + 23 * HOUR) == [Status.SCHEDULED]
    assert stepped(NOON + 23 * HOUR) == []
    assert reminds_of(work.key) == HOUR
    assert str(newest(work.key).label) == "Update"


def test_worker_that_slept_past_the_start_reminds_nobody() -> None:
    scheduled(steps=Steps(remind=HOUR))
    assert stepped(NOON + 25 * HOUR) == [Status.IN_PROGRESS]


def test_work_announced_later_than_its_reminder_needs_none() -> None:
    scheduled(NOON + HOUR / 2, NOON + HOUR, steps=Steps(remind=HOUR))
    assert stepped(NOON + HOUR / 4) == []


def test_staff_remind_by_hand_in_place_of_the_worker() -> None:
    work = scheduled(steps=Steps(remind=HOUR))
    with clock.standing_at(NOON + 20 * HOUR):
        remind_of_maintenance(work.key, "", ADA)
    assert reminds_of(work.key) == 4 * HOUR
    assert stepped(NOON + 23 * HOUR) == []


def test_nobody_is_reminded_of_what_has_begun() -> None:
    work = scheduled()
    stepped(NOON + 24 * HOUR)
    with pytest.raises(Conflict, match="nothing to send a reminder about"):
        remind_of_maintenance(work.key, "", ADA)


def test_steps_by_hand_wait_for_staff() -> None:
    work = scheduled(steps=BY_HAND)
    assert stepped(NOON + 25 * HOUR) == []
    with clock.standing_at(NOON + 25 * HOUR):
        move_maintenance(work.key, Status.IN_PROGRESS, "", ADA)
    assert stepped(NOON + 30 * HOUR) == []
    with clock.standing_at(NOON + 30 * HOUR):
        move_maintenance(work.key, Status.COMPLETED, "", ADA)
    assert newest(work.key).said == Said("maintenance.complete")


def test_work_that_never_begins_is_not_completed_by_itself() -> None:
    scheduled(steps=Steps(remind=None, begin=False))
    assert stepped(NOON + 48 * HOUR) == []


def test_worker_verifies_once_before_the_end() -> None:
    work = scheduled(steps=Steps(remind=None, verify=HOUR / 2))
    stepped(NOON + 24 * HOUR)
    assert stepped(NOON + 25.5 * HOUR) == [Status.VERIFYING]
    with clock.standing_at(NOON + 25.6 * HOUR):
        move_maintenance(work.key, Status.IN_PROGRESS, "Not well yet.", ADA)
    assert stepped(NOON + 25.7 * HOUR) == []
    assert stepped(NOON + 26 * HOUR) == [Status.COMPLETED]


def test_begun_early_it_is_completed_at_its_end() -> None:
    work = scheduled()
    with clock.standing_at(NOON + 20 * HOUR):
        move_maintenance(work.key, Status.IN_PROGRESS, "We begin early.", ADA)
    assert api_state() is ComponentState.UNDER_MAINTENANCE
    assert stepped(NOON + 25 * HOUR) == []
    assert stepped(NOON + 26 * HOUR) == [Status.COMPLETED]


def test_a_step_by_hand_gives_way_to_a_word_its_writer_has_not_seen() -> None:
    work = scheduled()
    seen = work.updates[0].key
    with clock.standing_at(NOON + HOUR):
        post_update(work.key, NewUpdate("One thing more."), ADA)
        with pytest.raises(Superseded):
            move_maintenance(work.key, Status.CANCELLED, "", ADA, seen=seen)


LIVES = {
    Status.SCHEDULED: [],
    Status.IN_PROGRESS: [Status.IN_PROGRESS],
    Status.VERIFYING: [Status.IN_PROGRESS, Status.VERIFYING],
    Status.COMPLETED: [Status.IN_PROGRESS, Status.COMPLETED],
    Status.CANCELLED: [Status.CANCELLED],
}
POSSIBLE = {
    Status.SCHEDULED: {Status.IN_PROGRESS, Status.CANCELLED},
    Status.IN_PROGRESS: {Status.IN_PROGRESS, Status.VERIFYING, Status.COMPLETED},
    Status.VERIFYING: {Status.IN_PROGRESS, Status.VERIFYING, Status.COMPLETED},
    Status.COMPLETED: set[Status](),
    Status.CANCELLED: set[Status](),
}
VERBS = (Status.IN_PROGRESS, Status.VERIFYING, Status.COMPLETED, Status.CANCELLED)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", LIVES)
def test_each_verb_moves_each_state_or_is_refused(state: Status, verb: Status) -> None:
    work = scheduled(steps=BY_HAND)
    with clock.standing_at(NOON + 25 * HOUR):
        for step in LIVES[state]:
            move_maintenance(work.key, step, "", ADA)
        if verb in POSSIBLE[state]:
            assert move_maintenance(work.key, verb, "", ADA).status is verb
        else:
            with pytest.raises(Conflict, match="Possible from here"):
                move_maintenance(work.key, verb, "", ADA)
            assert newest(work.key).status is state


def test_notice_asked_is_the_longest_of_the_promises_it_touches(store: Path) -> None:
    config = store / "config.toml"
    for sla, component, notice in (("a", "api", "72h"), ("b", "api", "5d"), ("c", "docs", "9d")):
        text = (
            f'\n[[slas]]\nid = "{sla}"\ntitle = "{sla}"\ncomponents = ["{component}"]\n'
            f'indicator = "availability"\ntarget = "99%"\nmaintenance = {{ notice = "{notice}" }}\n'
        )
        config.write_text(config.read_text() + text)
    sync(config, {})
    with db.snapshot():
        assert notice_asked(["api"]) == 5 * 24 * HOUR
        assert notice_asked(["api", "docs"]) == 9 * 24 * HOUR
        assert notice_asked(["search"]) == 24 * HOUR
    assert scheduled().notice_asked == 5 * 24 * HOUR


def test_cancelled_work_is_kept_struck_through_and_never_begins() -> None:
    work = scheduled()
    with clock.standing_at(NOON + HOUR):
        cancelled = move_maintenance(work.key, Status.CANCELLED, "", ADA)
    assert cancelled.is_struck
    assert stepped(NOON + 25 * HOUR) == []


def test_work_under_way_cannot_be_cancelled() -> None:
    work = scheduled()
    stepped(NOON + 24 * HOUR)
    with pytest.raises(Conflict, match="Possible from here"):
        move_maintenance(work.key, Status.CANCELLED, "", ADA)


def test_an_incident_cannot_be_cancelled() -> None:
    incident = open_incident("API errors", NewUpdate("We are looking."), ADA)
    with pytest.raises(Conflict, match="not planned work"):
        move_maintenance(incident.key, Status.CANCELLED, "", ADA)


def test_end_of_a_window_leaves_what_an_incident_holds() -> None:
    scheduled()
    stepped(NOON + 24 * HOUR)
    with clock.standing_at(NOON + 25 * HOUR):
        major = {"api": ComponentState.MAJOR_OUTAGE}
        open_incident("API down", NewUpdate("We are looking.", components=major), ADA)
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
