"""How each indicator of an SLA is counted: one file for each, listed here."""

from __future__ import annotations

from collections.abc import Callable

from statuspage.domain.availability import of_events
from statuspage.site.indicators import availability
from statuspage.site.indicators.tally import Question, Tally

INDICATORS: dict[str, Callable[[Question], Tally]] = {
    "availability": availability.tally,
}


def tally(question: Question) -> Tally:
    """What counts for an SLA in a period. An indicator that nothing measures yet has no events."""
    counted = INDICATORS.get(question.sla.indicator)
    return counted(question) if counted is not None else Tally(of_events(0, 0, 0))
