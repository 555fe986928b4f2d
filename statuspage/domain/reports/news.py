"""Reports as entries of the journal: each revision is one."""

from __future__ import annotations

from datetime import datetime, timedelta

from statuspage.domain.reports.report import PeriodReport

REPORT = "report"
"""Their kind in the journal."""

LATE = timedelta(days=62)
"""From the end of a period to its report; a later one is of a past, and no news."""


def report_key(report: PeriodReport) -> str:
    """Which revision of which report it is."""
    return f"{report.period.name}/{report.revision}"


def stands_under(report: PeriodReport) -> datetime:
    """The time of a report in the journal: when it was published; of a past, when that ended."""
    is_past = report.revision == 1 and report.at - report.period.span.end > LATE
    return report.period.span.end if is_past else report.at
