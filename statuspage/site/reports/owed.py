"""The reports that staff have still to publish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from statuspage.config import Settings
from statuspage.domain.reports.due import OwedReport, ReportRule, owed_reports
from statuspage.domain.reports.period import ReportKind
from statuspage.domain.vocabulary.spans import Span
from statuspage.site.page import Context

_MOMENT = timedelta(seconds=1)


def owed(context: Context, settings: Settings) -> Sequence[OwedReport]:
    """Of the last twelve months, as far back as anything is told; the newest first."""
    library = context.library
    added = [one.added_at for one in library.components.known()]
    ends = library.figures.ends([one.sla for one in library.objectives.current()])
    # Measurements that were taken over tell of periods from before there was this site.
    counted = [end - _MOMENT for periods in ends.values() for end in periods.values()]
    begun = min([context.now, *added, *counted])
    published = {one.period for one in library.reports.heads()}
    kinds = frozenset(map(ReportKind, settings.reports.periods))
    rule = ReportRule(kinds, settings.reports.due, settings.store.freeze_after)
    zone = ZoneInfo(settings.site.timezone)
    return owed_reports(Span(begun, context.now), zone, published, rule)
