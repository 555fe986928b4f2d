"""The indicator `ratio`: good and total events that were pushed to us."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from statuspage.config import Sla
from statuspage.domain.library.library import Library
from statuspage.domain.measured.ratios import event_counts, slice_counts
from statuspage.domain.promises.late import LateKind
from statuspage.figures.indicator import Indicator, limit, on, share
from statuspage.figures.ledger import Ledger, instant
from statuspage.figures.tally import Question, Tally
from statuspage.said import Said, said

_HEADER = ("from", "to", "good", "total", "counts")


def _tally(question: Question) -> Tally:
    """Events pushed for times that begin in the period, without those under `min_events`.

    Where the promise names a `slice`, the mean of its slices counts in place of all events.
    """
    sla, span = question.sla, question.period.span
    slices = question.library.ratios.starting_between(sla.id, span.start, span.end)
    if sla.slice is None:
        return Tally(event_counts(slices, span, sla.min_events or 0))
    return Tally(slice_counts(slices, span, question.now, sla.slice, sla.min_events or 0))


def _ledger(question: Question) -> Ledger:
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
        for one in question.library.ratios.starting_between(question.sla.id, span.start, span.end)
    ]
    return Ledger(_HEADER, rows)


def _first_known(library: Library, sla: Sla) -> datetime | None:
    return library.ratios.first_start(sla.id)


def _promise(sla: Sla) -> Said:
    return said("At least {share} of events go well", share=share(sla))


def _rule(sla: Sla) -> Sequence[Said]:
    parts = [said("Good events divided by all events reported for the period")]
    if sla.slice:
        parts.append(
            said(
                "as the mean of slices of {length}, and one without events counts as good",
                length=limit(sla.slice),
            )
        )
    if sla.min_events:
        parts.append(said("slices with fewer than {count} events left out", count=sla.min_events))
    return parts


INDICATOR = Indicator(
    "ratio",
    _tally,
    _ledger,
    promise=_promise,
    rule=_rule,
    rests_on=on(LateKind.RATIOS),
    takes=("slice",),
    first_known=_first_known,
)
