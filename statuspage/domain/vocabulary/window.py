"""Periods and local days as half-open UTC spans at their true length, in a named zone.

Source: numbers.md, ground rules 7 and 8. A day starts at its first local midnight; elapsed time is
always taken in UTC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count as counting
from typing import Literal
from zoneinfo import ZoneInfo

from statuspage.domain.vocabulary.spans import Span
from statuspage.errors import InvalidInput
from statuspage.said import said

PeriodKind = Literal["month", "quarter", "week", "rolling-30d", "rolling-90d"]

_DAY = timedelta(days=1)
_YEAR = "(?P<year>19[7-9][0-9]|2[0-9]{3})"
_CALENDAR = re.compile(
    f"{_YEAR}-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|W(?P<week>[0-5][0-9]))"
)
_ROLLING = re.compile(f"rolling-(?P<days>30|90)d(?:-(?P<end>{_YEAR}-(?P<month>0[1-9]|1[0-2])))?")


@dataclass(frozen=True)
class Period:
    """A named stretch of time: `2026-07`, `2026-Q3`, `2026-W27`, `rolling-30d` or `rolling-90d`.

    `rolling-30d-2026-07` are the 30 days that ended with that month: what is kept of a window that
    goes on with the time.
    """

    name: str
    span: Span

    @property
    def kind(self) -> PeriodKind:
        """What sort of period it is."""
        if found := _ROLLING.match(self.name):
            return "rolling-30d" if found["days"] == "30" else "rolling-90d"
        return "quarter" if "Q" in self.name else "week" if "W" in self.name else "month"

    @property
    def is_rolling(self) -> bool:
        """Whether it is so many days up to some instant, now or the end of a month."""
        return self.name.startswith("rolling")

    @property
    def moves(self) -> bool:
        """Whether it ends at now, and is another one a moment later."""
        return self.name in ("rolling-30d", "rolling-90d")

    def is_running(self, now: datetime) -> bool:
        """Whether it has time to come. A rolling window ends at now, so it never has."""
        return now < self.span.end


def parse_period(
    text: str, zone: ZoneInfo, now: datetime, months_in: ZoneInfo | None = None
) -> Period:
    """The period of that name in a zone; rolling ones end with the months of another zone, if any.

    Raises InvalidInput.
    """
    if found := _ROLLING.fullmatch(text):
        end = now
        if found["end"]:
            following = _month_start(int(found["year"]), int(found["month"]) + 1)
            end = start_of(following, months_in or zone)
        return Period(text, _rolling(int(found["days"]), zone, end))
    found = _CALENDAR.fullmatch(text)
    if found is None:
        raise _not_a_period(text)
    first, following = _edges(text, found)
    return Period(text, Span(start_of(first, zone), start_of(following, zone)))


def current_period(kind: PeriodKind, zone: ZoneInfo, now: datetime) -> Period:
    """The period of a kind that holds now; a rolling window ends now."""
    today = local_date(now, zone)
    year, week, _ = today.isocalendar()
    names: dict[PeriodKind, str] = {
        "month": month_of(now, zone),
        "quarter": f"{today.year}-Q{(today.month + 2) // 3}",
        "week": f"{year}-W{week:02}",
    }
    return parse_period(names.get(kind, kind), zone, now)


def recent_periods(
    kind: PeriodKind,
    zone: ZoneInfo,
    now: datetime,
    count: int,
    months_in: ZoneInfo | None = None,
) -> list[Period]:
    """The running period and those before it, the newest first.

    Before a rolling window, which moves with now, stand those that ended with each month.
    """
    months = months_in or zone
    found = [current_period(kind, zone, now)]
    month = current_period("month", months, now)
    while len(found) < count:
        if found[-1].is_rolling:
            month = _before(month, months)
            found.append(parse_period(f"{kind}-{month.name}", zone, now, months))
        else:
            found.append(_before(found[-1], zone))
    return found


def _before(period: Period, zone: ZoneInfo) -> Period:
    return current_period(period.kind, zone, period.span.start - timedelta(seconds=1))


def local_days(zone: ZoneInfo, last: date, count: int) -> list[tuple[date, Span]]:
    """The last `count` dates up to `last`, oldest first, each 23, 24 or 25 hours long.

    A date that a zone left out (Apia, 30 December 2011) is left out here too.
    """
    dates = [last - _DAY * back for back in range(count - 1, -1, -1)]
    days = [(day, Span(start_of(day, zone), start_of(day + _DAY, zone))) for day in dates]
    return [(day, span) for day, span in days if span.seconds]


def month_of(instant: datetime, zone: ZoneInfo) -> str:
    """The name of the local month of an instant, such as `2026-07`."""
    return f"{local_date(instant, zone):%Y-%m}"


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """The date that a calendar on the wall shows in a zone."""
    return instant.astimezone(zone).date()


def next_midnight(instant: datetime, zone: ZoneInfo) -> datetime:
    """The next start of a local day after an instant, UTC."""
    today = local_date(instant, zone)
    # Where clocks fall back over midnight, the date's start may lie behind us already.
    starts = (start_of(today + _DAY * ahead, zone) for ahead in counting(1))
    return next(start for start in starts if start > instant)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The instant a local date begins, UTC.

    Fold 0 takes the first of two midnights, and for one that is skipped the moment of the change.
    """
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _rolling(days: int, zone: ZoneInfo, now: datetime) -> Span:
    local = now.astimezone(zone)
    # Arithmetic on the wall clock is meant: so many local days, each at its true length.
    return Span(local.replace(fold=0) - _DAY * days, now)


def _edges(text: str, found: re.Match[str]) -> tuple[date, date]:
    """The first date of a calendar period, and the first date after it."""
    year = int(found["year"])
    if found["week"]:
        try:
            monday = date.fromisocalendar(year, int(found["week"]), 1)
        except ValueError as error:
            raise _not_a_period(text) from error
        return monday, monday + _DAY * 7
    if found["month"]:
        return _month_start(year, int(found["month"])), _month_start(year, int(found["month"]) + 1)
    first_month = 3 * int(found["quarter"]) - 2
    return _month_start(year, first_month), _month_start(year, first_month + 3)


def _month_start(year: int, month: int) -> date:
    """The first of a month; month 13 is the next January."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _not_a_period(text: str) -> InvalidInput:
    return InvalidInput(
        {
            "period": said(
                "'{text}' is not a period. Write a month (2026-07), a quarter (2026-Q3), "
                "an ISO week (2026-W27), rolling-30d or rolling-90d.",
                text=text,
            )
        }
    )
