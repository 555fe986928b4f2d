"""Periods and local days at their true length."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.vocabulary import window
from statuspage.errors import InvalidInput

VECTORS = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())
NOW = datetime(2026, 7, 15, 12, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC",
        "Europe/London",
        "America/New_York",
        "America/Havana",
        "America/Sao_Paulo",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Asia/Kathmandu",
    )
]
instants = st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001
    lambda found: found.replace(tzinfo=UTC, microsecond=0)
)
CALENDAR: list[window.PeriodKind] = ["month", "quarter", "week"]


@pytest.mark.parametrize(("year", "month", "zone", "minutes"), VECTORS["month_minutes"])
def test_month_has_its_true_length(year: int, month: int, zone: str, minutes: float) -> None:
    period = window.parse_period(f"{year}-{month:02}", ZoneInfo(zone), NOW)
    assert period.span.seconds == minutes * 60


def test_month_begins_at_local_midnight() -> None:
    period = window.parse_period("2026-07", LONDON, NOW)
    assert period.span.start == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert period.span.end == datetime(2026, 7, 31, 23, tzinfo=UTC)


def test_quarter_is_its_three_months() -> None:
    months = [window.parse_period(f"2026-{m}", LONDON, NOW).span for m in (10, 11, 12)]
    quarter = window.parse_period("2026-Q4", LONDON, NOW).span
    assert (quarter.start, quarter.end) == (months[0].start, months[2].end)
    assert quarter.seconds == sum(month.seconds for month in months)


def test_week_is_that_of_iso_8601() -> None:
    period = window.parse_period("2026-W01", ZoneInfo("UTC"), NOW)
    assert period.span.start == datetime(2025, 12, 29, tzinfo=UTC)
    assert period.span.end == datetime(2026, 1, 5, tzinfo=UTC)


def test_rolling_window_ends_now_and_is_closed() -> None:
    period = window.parse_period("rolling-30d", ZoneInfo("UTC"), NOW)
    assert period.span.end == NOW
    assert period.span.seconds == 30 * 86_400
    assert not period.is_running(NOW)


def test_rolling_window_counts_local_days() -> None:
    now = datetime(2026, 4, 10, 11, tzinfo=UTC)  # noon in London, after the clocks went forward
    period = window.parse_period("rolling-30d", LONDON, now)
    assert period.span.start == datetime(2026, 3, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-13",
        "2026-00",
        "2026-7",
        "2026-Q5",
        "2026-W54",
        "2026-W00",
        "2025-W53",
        "0000-01",
        "9999-12",
        "rolling-31d",
        "2026-07\n",
        "２０２６-07",
        "2026-07-01",
    ],
)
def test_parse_period_refuses_what_is_none(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"is not a period\. Write a month"):
        window.parse_period(text, LONDON, NOW)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("month", ["2026-01", "2025-12", "2025-11"]),
        ("quarter", ["2026-Q1", "2025-Q4", "2025-Q3"]),
        ("week", ["2026-W01", "2025-W52", "2025-W51"]),
        ("rolling-90d", ["rolling-90d", "rolling-90d-2025-12", "rolling-90d-2025-11"]),
    ],
)
def test_recent_periods_go_back_over_the_new_year(
    kind: window.PeriodKind, names: list[str]
) -> None:
    now = datetime(2026, 1, 2, tzinfo=UTC)
    assert [p.name for p in window.recent_periods(kind, LONDON, now, 3)] == names


def test_current_month_is_that_of_the_zone() -> None:
    now = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert window.current_period("month", LONDON, now).name == "2026-07"
    assert window.current_period("month", ZoneInfo("UTC"), now).name == "2026-06"


@given(st.sampled_from(CALENDAR), st.sampled_from(ZONES), instants)
def test_current_period_holds_its_instant(
    kind: window.PeriodKind, zone: ZoneInfo, now: datetime
) -> None:
    span = window.current_period(kind, zone, now).span
    assert span.start <= now < span.end


@given(st.sampled_from(CALENDAR), st.sampled_from(ZONES), instants)
def test_recent_periods_adjoin(kind: window.PeriodKind, zone: ZoneInfo, now: datetime) -> None:
    spans = [period.span for period in window.recent_periods(kind, zone, now, 4)]
    assert all(later.start == earlier.end for later, earlier in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/London", date(2026, 3, 29), 23),
        ("Europe/London", date(2026, 10, 25), 25),
        ("Europe/London", date(2026, 7, 1), 24),
        ("America/Sao_Paulo", date(2018, 11, 4), 23),  # there was no midnight
        ("America/Havana", date(2026, 11, 1), 25),  # midnight came twice
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
    ],
)
def test_local_day_has_its_true_length(zone: str, day: date, hours: float) -> None:
    [(found, span)] = window.local_days(ZoneInfo(zone), day, 1)
    assert found == day
    assert span.seconds == hours * 3600


def test_local_days_leave_out_a_date_that_never_was() -> None:
    days = window.local_days(ZoneInfo("Pacific/Apia"), date(2011, 12, 31), 3)
    assert [day for day, _ in days] == [date(2011, 12, 29), date(2011, 12, 31)]
    assert days[0][1].end == days[1][1].start


@given(st.sampled_from(ZONES), instants, st.integers(1, 100))
def test_local_days_adjoin_and_hold_the_last_instant(
    zone: ZoneInfo, instant: datetime, count: int
) -> None:
    days = window.local_days(zone, window.local_date(instant, zone), count)
    spans = [span for _, span in days]
    assert spans[-1].start <= instant < spans[-1].end
    assert all(one.end == other.start for one, other in itertools.pairwise(spans))


@given(st.sampled_from([*ZONES, ZoneInfo("America/St_Johns")]), instants)
def test_next_midnight_is_ahead_within_two_days(zone: ZoneInfo, instant: datetime) -> None:
    ahead = window.next_midnight(instant, zone) - instant
    assert timedelta(0) < ahead <= timedelta(hours=49)


def test_next_midnight_is_ahead_where_midnight_comes_back() -> None:
    # Clocks went from 00:01 on 1 November 2009 back to 23:01 on 31 October.
    instant = datetime(2009, 11, 1, 2, 45, tzinfo=UTC)
    assert window.next_midnight(instant, ZoneInfo("America/St_Johns")) > instant


def test_month_of_is_local() -> None:
    assert window.month_of(datetime(2026, 6, 30, 23, tzinfo=UTC), LONDON) == "2026-07"


def test_rolling_window_of_a_month_ends_with_it_in_the_zone_of_months() -> None:
    period = window.parse_period("rolling-30d-2026-10", LONDON, NOW, ZoneInfo("America/New_York"))
    assert period.span.end == datetime(2026, 11, 1, 4, tzinfo=UTC)
    assert (period.kind, period.is_rolling, period.moves) == ("rolling-30d", True, False)
