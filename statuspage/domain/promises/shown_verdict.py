"""The verdict of a figure as readers are told it, which says of a running period how it goes.

For reading alone: documents and the record keep the verdict of numbers.md, ground rule 5.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from statuspage.domain.promises.budget import Budget
from statuspage.domain.promises.figure import Figure, Verdict
from statuspage.said import Said, said

_NARROW = Fraction(1, 4)
"""Of an error budget: with less than this left, a promise is at risk."""


class ShownVerdict(StrEnum):
    """What stands beside a figure; what calls for most attention first."""

    MISSED = "missed"
    AT_RISK = "at_risk"
    NOT_PROVEN = "not_proven"
    ON_TRACK = "on_track"
    MET = "met"
    INSUFFICIENT_DATA = "insufficient_data"
    NOT_PROMISED = "not_promised"

    @property
    def label(self) -> Said:
        return _LABELS[self][0]

    @property
    def small(self) -> Said:
        """The label in the middle of a sentence."""
        return _LABELS[self][1]

    @property
    def needs_attention(self) -> bool:
        """Whether it is missed, or may soon be."""
        return self in (ShownVerdict.MISSED, ShownVerdict.AT_RISK)


_LABELS = {
    ShownVerdict.MISSED: (said("Missed"), said("missed")),
    ShownVerdict.AT_RISK: (said("At risk"), said("at risk")),
    ShownVerdict.NOT_PROVEN: (said("Not proven"), said("not proven")),
    ShownVerdict.INSUFFICIENT_DATA: (said("Not enough data"), said("not enough data")),
    ShownVerdict.ON_TRACK: (said("On track"), said("on track")),
    ShownVerdict.MET: (said("Met"), said("met")),
    ShownVerdict.NOT_PROMISED: (said("Not promised then"), said("not promised then")),
}
_IN_ORDER = list(ShownVerdict)


def shown_verdict(figure: Figure) -> ShownVerdict:
    """The verdict; of a period that goes on, what it comes to unless something changes.

    A rolling window up to now goes on for ever: one that is met is on track, or at risk.
    """
    goes_on = figure.verdict is Verdict.IN_PROGRESS
    if not goes_on and not (figure.period.moves and figure.verdict is Verdict.MET):
        return ShownVerdict(figure.verdict.value)
    budget = figure.budget
    if figure.is_withheld or not figure.counts.measured or budget is None:
        return ShownVerdict.INSUFFICIENT_DATA
    if budget.remaining < budget.allowed * _NARROW:
        return ShownVerdict.AT_RISK
    if figure.is_sparse:
        return ShownVerdict.INSUFFICIENT_DATA
    # Events that are unknown will be decided; time that nobody watched stays unknown.
    if figure.coverage is not None and figure.counts.unknown > budget.remaining:
        return ShownVerdict.NOT_PROVEN
    return ShownVerdict.ON_TRACK


def urgency(figure: Figure) -> tuple[int, Fraction]:
    """Sorts figures: those missed or at risk first, then those with the least room left."""
    return _IN_ORDER.index(shown_verdict(figure)), _left(figure.budget)


def _left(budget: Budget | None) -> Fraction:
    """The share of a budget that is left; negative of one that is overdrawn."""
    if budget is None or not budget.allowed:
        return Fraction(1) if budget is None or budget.remaining >= 0 else Fraction(-1)
    return Fraction(budget.remaining) / budget.allowed
