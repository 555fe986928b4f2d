"""The periods that reports are of, and which periods of promises close within them.

Told by names alone: a promise may count in another zone than the site, and its October is October.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.window import Period, parse_period, start_of
from statuspage.errors import InvalidInput
from statuspage.said import said

_NAME = re.compile(
    "(?P<year>19[7-9][0-9]|2[0-9]{3})(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])))?"
)
_TREND = 13


class ReportKind(StrEnum):
    """How long the time is that a report is of."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


WINDOWS: dict[ReportKind, tuple[str, ...]] = {
    ReportKind.MONTH: ("month", "week", "rolling-30d", "rolling-90d"),
    ReportKind.QUARTER: ("quarter", "month", "rolling-30d", "rolling-90d"),
    ReportKind.YEAR: ("quarter", "month", "rolling-30d", "rolling-90d"),
}
"""The windows of promises that a report tells of."""


def parse_report_period(name: str, zone: ZoneInfo) -> Period:
    """A month (2026-10), a quarter (2026-Q3) or a year (2025) in a zone. Raises InvalidInput."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise InvalidInput(
            {
                "period": said(
                    "There is no report of '{text}'. Write a month (2026-07), a quarter (2026-Q3) "
                    "or a year (2026).",
                    text=name,
                )
            }
        )
    if found["month"] or found["quarter"]:
        return parse_period(name, zone, start_of(date(2000, 1, 1), zone))
    year = int(found["year"])
    edges = (date(year, 1, 1), date(year + 1, 1, 1))
    return Period(name, Span(*(start_of(one, zone) for one in edges)))


def kind_of(name: str) -> ReportKind:
    """What sort of report it is, by the name of its period."""
    if "Q" in name:
        return ReportKind.QUARTER
    return ReportKind.MONTH if "-" in name else ReportKind.YEAR


def months_of(name: str) -> tuple[str, ...]:
    """The names of the months that a report is of, the first one first."""
    year = name[:4]
    match kind_of(name):
        case ReportKind.MONTH:
            return (name,)
        case ReportKind.QUARTER:
            last = 3 * int(name[-1])
            return tuple(f"{year}-{month:02}" for month in range(last - 2, last + 1))
        case ReportKind.YEAR:
            return tuple(f"{year}-{month:02}" for month in range(1, 13))


def trend_months(name: str) -> tuple[str, ...]:
    """The thirteen months up to the last one of a report: the same month a year ago is there."""
    year, month = map(int, months_of(name)[-1].split("-"))
    last = 12 * year + month - 1
    return tuple(f"{one // 12:04}-{one % 12 + 1:02}" for one in range(last - _TREND + 1, last + 1))


def closes_in(period: str) -> str:
    """The month in which the period of a promise closes, by its name."""
    if period.startswith("rolling-"):
        return period[-7:]
    if "W" in period:
        year, week = period.split("-W")
        return f"{date.fromisocalendar(int(year), int(week), 7):%Y-%m}"
    return months_of(period)[-1]


def closes_within(period: str, months: Collection[str]) -> bool:
    """Whether the period of a promise closes in one of some months; one that moves never does."""
    return period not in ("rolling-30d", "rolling-90d") and closes_in(period) in months
