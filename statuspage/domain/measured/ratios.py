"""Ratios that were pushed to us as good and total of events, over slices of time.

Source: numbers.md, "Time-based and ratio-based". What good means is said by whoever pushes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from statuspage.domain.measured.availability import Counts, of_events
from statuspage.domain.vocabulary.spans import Span, union
from statuspage.errors import InvalidInput
from statuspage.said import said

MOST_EVENTS = 2**53
"""No stretch of time is said to have had more."""


@dataclass(frozen=True)
class Slice:
    """Events of a stretch of time. Raises InvalidInput unless 0 <= good <= total."""

    span: Span
    good: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.good <= self.total:
            raise InvalidInput(
                {
                    "good": said(
                        "{good} is not between 0 and the total, {total}.",
                        good=self.good,
                        total=self.total,
                    )
                }
            )


def event_counts(slices: Iterable[Slice], period: Span, min_events: int = 0) -> Counts:
    """Good and bad events of a period. Slices with fewer than `min_events` are left out.

    A slice cannot be cut, so it counts whole in the period its start lies in.
    """
    found = _eligible(slices, period, min_events)
    good = sum(one.good for one in found)
    return of_events(good, sum(one.total for one in found) - good, 0)


def coverage(slices: Iterable[Slice], elapsed: Span) -> Fraction:
    """The share of some time for which anything was reported; whole when there is none."""
    reported = union(part for one in slices if (part := one.span.clip(elapsed)) is not None)
    seconds = sum(span.seconds for span in reported)
    return Fraction(seconds, elapsed.seconds) if elapsed.seconds else Fraction(1)


def slice_counts(
    slices: Iterable[Slice], period: Span, now: datetime, length: timedelta, min_events: int = 0
) -> Counts:
    """The slices of one length that a period has, each bad by its own error rate.

    So the good of all is one less the mean error rate (the method of the Amazon S3 service level
    agreement): a slice reported with no events, or with fewer than `min_events`, is without error.
    One for which nothing was reported is unknown, else silence would be good. What was pushed for
    less than a slice is taken together where it starts, for more it counts in each slice it
    reaches. Slices that have not begun are `future`.
    """
    good: Counter[int] = Counter()
    total: Counter[int] = Counter()
    reported: set[int] = set()
    whole = -(-(period.end - period.start) // length)
    for one in slices:
        for place in _places(one, period.start, length):
            if 0 <= place < whole:
                reported.add(place)
                if one.total >= max(min_events, 1):
                    good[place] += one.good
                    total[place] += one.total
    errors = sum((1 - Fraction(good[place], total[place]) for place in total), Fraction(0))
    past = min(max(now, period.start), period.end) - period.start
    begun = max(-(-past // length), max(reported, default=-1) + 1)
    sides = len(reported) - errors, errors
    unknown, future = Fraction(begun - len(reported)), Fraction(whole - begun)
    return Counts(*sides, unknown, Fraction(0), future, *sides)


def _places(one: Slice, start: datetime, length: timedelta) -> range:
    """Which slices of a period, counted from its start, were pushed for."""
    first = (one.span.start - start) // length
    if one.span.end - one.span.start <= length:
        return range(first, first + 1)
    return range(first, -(-(one.span.end - start) // length))


def _eligible(slices: Iterable[Slice], period: Span, min_events: int) -> list[Slice]:
    return [
        one
        for one in slices
        if period.start <= one.span.start < period.end and one.total >= min_events
    ]
