"""What a figure of events is made of: cases by priority, or how many gave each score."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from statuspage.config import Settings, Sla
from statuspage.domain import display, satisfaction, support
from statuspage.domain.figure import FEW_EVENTS
from statuspage.domain.satisfaction import Survey
from statuspage.domain.support import Judged
from statuspage.domain.window import Period
from statuspage.render.views import Share
from statuspage.site.indicators import csat
from statuspage.site.indicators import support as support_cases
from statuspage.site.indicators.tally import Question
from statuspage.site.measure import zone_of
from statuspage.store import cases, ratings, ratios


def evidence(sla: Sla, period: Period, settings: Settings, now: datetime) -> dict[str, Any]:
    """Facts of the page of an SLA: `shares` for support indicators, `survey` for ratings.

    `survey` is None, and `shares` is empty, where an indicator has none.
    """
    question = Question(sla, period, settings, zone_of(sla, settings), now)
    found: dict[str, Any] = {"shares": [], "survey": None}
    if sla.indicator in support_cases.INDICATORS:
        found["shares"] = _shares(support_cases.judged(question))
    elif sla.indicator == "csat":
        found["survey"] = satisfaction.survey_json(Survey.CSAT, csat.counts(question))
    return found


def known_since(sla: Sla) -> datetime | None:
    """Since when there is anything to count for an indicator of events; None for others."""
    if sla.indicator in support_cases.INDICATORS:
        return cases.first_opened()
    if sla.indicator == "csat":
        return ratings.first_at(Survey.CSAT)
    return ratios.first_start(sla.id) if sla.indicator == "ratio" else None


def _shares(judged: Sequence[Judged]) -> list[Share]:
    """One for each priority, that of cases without one last, then the total."""
    split = sorted(support.by_priority(judged).items(), key=lambda item: not item[0])
    parts = [_share(name, some) for name, some in split]
    return [*parts, _share("all", judged)] if parts else []


def _share(name: str, judged: Sequence[Judged]) -> Share:
    counts = support.counts(judged)
    words = display.headline(counts.good, counts.bad, 0) if counts.measured else "not decided yet"
    if counts.measured and counts.total < FEW_EVENTS:
        words = f"{counts.good} of {counts.measured}"
    return Share(name, int(counts.good), int(counts.bad), int(counts.unknown), words)
