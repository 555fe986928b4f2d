"""Business calendars: vectors T1, T2 and T6, changes of clocks, and what must always hold."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.vocabulary.business_time import (
    ROUND_THE_CLOCK,
    Calendar,
    due_at,
    running_seconds,
)
from statuspage.domain.vocabulary.spans import Span
from statuspage.errors import InvalidInput

VECTORS = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())
SUPPORT = VECTORS["support"]
LONDON = ZoneInfo("Europe/London")
EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
OFFICE_HOURS = (((540, 1020),),) * 5 + ((), ())
OFFICE = Calendar(OFFICE_HOURS, LONDON, EASTER)
ALL_DAY = (((0, 1440),),) * 7


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def minutes(calendar: Calendar, start: str, end: str) -> float:
    return running_seconds(calendar, london(start), london(end)) / 60


def test_t1_counts_office_hours_over_a_change_of_clocks() -> None:
    assert minutes(OFFICE, "2026-03-27T16:30", "2026-03-30T09:45") == SUPPORT["T1_min"]


def test_t2_leaves_out_holidays() -> None:
    start, end = "2026-04-02T16:00", "2026-04-07T10:00"
    without = Calendar(OFFICE_HOURS, LONDON)
    assert minutes(OFFICE, start, end) == SUPPORT["T2_min"]
    assert minutes(without, start, end) == SUPPORT["T2_without_holidays"]


def test_t6_desk_round_the_clock_has_the_hour_that_comes_twice() -> None:
    start, end = "2026-10-25T00:30", "2026-10-25T03:30"
    assert minutes(ROUND_THE_CLOCK, start, end) == SUPPORT["T6_min"]
    assert minutes(Calendar(ALL_DAY, LONDON), start, end) == SUPPORT["T6_min"]


def test_round_the_clock_is_the_true_time_that_passed() -> None:
    elapsed = VECTORS["elapsed_dst"]
    assert minutes(ROUND_THE_CLOCK, elapsed["from"], elapsed["to"]) == elapsed["true_minutes"]


def test_night_shift_of_two_ranges_runs_through_midnight() -> None:
    night = Calendar((((0, 360), (1320, 1440)),) * 7, LONDON)
    assert minutes(night, "2026-07-01T21:00", "2026-07-02T07:00") == 8 * 60


def test_opening_that_clocks_skip_is_the_moment_of_the_change() -> None:
    """On 29 March 2026 London goes from 01:00 to 02:00."""
    early = Calendar((((90, 180),),) * 7, LONDON)
    assert minutes(early, "2026-03-29T00:00", "2026-03-29T05:00") == 60
    skipped = Calendar((((75, 110),),) * 7, LONDON)
    assert minutes(skipped, "2026-03-29T00:00", "2026-03-29T05:00") == 0


def test_ranges_that_meet_in_an_hour_that_comes_twice_count_it_once() -> None:
    """On 25 October 2026 London shows 01:00 to 02:00 twice."""
    halves = Calendar((((0, 90), (90, 1440)),) * 7, LONDON)
    assert minutes(halves, "2026-10-25T00:00", "2026-10-26T00:00") == 25 * 60


def test_date_that_a_zone_left_out_has_no_hours() -> None:
    apia = Calendar(ALL_DAY, ZoneInfo("Pacific/Apia"))
    start = datetime(2011, 12, 29, tzinfo=apia.zone)
    end = datetime(2012, 1, 1, tzinfo=apia.zone)
    assert running_seconds(apia, start, end) == 2 * 86_400


def test_pauses_do_not_run() -> None:
    pauses = [
        Span(london("2026-07-01T10:00"), london("2026-07-01T11:00")),
        Span(london("2026-07-01T10:30"), london("2026-07-01T12:00")),
    ]
    start, end = london("2026-07-01T09:00"), london("2026-07-01T13:00")
    assert running_seconds(OFFICE, start, end, pauses) == 2 * 3600
    assert due_at(OFFICE, start, timedelta(hours=2), pauses) == end


def test_due_at_the_end_of_a_day_is_its_closing() -> None:
    due = due_at(OFFICE, london("2026-07-01T16:00"), timedelta(hours=1))
    assert due == london("2026-07-01T17:00")


def test_due_carries_over_weekend_and_holidays() -> None:
    due = due_at(OFFICE, london("2026-04-02T16:00"), timedelta(hours=2))
    assert due == london("2026-04-07T10:00")


def test_due_of_nothing_is_at_once() -> None:
    closed = london("2026-07-04T12:00")
    assert due_at(OFFICE, closed, timedelta(0)) == closed


def test_due_is_utc_and_refuses_a_desk_that_never_opens() -> None:
    assert due_at(OFFICE, london("2026-07-01T16:00"), timedelta(hours=1)).tzinfo is UTC
    with pytest.raises(InvalidInput, match="no open hours"):
        due_at(Calendar(((),) * 7, LONDON), london("2026-07-01T16:00"), timedelta(hours=1))


def test_end_before_the_start_is_refused() -> None:
    with pytest.raises(InvalidInput, match="before the start"):
        running_seconds(OFFICE, london("2026-07-02T10:00"), london("2026-07-01T10:00"))


# Properties that hold for any calendar.

ranges = st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True).map(
    lambda edges: tuple(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)
zones = st.sampled_from(
    ["UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]
).map(ZoneInfo)
calendars = st.builds(
    Calendar,
    st.tuples(*[ranges] * 7),
    zones,
    st.frozensets(st.dates(date(2026, 3, 20), date(2026, 4, 10)), max_size=3),
)
instants = st.datetimes(datetime(2026, 3, 25), datetime(2026, 4, 8)).map(  # noqa: DTZ001
    lambda found: found.replace(tzinfo=UTC, microsecond=0)
)


@given(calendars, instants, instants, instants)
def test_parts_of_a_time_sum_to_the_whole(
    calendar: Calendar, one: datetime, two: datetime, three: datetime
) -> None:
    start, middle, end = sorted([one, two, three])
    parts = running_seconds(calendar, start, middle) + running_seconds(calendar, middle, end)
    assert running_seconds(calendar, start, end) == parts


@given(calendars, instants, st.integers(1, 200_000))
def test_due_is_the_first_instant_at_which_that_much_ran(
    calendar: Calendar, start: datetime, seconds: int
) -> None:
    due = due_at(calendar, start, timedelta(seconds=seconds))
    assert running_seconds(calendar, start, due) == seconds
    assert running_seconds(calendar, start, due - timedelta(seconds=1)) == seconds - 1


@given(zones, instants, instants)
def test_desk_open_all_day_runs_like_the_clock(
    zone: ZoneInfo, one: datetime, two: datetime
) -> None:
    start, end = sorted([one, two])
    passed = (end - start).total_seconds()
    assert running_seconds(Calendar(ALL_DAY, zone), start, end) == passed


@given(calendars, instants, instants)
def test_calendar_runs_as_its_walls_show(calendar: Calendar, one: datetime, two: datetime) -> None:
    """Where no clock changes, a minute counts when the wall shows an open one."""
    start, end = (moment.replace(month=7, minute=0, second=0) for moment in sorted([one, two]))
    end = min(max(start, end), start + timedelta(days=2))
    shown = 0
    moment = start
    while moment < end:
        local = moment.astimezone(calendar.zone)
        minute = local.hour * 60 + local.minute
        hours = calendar.week[local.weekday()]
        shown += any(opens <= minute < closes for opens, closes in hours)
        moment += timedelta(minutes=1)
    assert running_seconds(calendar, start, end) == shown * 60
