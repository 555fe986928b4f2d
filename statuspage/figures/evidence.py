"""What a figure is made of: since when anything is known, cases by priority, ratings by score."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from statuspage.config import Settings, Sla
from statuspage.domain.measured import satisfaction, support
from statuspage.domain.measured.repair import Times, times
from statuspage.domain.measured.satisfaction import Survey
from statuspage.domain.measured.support import Judged, Outcome
from statuspage.domain.promises.figure import FEW_EVENTS
from statuspage.domain.vocabulary import display
from statuspage.domain.vocabulary.window import Period
from statuspage.figures.indicators import csat
from statuspage.figures.indicators import support as support_cases
from statuspage.figures.indicators.tally import Question
from statuspage.figures.measure import zone_of
from statuspage.render.views import Share
from statuspage.store import cases, components, measurements, ratings, ratios


def evidence(sla: Sla, period: Period, settings: Settings, now: datetime) -> dict[str, Any]:
    """Facts of an SLA: `shares` for support; for ratings `survey`, and `also` for other surveys.

    `survey` is None, the others are empty, where an indicator has none.
    """
    question = Question(sla, period, settings, zone_of(sla, settings), now)
    found: dict[str, Any] = {"shares": [], "survey": None, "also": []}
    if sla.indicator in support_cases.INDICATORS:
        found["shares"] = _shares(sla, support_cases.judged(question), now)
    elif sla.indicator == "csat":
        found["survey"] = satisfaction.survey_json(Survey.CSAT, csat.counts(question))
        found["also"] = also_asked(period)
    return found


def also_asked(period: Period) -> list[dict[str, Any]]:
    """What may be published of the other surveys in the same period, of those ever taken."""
    span = period.span
    return [
        satisfaction.survey_json(survey, ratings.counts(survey, span.start, span.end))
        for survey in (Survey.NPS, Survey.CES)
        if ratings.first_at(survey) is not None
    ]


def recorded_since(sla: Sla, otherwise: datetime) -> datetime:
    """Since when anything is known of what an SLA counts; `otherwise`, if nothing is."""
    if (first_event := _first_event(sla)) is not None:
        return first_event
    known = components.known()
    touched = [one for one in known if not sla.components or one.id in sla.components]
    starts = [components.recorded_from(component) for component in touched]
    if sla.source != "incidents":
        watching = measurements.series_on([component.id for component in touched])
        firsts = (measurements.first_start(series.number) for series in watching)
        starts += [first for first in firsts if first is not None]
    return min(starts, default=otherwise)


def _first_event(sla: Sla) -> datetime | None:
    """Since when there is anything to count for an indicator of events; None for others."""
    if sla.indicator in support_cases.INDICATORS:
        return cases.first_opened()
    if sla.indicator == "csat":
        return ratings.first_at(Survey.CSAT)
    return ratios.first_start(sla.id) if sla.indicator == "ratio" else None


def _shares(sla: Sla, judged: Sequence[Judged], now: datetime) -> list[Share]:
    """One for each priority, that of cases without one last, then the total."""
    split = sorted(support.by_priority(judged).items(), key=lambda item: not item[0])
    parts = [_share(name, some, _taken(sla, some, now)) for name, some in split]
    return [*parts, _share("all", judged, _taken(sla, judged, now))] if parts else []


def _taken(sla: Sla, judged: Sequence[Judged], now: datetime) -> Times | None:
    """How long the decided ones took in open hours; one that is overdue so long so far."""
    measured = (
        support.response_seconds
        if sla.indicator == "first_response"
        else support.resolution_seconds
    )
    return times(
        measured(one.case, one.calendar, now)
        for one in judged
        if one.calendar is not None and one.outcome is not Outcome.UNDECIDED
    )


def _share(name: str, judged: Sequence[Judged], taken: Times | None) -> Share:
    counts = support.counts(judged)
    words = display.headline(counts.good, counts.bad, 0) if counts.measured else "not decided yet"
    if counts.measured and counts.total < FEW_EVENTS:
        words = f"{counts.good} of {counts.measured}"
    median = None if taken is None else math.ceil(taken.median)
    return Share(name, int(counts.good), int(counts.bad), int(counts.unknown), words, median)
