"""The indicator `ratio`: good and total events that were pushed to us."""

from __future__ import annotations

from statuspage.domain.ratios import event_counts
from statuspage.site.indicators.tally import Question, Tally
from statuspage.store import ratios


def tally(question: Question) -> Tally:
    """Events of the slices that begin in the period, without slices under `min_events`."""
    sla, span = question.sla, question.period.span
    slices = ratios.starting_between(sla.id, span.start, span.end)
    return Tally(event_counts(slices, span, sla.min_events or 0))
