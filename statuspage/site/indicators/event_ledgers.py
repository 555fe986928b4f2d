"""What figures of events are recomputed from: one row for each case, one for each pushed slice."""

from __future__ import annotations

from statuspage.domain.support import Outcome
from statuspage.site.indicators import support
from statuspage.site.indicators.ledger import Ledger, instant
from statuspage.site.indicators.tally import Question
from statuspage.store import ratios

_CASES = ("case", "priority", "opened_at", "due", "outcome", "counts_as")
_SLICES = ("from", "to", "good", "total", "counts")


def of_cases(question: Question) -> Ledger:
    """The cases that count, in order of their due dates."""
    rows = [
        (
            one.case.id,
            one.case.priority,
            instant(one.case.opened_at),
            instant(one.due),
            one.outcome.value,
            _counts_as(one.outcome),
        )
        for one in support.judged(question)
    ]
    return Ledger(_CASES, rows)


def of_slices(question: Question) -> Ledger:
    """The slices that begin in the period; those under `min_events` are listed and do not count."""
    span = question.period.span
    rows = [
        (
            instant(one.span.start),
            instant(one.span.end),
            str(one.good),
            str(one.total),
            "yes" if one.total >= (question.sla.min_events or 0) else "no",
        )
        for one in ratios.starting_between(question.sla.id, span.start, span.end)
    ]
    return Ledger(_SLICES, rows)


def _counts_as(outcome: Outcome) -> str:
    if outcome is Outcome.UNDECIDED:
        return "unknown"
    return "bad" if outcome.is_bad else "good"
