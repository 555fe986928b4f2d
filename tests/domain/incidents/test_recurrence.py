"""Work that repeats keeps its hour on the wall, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.incidents.recurrence import checked_rule, following, instant_of, wall_of

HOUR = timedelta(hours=1)
SUNDAY = datetime(2026, 3, 22, 2, 0)  # noqa: DTZ001 a wall time
DAYS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(  # noqa: DTZ001
    lambda wall: wall.replace(second=0, microsecond=0)
)


def instants(rule: str, first: datetime, zone: str, count: int) -> list[str]:
    walls = [first, *islice(following(rule, first), count - 1)]
    return [instant_of(wall, ZoneInfo(zone)).strftime("%m-%d %H:%M") for wall in walls]


def test_two_in_the_morning_stays_so_in_london() -> None:
    found = instants("FREQ=WEEKLY;BYDAY=SU", SUNDAY, "Europe/London", 3)
    assert found == ["03-22 02:00", "03-29 01:00", "04-05 01:00"]


def test_an_hour_that_london_leaves_out_moves_on_and_comes_back() -> None:
    first = SUNDAY.replace(hour=1, minute=30)
    found = instants("FREQ=WEEKLY;BYDAY=SU", first, "Europe/London", 3)
    assert found == ["03-22 01:30", "03-29 01:30", "04-05 00:30"]
    skipped = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert f"{wall_of(skipped, ZoneInfo('Europe/London')):%H:%M}" == "02:30"


def test_an_hour_that_comes_twice_in_london_is_the_first_of_the_two() -> None:
    first = datetime(2026, 10, 18, 1, 30)  # noqa: DTZ001
    found = instants("FREQ=WEEKLY;BYDAY=SU", first, "Europe/London", 3)
    assert found == ["10-18 00:30", "10-25 00:30", "11-01 01:30"]


def test_new_york_leaves_out_and_repeats_an_hour_too() -> None:
    spring = datetime(2026, 3, 7, 2, 30)  # noqa: DTZ001
    found = instants("FREQ=DAILY", spring, "America/New_York", 3)
    assert found == ["03-07 07:30", "03-08 07:30", "03-09 06:30"]
    autumn = datetime(2026, 10, 31, 1, 30)  # noqa: DTZ001
    found = instants("FREQ=DAILY", autumn, "America/New_York", 3)
    assert found == ["10-31 05:30", "11-01 05:30", "11-02 06:30"]


def test_lord_howe_moves_by_half_an_hour() -> None:
    autumn = datetime(2026, 4, 4, 1, 45)  # noqa: DTZ001
    found = instants("FREQ=DAILY", autumn, "Australia/Lord_Howe", 3)
    assert found == ["04-03 14:45", "04-04 14:45", "04-05 15:15"]
    spring = datetime(2026, 10, 3, 2, 15)  # noqa: DTZ001
    found = instants("FREQ=DAILY", spring, "Australia/Lord_Howe", 3)
    assert found == ["10-02 15:45", "10-03 15:45", "10-04 15:15"]


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", 5),
        ("FREQ=MONTHLY;BYDAY=4SU", 4),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=22", 4),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=22", 3),
        ("FREQ=DAILY;INTERVAL=3", 6),
    ],
)
def test_following_goes_on_from_anywhere_as_from_the_start(rule: str, count: int) -> None:
    whole = list(islice(following(rule, SUNDAY), count))
    for place, wall in enumerate(whole[:-1]):
        assert list(islice(following(rule, wall), count - place - 1)) == whole[place + 1 :]


def test_until_names_the_last_day_whole() -> None:
    walls = list(following("FREQ=DAILY;UNTIL=20260325", SUNDAY))
    assert [wall.day for wall in walls] == [23, 24, 25]


@pytest.mark.parametrize(
    ("rule", "stored"),
    [
        ("freq=weekly;byday=su", "FREQ=WEEKLY;BYDAY=SU"),
        (" RRULE:FREQ=MONTHLY;BYDAY=4SU; ", "FREQ=MONTHLY;BYDAY=4SU"),
    ],
)
def test_checked_rule_gives_the_one_form(rule: str, stored: str) -> None:
    assert checked_rule(rule, SUNDAY, HOUR) == stored


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("", "daily, weekly"),
        ("every sunday", "daily, weekly"),
        ("FREQ=HOURLY", "not more often"),
        ("FREQ=MINUTELY;INTERVAL=2000", "not more often"),
        ("FREQ=DAILY;BYHOUR=1,2", "BYHOUR cannot be part"),
        ("FREQ=DAILY;BYMONTH=2", "BYMONTH cannot be part"),
        ("FREQ=WEEKLY;COUNT=4", "UNTIL=20271231"),
        ("FREQ=WEEKLY;INTERVAL=0", "from 1 to 99"),
        ("FREQ=WEEKLY;INTERVAL=1000", "from 1 to 99"),
        ("FREQ=WEEKLY;BYDAY=XX", "not a rule of RFC 5545"),
        ("FREQ=WEEKLY;BYDAY", "not a rule of RFC 5545"),
        ("FREQ=MONTHLY;BYMONTHDAY=99", "does not match|not a rule"),
        ("FREQ=WEEKLY;UNTIL=tomorrow", "UNTIL must be a day"),
        ("FREQ=WEEKLY;UNTIL=20261399", "not a rule of RFC 5545"),
        ("FREQ=WEEKLY;UNTIL=20260101", "does not match"),
        ("FREQ=WEEKLY;BYDAY=MO", "does not match"),
        ("FREQ=WEEKLY;BYDAY=SU\nFREQ=WEEKLY", "Give one rule"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "does not match"),
    ],
)
def test_checked_rule_refuses_with_a_sentence(rule: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        checked_rule(rule, SUNDAY, HOUR)


def test_checked_rule_refuses_work_that_would_begin_again_before_its_end() -> None:
    with pytest.raises(ValueError, match="before it has ended"):
        checked_rule("FREQ=DAILY", SUNDAY, 25 * HOUR)
    assert checked_rule("FREQ=DAILY", SUNDAY, 23 * HOUR) == "FREQ=DAILY"


@given(DAYS, st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe"]))
def test_every_occurrence_stands_at_its_hour_or_right_after_a_gap(
    wall: datetime, zone: str
) -> None:
    local = ZoneInfo(zone)
    for occurrence in islice(following("FREQ=DAILY", wall), 40):
        shown = wall_of(instant_of(occurrence, local), local)
        assert timedelta(0) <= shown - occurrence <= HOUR
        assert shown == occurrence or shown.date() == occurrence.date()
