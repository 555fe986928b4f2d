"""The indicator `ratio`: good and total events that were pushed to us."""

from __future__ import annotations

from statuspage.domain.measured.ratios import event_counts, slice_counts
from statuspage.figures.indicators.tally import Question, Tally
from statuspage.store import ratios


def tally(question: Question) -> Tally:
    """Events pushed for times that begin in the period, without those under `min_events`.

    Where the promise names a `slice`, the mean of its slices counts in place of all events.
    """
    sla, span = question.sla, question.period.span
    slices = ratios.starting_between(sla.id, span.start, span.end)
    if sla.slice is None:
        return Tally(event_counts(slices, span, sla.min_events or 0))
    return Tally(slice_counts(slices, span, question.now, sla.slice, sla.min_events or 0))
