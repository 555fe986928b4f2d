"""Ratios that were pushed to us as good and total of events, over slices of time.

Source: numbers.md, "Time-based and ratio-based". What good means is said by whoever pushes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from statuspage.domain.availability import Counts, of_events
from statuspage.domain.spans import Span
from statuspage.errors import InvalidInput


@dataclass(frozen=True)
class Slice:
    """Events of a stretch of time. Raises InvalidInput unless 0 <= good <= total."""

    span: Span
    good: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.good <= self.total:
            raise InvalidInput(
                {"good": f"{self.good} is not between 0 and the total, {self.total}."}
            )


def event_counts(slices: Iterable[Slice], period: Span, min_events: int = 0) -> Counts:
    """Good and bad events of a period. Slices with fewer than `min_events` are left out.

    A slice cannot be cut, so it counts whole in the period its start lies in.
    """
    found = _eligible(slices, period, min_events)
    good = sum(one.good for one in found)
    return of_events(good, sum(one.total for one in found) - good, 0)


def mean_of_slices(
    slices: Iterable[Slice], period: Span, length: timedelta, min_events: int = 0
) -> Fraction:
    """One less the mean error rate of all slices of a length that a period has, from 0 to 1.

    A slice that is empty, absent or under `min_events` counts as without error (the method of the
    Amazon S3 service level agreement). The period has at least one slice.
    """
    found = _eligible(slices, period, max(min_events, 1))
    errors = sum((1 - Fraction(one.good, one.total) for one in found), Fraction(0))
    return 1 - errors * (length // timedelta(seconds=1)) / period.seconds


def _eligible(slices: Iterable[Slice], period: Span, min_events: int) -> list[Slice]:
    return [
        one
        for one in slices
        if period.start <= one.span.start < period.end and one.total >= min_events
    ]
