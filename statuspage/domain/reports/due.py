"""Which reports are still to be published, and until when."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from statuspage.domain.reports.news import LATE
from statuspage.domain.reports.period import (
    ReportKind,
    kind_of,
    parse_report_period,
    trend_months,
)
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.window import Period, month_of


def form_path(period: str) -> str:
    """Where staff write and publish the report of a period."""
    return f"/admin/reports/{period}"


@dataclass(frozen=True)
class ReportRule:
    """What staff set themselves: which reports they want to be reminded of, and by when."""

    kinds: Collection[ReportKind]
    due: timedelta  # from the end of a period
    possible: timedelta  # from there on its figures are frozen


@dataclass(frozen=True)
class OwedReport:
    """A period that is over and has no report yet."""

    period: Period
    possible_at: datetime  # from when it can be published
    due_at: datetime | None  # None where nobody wants to be reminded of it

    @property
    def path(self) -> str:
        """Where staff write and publish it."""
        return form_path(self.period.name)

    def is_called_for(self, now: datetime) -> bool:
        """Whether it can be published, and should be."""
        return self.due_at is not None and self.possible_at <= now

    def is_late(self, now: datetime) -> bool:
        return self.due_at is not None and self.due_at <= now


def owed_reports(
    known: Span, zone: ZoneInfo, published: Collection[str], rule: ReportRule
) -> list[OwedReport]:
    """Those of the last twelve months, the newest first.

    `known` is from where on anything is told until now. Of what ended long ago nobody is reminded:
    a report of it would be of a past.
    """
    found = []
    for name in _names(month_of(known.end, zone)):
        period = parse_report_period(name, zone)
        end = period.span.end
        if end <= known.start or name in published:
            continue
        wanted = kind_of(name) in rule.kinds and known.end - end <= LATE
        due = end + max(rule.due, rule.possible) if wanted else None
        found.append(OwedReport(period, end + rule.possible, due))
    return found


def _names(current: str) -> Iterator[str]:
    """The periods that ended before the current month, within a year; longer ones first."""
    for month in reversed(trend_months(current)[:-1]):
        year, number = month.split("-")
        if number == "12":
            yield year
        if int(number) % 3 == 0:
            yield f"{year}-Q{int(number) // 3}"
        yield month
