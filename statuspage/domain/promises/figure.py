"""Counts to the figure that is published: percentages, bounds, verdict, error budget and credit.

Source: numbers.md, ground rules 2 to 5, "Error budget and burn rate" and "Service credits". Serves
seconds and events alike; everything is judged by exact fractions and rounded only for display.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from statuspage.config import CreditTier, Sla
from statuspage.domain.measured.availability import Counts
from statuspage.domain.measured.satisfaction import FEWEST
from statuspage.domain.vocabulary import display
from statuspage.domain.vocabulary.display import FigureWords
from statuspage.domain.vocabulary.window import Period
from statuspage.said import Said, said

ENOUGH_COVERAGE = Fraction(95, 100)
"""Under this share of the time measured, no verdict but "not enough data" is given."""

FEW_EVENTS = 30
"""Under this many events, pages show the counts instead of a percentage."""


class Verdict(StrEnum):
    """Whether a target was reached, as far as can be known."""

    MET = "met"
    MISSED = "missed"
    NOT_PROVEN = "not_proven"
    INSUFFICIENT_DATA = "insufficient_data"
    IN_PROGRESS = "in_progress"

    @property
    def label(self) -> Said:
        return _LABELS[self][0]

    @property
    def small(self) -> Said:
        """The label in the middle of a sentence."""
        return _LABELS[self][1]


_LABELS = {
    Verdict.MET: (said("Met"), said("met")),
    Verdict.MISSED: (said("Missed"), said("missed")),
    Verdict.NOT_PROVEN: (said("Not proven"), said("not proven")),
    Verdict.INSUFFICIENT_DATA: (said("Not enough data"), said("not enough data")),
    Verdict.IN_PROGRESS: (said("In progress"), said("in progress")),
}


@dataclass(frozen=True)
class Budget:
    """How much may be bad, in the unit of the counts. `remaining` may be negative.

    `used_percent` is None when the target allows nothing and something was bad.
    """

    allowed: int
    used: Fraction
    remaining: Fraction
    used_percent: str | None


@dataclass(frozen=True)
class Figure:
    """One objective in one period. Percentages are digits rounded for display, without the sign.

    `value` and `raw_value` are None while nothing is measured, the bounds when there is nothing to
    judge; `coverage` is None for events. By which rule it was counted, its definition says.
    What only checks tell is None for others, and for what version 0.1.0 froze.
    """

    id: str
    title: str
    indicator: str
    period: Period
    target: str
    verdict: Verdict
    value: str | None
    raw_value: str | None
    best_case: str | None
    worst_case: str | None
    coverage: str | None
    as_of: datetime
    counts: Counts
    budget: Budget
    credit: str
    is_provisional: bool
    definition_version: int
    revision: int
    is_withheld: bool = False  # too few answers to say more than that
    unconfirmed: int | None = None  # failures and slow answers that no second check confirmed
    can_miss_seconds: int | None = None  # the longest outage that can go unseen

    @property
    def is_of_events(self) -> bool:
        """Whether it counts events, be it of time that was reported only in part."""
        return self.coverage is None or self.indicator == "ratio"

    @property
    def headline(self) -> FigureWords:
        """What it says first: no percentage of too few events or too little measured time."""
        counts = self.counts
        if self.is_withheld:
            return FigureWords(said("fewer than {count} answers", count=FEWEST), is_number=False)
        if self.is_of_events and counts.total < FEW_EVENTS:
            return _count(counts)
        if counts.bad and self.verdict is Verdict.INSUFFICIENT_DATA:
            share = display.coverage(counts.measured, counts.unknown)
            return FigureWords(
                said("not enough data: {share} measured", share=share), is_number=False
            )
        if counts.bad and self.value is not None:
            return display.percentage(self.value)
        return display.headline(counts.good, counts.bad, counts.unknown)


def compose(
    sla: Sla,
    version: int,
    period: Period,
    counts: Counts,
    *,
    now: datetime,
    coverage: Fraction | None,
    is_provisional: bool,
    decimals: int = 2,
) -> Figure:
    """The figure of some counts by one version of a definition.

    `coverage` is `counts.coverage` for time, None for events; `decimals` is what the source
    supports, a longer target shows more.
    """

    def digits(good: Fraction, total: Fraction) -> str | None:
        if not total:
            return None
        return display.percent(good, total, decimals=decimals, target=sla.target)

    judged = verdict(counts, sla.target, coverage, is_running=period.is_running(now))
    return Figure(
        id=sla.id,
        title=sla.title,
        indicator=sla.indicator,
        period=period,
        target=display.percent_text(sla.target),
        verdict=judged,
        value=digits(counts.good, counts.measured),
        raw_value=digits(counts.raw_good, counts.raw_good + counts.raw_bad),
        best_case=digits(*_best(counts)),
        worst_case=digits(*_worst(counts)),
        coverage=None if coverage is None else display.percent(coverage, 1),
        as_of=now,
        counts=counts,
        budget=budget(counts, sla.target),
        credit=credit(counts, sla.credits, judged, coverage),
        is_provisional=is_provisional,
        definition_version=version,
        revision=1,
    )


def verdict(
    counts: Counts, target: Fraction, coverage: Fraction | None, *, is_running: bool
) -> Verdict:
    """Judge some counts; the order of the questions is that of numbers.md, ground rule 5."""
    best, eligible = _best(counts)
    if best < target * eligible:
        return Verdict.MISSED
    if is_running:
        return Verdict.IN_PROGRESS
    if not eligible or _is_sparse(coverage):
        return Verdict.INSUFFICIENT_DATA
    worst, judged = _worst(counts)
    return Verdict.MET if worst >= target * judged else Verdict.NOT_PROVEN


def budget(counts: Counts, target: Fraction) -> Budget:
    """The error budget, (1 - target) x the full length, rounded down; its use rounds up."""
    exact = (1 - target) * counts.total
    allowed = math.floor(exact)
    share = display.ceil_percent(counts.bad, exact) if exact else None
    used_percent = "0.00" if not counts.bad else share
    return Budget(allowed, counts.bad, allowed - counts.bad, used_percent)


def credit(
    counts: Counts, tiers: Sequence[CreditTier], judged: Verdict, coverage: Fraction | None
) -> str:
    """The largest single credit earned, as `"10%"`, else `"none"`; by the unrounded value.

    Equality earns the better tier. `"undetermined"` where the data do not suffice; a target that is
    missed in the best case is certain even so.
    """
    is_certain = judged is Verdict.MISSED or not _is_sparse(coverage)
    if not tiers:
        return "none"
    if not counts.measured or judged is Verdict.INSUFFICIENT_DATA or not is_certain:
        return "undetermined"
    earned = [tier.credit for tier in tiers if counts.good < tier.below * counts.measured]
    return display.percent_text(max(earned)) + "%" if earned else "none"


def published_counts(counts: Counts) -> dict[str, int | float]:
    """The counts by name, integers where whole, else to 3 decimals, never in our favour.

    What is bad is rounded up, all else down; what is lost by that is unknown, so that they still
    add up to the total.
    """
    parts = {
        "good": math.floor(counts.good * 1000),
        "bad": math.ceil(counts.bad * 1000),
        "unknown": 0,
        "excluded": math.floor(counts.excluded * 1000),
        "future": math.floor(counts.future * 1000),
        "total": math.ceil(counts.total * 1000),
    }
    parts["unknown"] = 2 * parts["total"] - sum(parts.values())
    return {name: part // 1000 if part % 1000 == 0 else part / 1000 for name, part in parts.items()}


def _best(counts: Counts) -> tuple[Fraction, Fraction]:
    """All unknown and all time to come as good, of all that is judged."""
    good = counts.good + counts.unknown + counts.future
    return good, good + counts.bad


def _worst(counts: Counts) -> tuple[Fraction, Fraction]:
    """All unknown as bad, of all so far: time to come is not unknown."""
    return counts.good, counts.measured + counts.unknown


def _is_sparse(coverage: Fraction | None) -> bool:
    return coverage is not None and coverage < ENOUGH_COVERAGE


def _count(counts: Counts) -> FigureWords:
    if not counts.measured:
        return FigureWords(said("nothing to count yet"), is_number=False)
    words = said("{good} of {all}", good=counts.good, all=counts.measured)
    return FigureWords(words, is_number=True)
