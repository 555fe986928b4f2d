"""Support by priority, and satisfaction: from the published figures and what those counted.

The list that a figure was counted from was frozen with it, so both say the same for good.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from fractions import Fraction

from statuspage.domain.measured.satisfaction import wilson
from statuspage.domain.promises.figure import FEW_EVENTS, Figure
from statuspage.domain.reports.facts import PriorityShare, ReportedRating, SupportScore
from statuspage.domain.vocabulary import display
from statuspage.figures.reports.asked import ReportQuestion

_OF_CASES = ("first_response", "resolution", "first_contact_resolution")


def support(asked: ReportQuestion) -> tuple[SupportScore, ...]:
    """Each promise of support, split by priority: a good total can hide a bad one."""
    return tuple(
        SupportScore(one.id, one.title, one.period.name, tuple(_shares(asked, one)))
        for one in _newest_first(asked)
        if one.indicator in _OF_CASES
    )


def _newest_first(asked: ReportQuestion) -> list[Figure]:
    found = (one.figure for one in asked.figures)
    return sorted(found, key=lambda one: (one.id, -one.period.span.end.timestamp()))


def _shares(asked: ReportQuestion, figure: Figure) -> Iterable[PriorityShare]:
    named = figure.id, figure.period.name, figure.revision
    kept = asked.library.figures.counted_from(*named)
    if kept is None:
        return
    priority, side = (kept["header"].index(name) for name in ("priority", "counts_as"))
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in kept["rows"]:
        found[row[priority]][row[side]] += 1
    for name, some in sorted(found.items(), key=lambda one: not one[0]):
        yield PriorityShare(name, some["good"], some["bad"], some["unknown"])


def ratings(asked: ReportQuestion) -> tuple[ReportedRating, ...]:
    """How satisfied those were who answered."""
    found = [one for one in _newest_first(asked) if one.indicator == "csat"]
    return tuple(map(_rating, found))


def _rating(figure: Figure) -> ReportedRating:
    named = figure.id, figure.title, figure.period.name
    if figure.is_withheld:
        return ReportedRating(*named, None, None, None, None)
    n, satisfied = int(figure.counts.measured), int(figure.counts.good)
    if n < FEW_EVENTS:
        return ReportedRating(*named, n, satisfied, None, None)
    interval = wilson(satisfied, n)
    low, high = (display.percent(Fraction(edge), 1) for edge in (interval.low, interval.high))
    return ReportedRating(*named, n, satisfied, low, high)
