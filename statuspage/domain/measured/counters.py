"""Events of stretches of time, from the raw points of counters.

A counter only grows; where it is smaller than before, its program began anew and it counts from
zero. Between two points further apart than 2.5 intervals nobody knows what happened: that time has
no events and is not measured, as is time in which one target was not read and came back later. A
counter that appears beside others of a target that was read all along began at zero, for programs
make a counter of errors with the first error; a former value of it says otherwise.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

Labels = tuple[tuple[str, str], ...]
_TARGET = ("job", "instance")


@dataclass(frozen=True)
class RawCounter:
    """The points of one counter, in order: milliseconds since 1970, and a value."""

    labels: Labels
    points: Sequence[tuple[int, Decimal]]

    @property
    def target(self) -> Labels:
        """What it was read from, together with others."""
        return tuple((name, value) for name, value in self.labels if name in _TARGET)


@dataclass(frozen=True)
class CountedSlice:
    """Events of a stretch in milliseconds."""

    start: int
    end: int
    good: Decimal
    total: Decimal


def reading_times(counters: Iterable[RawCounter]) -> Mapping[Labels, Sequence[int]]:
    """When each target was read, in order."""
    found: dict[Labels, set[int]] = defaultdict(set)
    for one in counters:
        found[one.target].update(at for at, _ in one.points)
    return {target: sorted(times) for target, times in found.items()}


def covered(times: Mapping[Labels, Sequence[int]], hold: int) -> list[tuple[int, int]]:
    """The stretches in which every target that was there was read, in order."""
    found: list[tuple[int, int]] = []
    gaps: list[tuple[int, int]] = []
    for some in times.values():
        for before, after in pairwise(some):
            (gaps if after - before > hold else found).append((before, after))
    return _without(_joined(found), _joined(gaps))


def born(
    counters: Iterable[RawCounter], times: Mapping[Labels, Sequence[int]], hold: int
) -> set[Labels]:
    """The counters that appear while their target was read before: they may have begun at zero."""
    return {
        one.labels
        for one in counters
        if one.points and _before(times.get(one.target, ()), one.points[0][0], hold)
    }


def increases(
    counters: Iterable[RawCounter], fresh: Mapping[Labels, Decimal], hold: int
) -> Iterator[tuple[int, Decimal]]:
    """How much counters grew, each time with the instant at which it was seen.

    `fresh` has what those held that appear beside others: nothing, or their former value.
    """
    for one in counters:
        points = [*one.points]
        if points and one.labels in fresh and not points[0][1].is_nan():
            yield points[0][0], _grown(fresh[one.labels], points[0][1])
        for (before, was), (after, value) in pairwise(points):
            if after - before <= hold and not was.is_nan() and not value.is_nan():
                yield after, _grown(was, value)


def slices(
    stretches: Iterable[tuple[int, int]],
    good: Iterable[tuple[int, Decimal]],
    total: Iterable[tuple[int, Decimal]],
    edges: tuple[int, int],
    length: int,
) -> list[CountedSlice]:
    """The covered time between two edges in slices of one length, with the events of each.

    What was seen at an instant counts in the slice that ends then or later.
    """
    found = []
    sides = [sorted(good), sorted(total)]
    instants = [[at for at, _ in side] for side in sides]
    for start, end in _cut(stretches, edges, length):
        sums = [
            sum((grown for _, grown in side[_after(times, start) : _after(times, end)]), Decimal(0))
            for side, times in zip(sides, instants, strict=True)
        ]
        found.append(CountedSlice(start, end, *sums))
    return found


def _cut(
    stretches: Iterable[tuple[int, int]], edges: tuple[int, int], length: int
) -> Iterator[tuple[int, int]]:
    for left, right in stretches:
        at, end = max(left, edges[0]), min(right, edges[1])
        while at < end:
            following = min(end, (at // length + 1) * length)
            yield at, following
            at = following


def _after(times: Sequence[int], instant: int) -> int:
    """How many instants lie at one or before it."""
    return bisect_left(times, instant + 1)


def _before(times: Sequence[int], instant: int, hold: int) -> bool:
    place = bisect_left(times, instant)
    return place > 0 and instant - times[place - 1] <= hold


def _grown(was: Decimal, value: Decimal) -> Decimal:
    return value - was if value >= was else value


def _joined(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _without(
    stretches: Iterable[tuple[int, int]], gaps: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    found = []
    for start, end in stretches:
        at = start
        for left, right in gaps:
            if right <= at or left >= end:
                continue
            if left > at:
                found.append((at, left))
            at = right
        if at < end:
            found.append((at, end))
    return found
