"""The reports that staff have still to publish."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from statuspage.config import Settings
from statuspage.domain.reports.due import OwedReport, ReportRule, owed_reports
from statuspage.domain.reports.period import ReportKind
from statuspage.domain.vocabulary.spans import Span
from statuspage.site.page import Context


def owed(context: Context, settings: Settings) -> Sequence[OwedReport]:
    """Of the last twelve months, as far back as anything is told; the newest first."""
    begun = min([context.now, *(one.added_at for one in context.library.components.known())])
    published = {one.period for one in context.library.reports.heads()}
    kinds = frozenset(map(ReportKind, settings.reports.periods))
    rule = ReportRule(kinds, settings.reports.due, settings.store.freeze_after)
    zone = ZoneInfo(settings.site.timezone)
    return owed_reports(Span(begun, context.now), zone, published, rule)
