"""How each indicator of an SLA is counted: one file for each, listed here."""

from __future__ import annotations

from collections.abc import Callable

from statuspage.domain.measured.availability import of_events
from statuspage.figures.indicators import (
    availability,
    csat,
    event_ledgers,
    first_notice,
    latency,
    ratio,
    support,
    update_cadence,
)
from statuspage.figures.indicators.ledger import Ledger
from statuspage.figures.indicators.tally import Question, Tally

INDICATORS: dict[str, Callable[[Question], Tally]] = {
    "availability": availability.tally,
    "latency": latency.tally,
    **dict.fromkeys(support.INDICATORS, support.tally),
    "csat": csat.tally,
    "first_notice": first_notice.tally,
    "update_cadence": update_cadence.tally,
    "ratio": ratio.tally,
}

LEDGERS: dict[str, Callable[[Question], Ledger]] = {
    "availability": availability.ledger,
    "latency": latency.ledger,
    **dict.fromkeys(support.INDICATORS, event_ledgers.of_cases),
    "csat": event_ledgers.of_ratings,
    "first_notice": event_ledgers.of_notices,
    "update_cadence": event_ledgers.of_words,
    "ratio": event_ledgers.of_slices,
}
"""What each is recomputed from; of ratings, no more than their number allows to tell."""


def tally(question: Question) -> Tally:
    """What counts for an SLA in a period. An indicator that nothing measures yet has no events."""
    counted = INDICATORS.get(question.sla.indicator)
    return counted(question) if counted is not None else Tally(of_events(0, 0, 0))
