"""How long people wait: days of the wall, and the time that was promised by a calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.listening.course import carried
from statuspage.domain.listening.merged import end_of, merged_into
from statuspage.domain.listening.waiting import (
    AnswerTime,
    Wait,
    answering,
    promised_days,
    stale_from,
    wait_of,
)
from statuspage.domain.vocabulary.business_time import Calendar
from statuspage.domain.vocabulary.entry import Entry, EntryKind

LONDON = ZoneInfo("Europe/London")
OFFICE = Calendar(
    tuple(((540, 1020),) if day < 5 else () for day in range(7)),
    LONDON,
    frozenset([date(2026, 4, 3), date(2026, 4, 6)]),
)
DAY = timedelta(days=1)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def outcome(state: str, slug: str = "one", **details: str) -> Entry:
    at = instant("2026-03-01T12:00:00+00:00")
    told = {"state": state, "said": "Please.", **details}
    return Entry(EntryKind.OUTCOME, slug, "A", at, told, "", "", "", at, at, None, 1)


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        ("2026-03-02T10:00+00:00", 1, "2026-03-03T17:00+00:00"),
        ("2026-03-02T23:30+00:00", 1, "2026-03-03T17:00+00:00"),
        ("2026-03-06T16:59+00:00", 1, "2026-03-09T17:00+00:00"),  # over a weekend
        ("2026-03-07T12:00+00:00", 1, "2026-03-09T17:00+00:00"),  # asked on one
        ("2026-04-02T12:00+01:00", 1, "2026-04-07T17:00+01:00"),  # Good Friday to Easter Monday
        ("2026-03-27T12:00+00:00", 5, "2026-04-07T17:00+01:00"),  # clocks go forward meanwhile
        ("2026-10-23T12:00+01:00", 1, "2026-10-26T17:00+00:00"),  # and back
    ],
)
def test_whole_days_are_open_days_of_the_calendar(asked: str, days: int, due: str) -> None:
    rule = AnswerTime(timedelta(days=days), OFFICE, "office")
    assert rule.due(instant(asked)) == instant(due)


def test_hours_are_open_hours_and_without_a_calendar_days_go_round_the_clock() -> None:
    friday = instant("2026-03-06T16:00+00:00")
    assert AnswerTime(timedelta(hours=4), OFFICE).due(friday) == instant("2026-03-09T12:00+00:00")
    assert AnswerTime(14 * DAY).due(friday) == friday + 14 * DAY


@pytest.mark.parametrize(
    ("asked", "now", "days"),
    [
        ("2026-03-28T23:59+00:00", "2026-03-29T00:01+00:00", 1),
        ("2026-03-28T12:00+00:00", "2026-03-30T00:30+01:00", 2),  # a day of 23 hours
        ("2026-10-24T12:00+01:00", "2026-10-26T23:30+00:00", 2),  # one of 25
        ("2026-03-28T12:00+00:00", "2026-03-28T11:00+00:00", 0),  # clocks differ
    ],
)
def test_days_are_those_of_the_wall(asked: str, now: str, days: int) -> None:
    assert Wait(instant(asked), None, None).days(instant(now), LONDON) == days


def test_what_is_late_is_late_by_the_rule_alone() -> None:
    asked = instant("2026-03-02T10:00+00:00")
    due = asked + 14 * DAY
    waits = Wait(asked, due, None)
    assert [waits.is_late(due + after) for after in (timedelta(0), timedelta(seconds=1))] == [0, 1]
    assert Wait(asked, due, due + DAY).is_late(due) is True
    assert Wait(asked, due, due).is_late(due + 99 * DAY) is False
    assert Wait(asked, None, None).is_late(due + 99 * DAY) is False


@given(
    st.lists(st.tuples(st.integers(0, 200), st.none() | st.integers(0, 200))),
    st.integers(0, 400),
)
def test_sums_hold_every_request_once(told: list[tuple[int, int | None]], now: int) -> None:
    start = instant("2026-01-01T12:00+00:00")
    waits = [
        Wait(start + a * DAY, start + (a + 14) * DAY, None if b is None else start + (a + b) * DAY)
        for a, b in told
    ]
    sums = answering(waits, start + now * DAY, LONDON)
    assert sums.answered + sums.waiting == len(waits)
    assert sum(one.answered for one in sums.steps) == sums.answered
    assert sum(one.waiting for one in sums.steps) == sums.waiting
    assert sums.in_time <= sums.judged == sums.answered + sums.late
    assert (sums.median is None) == (sums.answered == 0)


def test_median_of_two_is_between_them() -> None:
    start = instant("2026-01-01T12:00+00:00")
    waits = [Wait(start, None, start + days * DAY) for days in (1, 4)]
    sums = answering(waits, start + 9 * DAY, LONDON)
    assert (sums.median, sums.judged) == (Fraction(5, 2), 0)


def test_clock_of_a_request_is_set_once_and_stops_with_the_first_answer() -> None:
    asked_at, later = instant("2026-03-02T10:00+00:00"), instant("2026-03-30T10:00+00:00")
    first = carried({"state": "asked"}, None, asked_at, AnswerTime(5 * DAY, OFFICE, "office"))
    assert first == {
        **{"state": "asked", "asked": "2026-03-02T10:00:00Z", "answer_within": "5d"},
        **{"answer_by": "2026-03-09T17:00:00Z", "answer_calendar": "office"},
    }
    again = carried({"state": "asked"}, first, later, AnswerTime(DAY))
    assert again == first  # a later rule moves nothing
    answered = carried({"state": "planned"}, again, later, AnswerTime(DAY))
    assert (answered["answered"], answered["late"]) == ("2026-03-30T10:00:00Z", True)
    done = carried({"state": "done"}, answered, later + DAY, AnswerTime(DAY))
    assert done == {**answered, "state": "done"}
    assert promised_days(first) == 5
    assert wait_of(outcome("done")) is None
    assert wait_of(outcome("planned", asked="2026-03-02T10:00:00Z")) is None  # answered when?
    told = wait_of(outcome(**done))
    assert told is not None
    assert told.days(later, LONDON) == 28


@pytest.mark.parametrize("state", ["asked", "considering", "planned", "doing", "done", "declined"])
def test_time_that_a_request_states_itself_is_kept_to_in_every_state(state: str) -> None:
    now = instant("2026-03-30T10:00+00:00")
    told = {"state": state, "asked": "2026-03-02T10:00:00Z", "answer_within": "5d"}
    answered = {} if state == "asked" else {"answered": "2026-03-20T10:00:00Z"}
    found = carried({**told, **answered}, None, now, AnswerTime(14 * DAY, OFFICE, "office"))
    assert found["answer_by"] == "2026-03-09T17:00:00Z"
    assert (found["answer_within"], found["answer_calendar"]) == ("5d", "office")
    assert found.get("late", False) is bool(answered)
    wait = wait_of(outcome(**found))
    assert wait is not None
    assert answering([wait], now, LONDON).judged == 1


def test_request_that_states_no_time_was_promised_none() -> None:
    told = {"state": "planned", "asked": "2026-03-02T10:00:00Z", "answered": "2026-03-20T10:00:00Z"}
    now = instant("2026-03-30T10:00+00:00")
    assert carried(told, None, now, AnswerTime(DAY)) == told


def test_what_nobody_looks_at_goes_stale() -> None:
    looked_at = instant("2026-03-01T12:00:00+00:00")
    assert stale_from(outcome("planned"), LONDON) == looked_at + 90 * DAY
    assert (
        stale_from(outcome("doing", reviewed="2026-04-01"), LONDON)
        == instant("2026-04-01T00:00+01:00") + 90 * DAY
    )
    assert stale_from(outcome("asked"), LONDON) is None  # its own clock says how it stands
    assert stale_from(outcome("done"), LONDON) is None


def test_merged_requests_lead_to_the_last_one_and_rings_to_nobody() -> None:
    found = [outcome("asked", one, same_as=other) for one, other in ("ab", "bc", "xy", "yx")]
    found += [outcome("asked", "c")]
    assert merged_into(found) == {"c": ["a", "b"]}
    assert end_of("a", {"a": "b", "b": "a"}.__getitem__) == "a"
