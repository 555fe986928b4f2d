"""Some components under one name: the mean of their figures and, beside it, the worst of them.

Source: numbers.md, "Availability from incidents". The mean alone would hide the one that failed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from statuspage.domain.measured.availability import Counts
from statuspage.domain.vocabulary import display
from statuspage.domain.vocabulary.display import FigureWords


@dataclass(frozen=True)
class GroupFigure:
    """Such as "99.00%" and "97.00%"; `coverage` is the share of time measured."""

    mean: FigureWords
    worst: FigureWords
    coverage: str


def group_figure(children: Iterable[Counts], *, is_reported: bool = False) -> GroupFigure | None:
    """The figure of a group from the seconds of each child; None while nothing is measured.

    Each child that is measured weighs the same; one that is not is part of the coverage alone.
    `is_reported` says that nothing measures them.
    """
    every = [counts for counts in children if counts.measured or counts.unknown]
    measured = [counts for counts in every if counts.measured]
    if not measured:
        return None
    covered = sum((counts.coverage for counts in every), Fraction(0)) / len(every)
    share = sum(map(_share, measured), Fraction(0)) / len(measured)
    worst = min(measured, key=_share)
    words = partial(display.headline, is_reported=is_reported)
    return GroupFigure(
        mean=words(share * covered, (1 - share) * covered, 1 - covered),
        worst=words(worst.good, worst.bad, worst.unknown),
        coverage=display.coverage(covered, 1 - covered),
    )


def _share(counts: Counts) -> Fraction:
    return counts.good / counts.measured
