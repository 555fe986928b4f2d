"""A figure of ratings without what too few answers must not tell, for every channel alike.

Source: numbers.md, "Surveys".
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from statuspage.domain.measured.availability import of_events
from statuspage.domain.measured.satisfaction import Disclosure, disclosure
from statuspage.domain.promises.budget import Budget
from statuspage.domain.promises.credit import UNDETERMINED
from statuspage.domain.promises.figure import Figure, Verdict


def disclosed(figure: Figure, *, has_credits: bool) -> Figure:
    """The figure as it may be published: whole, its counts only, or that there are too few.

    `has_credits` says whether the objective pays any, since even "none earned" would tell.
    """
    shown = disclosure(int(figure.counts.measured))
    if shown is Disclosure.FULL:
        return figure
    promised = figure.budget
    silent = replace(
        figure,
        value=None,
        raw_value=None,
        best_case=None,
        worst_case=None,
        budget=None if promised is None else replace(promised, used_percent=None),
    )
    if shown is Disclosure.COUNTS:
        return silent
    withheld = UNDETERMINED if has_credits and promised is not None else None
    return replace(
        silent,
        is_withheld=True,
        counts=of_events(0, 0, 0),
        budget=None if promised is None else Budget(0, Fraction(0), Fraction(0), None),
        verdict=_verdict(figure),
        credit=withheld,
        credit_if_unknown_was_bad=withheld,
    )


def _verdict(figure: Figure) -> Verdict:
    if figure.verdict is Verdict.NOT_PROMISED:
        return Verdict.NOT_PROMISED
    is_running = figure.period.is_running(figure.as_of)
    return Verdict.IN_PROGRESS if is_running else Verdict.INSUFFICIENT_DATA
