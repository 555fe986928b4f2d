"""Which cadence is in force when: settings change, and a pushed probe may state no interval.

Source: numbers.md, "Availability from probe results". What was measured keeps the definition under
which it was; where none states an interval, the measured median of each UTC day is in force.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter
from typing import TypeVar

from statuspage.domain.measured.folding import fold
from statuspage.domain.measured.samples import (
    Cadence,
    Fold,
    Sample,
    StateRun,
    median_interval,
)

_T = TypeVar("_T")
DAY = timedelta(days=1)

Dated = Sequence[tuple[datetime, _T]]
"""What is in force from each instant on, in order; the first holds for all time before, too."""


def in_force(dated: Dated[_T], instant: datetime) -> _T:
    """What is in force at an instant."""
    return dated[max(bisect_right(dated, instant, key=itemgetter(0)) - 1, 0)][1]


def day_of(instant: datetime) -> datetime:
    """The beginning of its UTC day."""
    return datetime.combine(instant.astimezone(UTC).date(), time(), UTC)


def is_measured(pace: Dated[Cadence]) -> bool:
    """Whether any of it states no interval, so that samples must tell."""
    return any(cadence.interval is None for _, cadence in pace)


def measured(pace: Dated[Cadence], instants: Iterable[datetime]) -> Dated[Cadence]:
    """Put in the interval of each UTC day where none is stated, from ordered samples.

    A day with too few samples to tell has the interval of the day before.
    """
    if not is_measured(pace):
        return pace
    days: dict[datetime, timedelta | None] = {}
    for day, members in groupby(instants, day_of):
        days[day] = median_interval(list(members)) or days.get(day - DAY)
    found = []
    for edge in sorted({since for since, _ in pace} | days.keys()):
        stated = in_force(pace, edge)
        interval = stated.interval or days.get(day_of(edge))
        found.append((edge, replace(stated, interval=interval)))
    return found


def fold_at_pace(
    state: Fold, samples: Sequence[Sample], pace: Dated[Cadence]
) -> tuple[list[StateRun], Fold]:
    """Fold ordered samples, each by the cadence in force when it was taken."""
    closed: list[StateRun] = []
    edges = [since for since, _ in pace]
    cuts = [
        0,
        *(bisect_left(samples, edge, key=attrgetter("at")) for edge in edges[1:]),
        len(samples),
    ]
    for (start, end), (_, cadence) in zip(pairwise(cuts), pace, strict=True):
        if start < end:
            final, state = fold(state, samples[start:end], cadence)
            closed += final
    return closed, state
