"""The indicator `ratio`: good and total events that were pushed to us."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from statuspage.config import Sla
from statuspage.domain.library.library import Library
from statuspage.domain.measured.ratios import Slice, coverage, event_counts, slice_counts
from statuspage.domain.promises.late import LateKind
from statuspage.domain.vocabulary.spans import Span
from statuspage.figures.indicator import Indicator, limit, on, share
from statuspage.figures.ledger import Ledger, instant
from statuspage.figures.reckoning import Question, Reckoning
from statuspage.said import Said, said

_LONGEST = timedelta(days=31)
"""What is pushed for longer than this before a period is not looked for."""

_HEADER = ("from", "to", "good", "total", "counts")


def _reckon(question: Question) -> Reckoning:
    """Events pushed for times that begin in the period, without those under `min_events`.

    Where the promise names a `slice`, the mean of its slices counts in place of all events. Time
    for which nothing was pushed is not measured.
    """
    sla, span = question.sla, question.period.span
    slices = _reaching(question)
    if sla.slice is not None:
        counts = slice_counts(slices, span, question.now, sla.slice, sla.min_events or 0)
        return Reckoning(counts, counts.coverage)
    elapsed = Span(span.start, max(span.start, min(span.end, question.now)))
    return Reckoning(event_counts(slices, span, sla.min_events or 0), coverage(slices, elapsed))


def _reaching(question: Question) -> list[Slice]:
    """What was pushed for time of the period, also such as began before it."""
    span = question.period.span
    found = question.library.ratios.starting_between(
        question.sla.id, span.start - _LONGEST, span.end
    )
    return [one for one in found if one.span.end > span.start]


def _ledger(question: Question) -> Ledger:
    """What was pushed for time of the period; what is under `min_events` does not count.

    Of what began before the period, only the time counts, as measured.
    """
    sla, span = question.sla, question.period.span
    rows = [
        (
            instant(one.span.start),
            instant(one.span.end),
            str(one.good),
            str(one.total),
            "yes" if one.total >= (sla.min_events or 0) and _counts(one, sla, span) else "no",
        )
        for one in _reaching(question)
    ]
    return Ledger(_HEADER, rows)


def _counts(one: Slice, sla: Sla, period: Span) -> bool:
    """A long one counts in each slice it reaches, all others where they start."""
    is_long = sla.slice is not None and one.span.end - one.span.start > sla.slice
    return is_long or one.span.start >= period.start


def _first_known(library: Library, sla: Sla) -> datetime | None:
    return library.ratios.first_start(sla.id)


def _promise(sla: Sla) -> Said:
    return said("At least {share} of events go well", share=share(sla))


def _rule(sla: Sla) -> Sequence[Said]:
    parts = [said("Good events, as a share of all events reported for the period")]
    if sla.slice:
        parts.append(
            said(
                "as the mean of slices of {length}; a slice reported without events counts as "
                "good, one with no report counts as not measured",
                length=limit(sla.slice),
            )
        )
    if sla.min_events:
        parts.append(
            said("slices with fewer than {count} events are left out", count=sla.min_events)
        )
    return parts


INDICATOR = Indicator(
    "ratio",
    _reckon,
    _ledger,
    promise=_promise,
    rule=_rule,
    rests_on=on(LateKind.RATIOS),
    takes=("slice",),
    first_known=_first_known,
)
