"""News with their words: what every way of telling people renders."""

from __future__ import annotations

from dataclasses import dataclass

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.reports.report import PeriodReport
from statuspage.domain.telling.news import News
from statuspage.render.feeds.documents import Item


@dataclass(frozen=True)
class ToldNews:
    """News with their words in one language."""

    news: News
    item: Item  # the same that feeds show
    incident: Incident | None = None  # with all its updates, for those that need its structure
    report: PeriodReport | None = None  # the same of a report
