"""Lines of cron: which instants they name, in a zone, across changes of clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.config.kinds.cron import CronLine, parse_cron

WEDNESDAY = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("* * * * *", "2026-07-01 12:01"),
        ("0 3 * * *", "2026-07-02 03:00"),
        ("*/15 * * * *", "2026-07-01 12:15"),
        ("5/20 * * * *", "2026-07-01 12:05"),
        ("0 9-17/4 * * *", "2026-07-01 13:00"),
        ("30 2 * * mon-fri", "2026-07-02 02:30"),
        ("0 0 * * sun", "2026-07-05 00:00"),
        ("0 0 * * 7", "2026-07-05 00:00"),
        ("0 0 * * 5-7", "2026-07-03 00:00"),
        ("0 0 13 * fri", "2026-07-03 00:00"),
        ("0 0 1 JAN *", "2027-01-01 00:00"),
        ("0 0 29 2 *", "2028-02-29 00:00"),
        ("@daily", "2026-07-02 00:00"),
        ("@hourly", "2026-07-01 13:00"),
        ("0,30 12 1,15 * *", "2026-07-01 12:30"),
    ],
)
def test_line_names_the_next_instant(line: str, after: str) -> None:
    found = CronLine(parse_cron(line), "UTC").after(WEDNESDAY)
    assert f"{found:%Y-%m-%d %H:%M}" == after


@pytest.mark.parametrize(
    "line",
    [
        *("", "0 3 * *", "60 * * * *", "0 24 * * *", "0 0 0 * *", "0 0 * 13 *", "0 0 * * 8"),
        *("a * * * *", "*/0 * * * *", "5-2 * * * *", "0 0 30 2 *", "@often", "1,, * * * *"),
        "0 0 * * xmon",
    ],
)
def test_what_is_no_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_cron(line)


@pytest.mark.parametrize(
    ("zone", "before", "found"),
    [
        ("Europe/Berlin", "2026-01-01 12:00", "2026-01-02 02:00"),
        ("Europe/Berlin", "2026-07-01 12:00", "2026-07-02 01:00"),
        ("America/New_York", "2026-07-01 12:00", "2026-07-02 07:00"),
        ("Asia/Kathmandu", "2026-07-01 12:00", "2026-07-01 21:15"),
    ],
)
def test_line_is_read_in_its_zone(zone: str, before: str, found: str) -> None:
    at = datetime.fromisoformat(before).replace(tzinfo=UTC)
    assert f"{CronLine('0 3 * * *', zone).after(at):%Y-%m-%d %H:%M}" == found


def test_hour_that_is_left_out_comes_later_and_one_that_comes_twice_once() -> None:
    line = CronLine("30 2 * * *", "Europe/Berlin")
    spring, autumn = datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert line.after(spring) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    first = line.after(autumn)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert line.after(first) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "longest"),
    [
        ("* * * * *", timedelta(minutes=1)),
        ("0 3 * * *", timedelta(days=1)),
        ("0 3 * * mon-fri", timedelta(days=3)),
        ("0 3 1 * *", timedelta(days=31)),
    ],
)
def test_longest_time_between_two_instants(line: str, longest: timedelta) -> None:
    assert CronLine(line, "UTC").longest == longest


MINUTES = st.sampled_from(["*", "0", "*/7", "5,35", "10-20/5"])
HOURS = st.sampled_from(["*", "3", "*/5", "8-18"])
DAYS = st.sampled_from(["*", "1", "*/10", "15,31"])
WEEKDAYS = st.sampled_from(["*", "1-5", "0", "2,4"])
SECONDS = st.integers(0, 40_000_000)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Chatham"])


@given(MINUTES, HOURS, DAYS, WEEKDAYS, ZONES, SECONDS)
def test_instants_lie_after_and_leave_none_out(
    minute: str, hour: str, day: str, weekday: str, zone: str, seconds: int
) -> None:
    line = CronLine(f"{minute} {hour} {day} * {weekday}", zone)
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    found = line.after(start)
    assert found > start
    assert line.after(found - timedelta(seconds=1)) == found
    assert line.after(start + (found - start) / 2) == found
