"""Periods of reports, and which periods of promises close within them: told by names alone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from statuspage.domain.reports.period import (
    ReportKind,
    closes_within,
    kind_of,
    months_of,
    parse_report_period,
    trend_months,
)
from statuspage.errors import InvalidInput

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("name", "kind", "start", "end"),
    [
        ("2026-10", ReportKind.MONTH, (2026, 9, 30, 23), (2026, 11, 1, 0)),
        ("2026-Q3", ReportKind.QUARTER, (2026, 6, 30, 23), (2026, 9, 30, 23)),
        ("2025", ReportKind.YEAR, (2025, 1, 1, 0), (2026, 1, 1, 0)),
    ],
)
def test_period_is_as_long_as_its_name_says(
    name: str, kind: ReportKind, start: tuple[int, ...], end: tuple[int, ...]
) -> None:
    span = parse_report_period(name, LONDON).span
    assert kind_of(name) is kind
    assert (span.start, span.end) == (datetime(*start, tzinfo=UTC), datetime(*end, tzinfo=UTC))  # type: ignore[misc]


@pytest.mark.parametrize("name", ["2026-W30", "rolling-30d", "2026-13", "2026-Q5", "October", ""])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        parse_report_period(name, LONDON)


def test_trend_reaches_back_to_the_same_month_a_year_ago() -> None:
    for name in ("2026-10", "2026-Q4", "2026"):
        months = trend_months(name)
        assert (len(months), months[-1]) == (13, months_of(name)[-1])
    assert trend_months("2026-02")[0] == "2025-02"


@pytest.mark.parametrize(
    ("period", "month"),
    [
        ("2026-10", "2026-10"),
        ("2026-Q3", "2026-09"),
        ("2026-W44", "2026-11"),  # its Sunday is the first of November
        ("2026-W53", "2027-01"),
        ("rolling-90d-2026-07", "2026-07"),
    ],
)
def test_period_closes_in_the_month_of_its_last_day(period: str, month: str) -> None:
    assert closes_within(period, [month])
    assert not closes_within(period, ["2026-08"])


def test_window_that_moves_never_closes() -> None:
    assert not closes_within("rolling-30d", trend_months("2026-10"))
