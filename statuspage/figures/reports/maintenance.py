"""Planned work of the period: the notice that was given, the hours it was to take and took."""

from __future__ import annotations

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.measured.maintenance import planned_window
from statuspage.domain.reports.facts import ReportedMaintenance, ReportedWork
from statuspage.figures.planned_hours import planned_in
from statuspage.figures.reports.asked import ReportQuestion


def maintenance(asked: ReportQuestion) -> ReportedMaintenance:
    """All work whose window touches the period, the first one first."""
    works = asked.library.incidents.maintenances_between(asked.span.start, asked.span.end)
    sums = planned_in(asked.period, works, asked.now)
    return ReportedMaintenance(sums.planned, sums.took, tuple(_told(asked, one) for one in works))


def _told(asked: ReportQuestion, one: Incident) -> ReportedWork:
    planned = planned_window(one, asked.now)
    window, actual = planned.announced_by(), planned.actual
    return ReportedWork(
        key=one.key,
        components=tuple(component for component, _ in one.components),
        announced_at=one.window_announced_at,
        start=window.start,
        end=window.end,
        began_at=None if actual is None else actual.start,
        ended_at=None if actual is None or one.is_open else actual.end,
        status=one.status,
    )
