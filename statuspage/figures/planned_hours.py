"""How many hours of work were planned in each month, and how many it took: a figure of its own.

Source: numbers.md, "Planned maintenance". Work on several things at once counts once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.library.library import Library
from statuspage.domain.measured.maintenance import PlannedWindow, planned_window
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.spans import Span, union
from statuspage.domain.vocabulary.states import Status
from statuspage.domain.vocabulary.window import Period

_MONTHS = 12
_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class PlannedMonth:
    """A month of the site's zone; seconds. What goes on has taken nothing yet."""

    name: str  # "2026-07"
    works: int
    planned: int  # as announced at last; nothing of what was called off before it began
    took: int  # of what is over


def planned_months(library: Library, zone: ZoneInfo, now: datetime) -> list[PlannedMonth]:
    """The months of a year with planned work, and those to come, the newest first."""
    recent = window.recent_periods("month", zone, now, _MONTHS)
    end = window.current_period("month", zone, now + _YEAR).span.end
    works = library.incidents.maintenances_between(recent[-1].span.start, end)
    months = [*_after(recent[0], end, zone), *recent]
    found = (planned_in(month, works, now) for month in months)
    return [month for month in found if month.works]


def planned_in(period: Period, works: Sequence[Incident], now: datetime) -> PlannedMonth:
    """The same of any period; what was called off before it began is planned no more."""
    windows = [(work, planned_window(work, now)) for work in works]
    return _month(
        period,
        [
            (work, one)
            for work, one in windows
            if work.status is not Status.CANCELLED or one.actual is not None
        ],
    )


def _after(month: Period, end: datetime, zone: ZoneInfo) -> list[Period]:
    """The months that follow one, up to some time, the last one first."""
    found: list[Period] = []
    while month.span.end < end:
        month = window.current_period("month", zone, month.span.end)
        found.insert(0, month)
    return found


def _month(month: Period, standing: Sequence[tuple[Incident, PlannedWindow]]) -> PlannedMonth:
    planned = {work.key: one.announced_by() for work, one in standing}
    took = {work.key: one.actual for work, one in standing if one.actual and not work.is_open}
    touching = {
        key
        for spans in (planned, took)
        for key, span in spans.items()
        if span.clip(month.span) is not None
    }
    return PlannedMonth(
        month.name,
        len(touching),
        _seconds(list(planned.values()), month.span),
        _seconds(list(took.values()), month.span),
    )


def _seconds(spans: Sequence[Span], within: Span) -> int:
    parts = (span.clip(within) for span in spans)
    return sum(part.seconds for part in union(part for part in parts if part is not None))
