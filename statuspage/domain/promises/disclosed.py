"""A figure of ratings without what too few answers must not tell, for every channel alike.

Source: numbers.md, "Surveys".
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from statuspage.domain.measured.availability import of_events
from statuspage.domain.measured.satisfaction import Disclosure, disclosure
from statuspage.domain.promises.figure import Budget, Figure, Verdict


def disclosed(figure: Figure, *, has_credits: bool) -> Figure:
    """The figure as it may be published: whole, its counts only, or that there are too few.

    `has_credits` says whether the objective pays any, since even "none earned" would tell.
    """
    shown = disclosure(int(figure.counts.measured))
    if shown is Disclosure.FULL:
        return figure
    silent = replace(
        figure,
        value=None,
        raw_value=None,
        best_case=None,
        worst_case=None,
        budget=replace(figure.budget, used_percent=None),
    )
    if shown is Disclosure.COUNTS:
        return silent
    is_running = figure.period.is_running(figure.as_of)
    return replace(
        silent,
        is_withheld=True,
        counts=of_events(0, 0, 0),
        budget=Budget(0, Fraction(0), Fraction(0), None),
        verdict=Verdict.IN_PROGRESS if is_running else Verdict.INSUFFICIENT_DATA,
        credit="undetermined" if has_credits else "none",
    )
