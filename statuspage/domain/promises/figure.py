"""Counts to the figure that is published: percentages, bounds, verdict, error budget and credit.

Source: numbers.md, ground rules 2 to 5, "Error budget and burn rate" and "Service credits". Serves
seconds and events alike; everything is judged by exact fractions and rounded only for display.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import partial

from statuspage.config import CreditTier, Sla
from statuspage.domain.measured.availability import Counts
from statuspage.domain.measured.satisfaction import FEWEST
from statuspage.domain.promises.beside import NOTHING, Beside
from statuspage.domain.promises.budget import Budget, budget
from statuspage.domain.promises.credit import UNDETERMINED, earned
from statuspage.domain.vocabulary import display
from statuspage.domain.vocabulary.display import FigureWords
from statuspage.domain.vocabulary.window import Period
from statuspage.said import said

ENOUGH_COVERAGE = Fraction(95, 100)
"""Under this share of the time measured, no verdict but "not enough data" is given."""

METHOD = 2
"""Of counting, as the page of a period says; what was frozen by an earlier one keeps it."""

FEW_EVENTS = 30
"""Under this many events, pages show the counts instead of a percentage."""


class Verdict(StrEnum):
    """Whether a target was reached, as far as can be known; its words are of `shown_verdict`."""

    MET = "met"
    MISSED = "missed"
    NOT_PROVEN = "not_proven"
    INSUFFICIENT_DATA = "insufficient_data"
    IN_PROGRESS = "in_progress"
    NOT_PROMISED = "not_promised"


@dataclass(frozen=True)
class Figure:
    """One objective in one period. Percentages are digits rounded for display, without the sign.

    `value` and `raw_value` are None while nothing is measured, the bounds when there is nothing to
    judge; `coverage` is None for events. By which rule it was counted, its definition says. Of a
    period before the promise was made there is neither budget nor credit.
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
    budget: Budget | None
    credit: str | None  # None: none is promised
    is_provisional: bool
    definition_version: int
    revision: int
    is_withheld: bool = False  # too few answers to say more than that
    credit_if_unknown_was_bad: str | None = None
    is_since_stated: bool = False  # the promise is older than this site only as we stated later
    method: int = METHOD
    beside: Beside = NOTHING
    known_since: datetime | None = None  # in the zone of its period, while that goes on

    @property
    def is_new(self) -> bool:
        """Whether nothing is known yet, or since so lately that a share would say nothing."""
        counts = self.counts
        if not counts.measured:
            return self.is_running
        is_hardly = display.is_hardly(counts.good, counts.bad, counts.unknown)
        return self.known_since is not None and is_hardly and not counts.bad

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
        if counts.bad and self.is_hidden:
            return display.too_little(
                counts.measured, counts.unknown, is_reported=self.beside.is_reported
            )
        if counts.bad and self.value is not None:
            return display.percentage(self.value)
        is_reported = self.beside.is_reported
        if self.is_new and self.known_since is not None and counts.measured:
            return display.known_since(self.known_since, self.as_of, is_reported=is_reported)
        if self.is_new:
            return display.not_yet(is_reported=is_reported)
        return display.headline(counts.good, counts.bad, counts.unknown, is_reported=is_reported)

    @property
    def is_running(self) -> bool:
        """Whether its period had time to come, whatever was certain already."""
        return self.period.is_running(self.as_of)

    @property
    def is_sparse(self) -> bool:
        """Whether too little of the time is known to judge by."""
        return self.coverage is not None and _is_sparse(Fraction(self.coverage) / 100)

    @property
    def is_hidden(self) -> bool:
        """Whether no percentage is said of it, because too little is known."""
        return self.is_sparse and self.verdict not in _PERCENTAGE_ANYWAY

    @property
    def share(self) -> Decimal | None:
        """How high it stands in a chart; None where too little is known, or too few answered.

        Of few events pages say the counts in place of a percentage; it is as high as they are.
        """
        if self.is_hidden or self.is_withheld or not self.counts.measured:
            return None
        if self.value is not None:
            return Decimal(self.value)
        return Decimal(math.floor(self.counts.good / self.counts.measured * 10_000)) / 100

    @property
    def at_worst(self) -> str | None:
        """What is said as loud as the figure itself: its lower bound, where that is unsettled.

        None where the figure is no number: its words say how much is known.
        """
        return self.worst_case if self.is_unsettled and self.headline.is_number else None

    @property
    def is_unsettled(self) -> bool:
        """Whether what is unknown could use up the whole budget and more."""
        allowed = None if self.budget is None else self.budget.allowed
        return self.coverage is not None and allowed is not None and self.counts.unknown > allowed


_PERCENTAGE_ANYWAY = (Verdict.IN_PROGRESS, Verdict.MISSED)
"""What is certain, or still to be seen, is not hidden by how little is known."""


@dataclass(frozen=True)
class Promised:
    """Whether a promise held in a period, and whether that rests on what was stated afterwards."""

    is_promised: bool = True
    is_since_stated: bool = False


PROMISED = Promised()


def compose(
    sla: Sla,
    version: int,
    period: Period,
    counts: Counts,
    *,
    now: datetime,
    coverage: Fraction | None,
    decimals: int = 2,
    standing: Promised = PROMISED,
    beside: Beside = NOTHING,
    known_since: datetime | None = None,
) -> Figure:
    """The figure of some counts by one version of a definition; provisional until it is frozen.

    `coverage` is `counts.coverage` for time, None for events; `decimals` is what the source
    supports, a longer target shows more.
    """
    is_running = period.is_running(now)
    judged = verdict(counts, sla.target, coverage, is_running=is_running)
    digits = partial(percent_digits, sla=sla, decimals=decimals)
    tiers = sla.credits if standing.is_promised else ()
    return Figure(
        id=sla.id,
        title=sla.title,
        indicator=sla.indicator,
        period=period,
        target=display.percent_text(sla.target),
        verdict=judged if standing.is_promised else Verdict.NOT_PROMISED,
        value=digits(counts.good, counts.measured),
        raw_value=digits(counts.raw_good, counts.raw_good + counts.raw_bad),
        best_case=digits(*_best(counts)),
        worst_case=digits(*_worst(counts)),
        coverage=None if coverage is None else display.percent(coverage, 1),
        as_of=now,
        counts=counts,
        budget=budget(counts, sla.target) if standing.is_promised else None,
        credit=credit(counts, tiers, judged, coverage),
        is_provisional=True,
        definition_version=version,
        revision=1,
        credit_if_unknown_was_bad=earned(*_worst(counts), tiers),
        is_since_stated=standing.is_since_stated,
        beside=beside,
        known_since=known_since if is_running or period.moves else None,
    )


def percent_digits(good: Fraction, total: Fraction, sla: Sla, decimals: int) -> str | None:
    """A share of a figure in digits; None of nothing."""
    if not total:
        return None
    return display.percent(good, total, decimals=decimals, target=sla.target)


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


def credit(
    counts: Counts, tiers: Sequence[CreditTier], judged: Verdict, coverage: Fraction | None
) -> str | None:
    """The credit earned by the unrounded value, as `credit.earned` gives it.

    `"undetermined"` where the data do not suffice; a target that is missed in the best case is
    certain even so.
    """
    is_certain = judged is Verdict.MISSED or not _is_sparse(coverage)
    if tiers and (not counts.measured or judged is Verdict.INSUFFICIENT_DATA or not is_certain):
        return UNDETERMINED
    return earned(counts.good, counts.measured, tiers)


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
