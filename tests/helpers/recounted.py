"""An independent count of raw points: nothing of the program is asked, but numbers.md is followed.

A point holds until the next, 2.5 intervals at most; one failure alone is unknown; what no point
holds is unknown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

Point = tuple[float, float]


def by_second(points: Iterable[Point]) -> list[Point]:
    """One point for each second: of several the worst, and any of them rather than none."""
    found = []
    for second, some in groupby(points, lambda point: int(point[0])):
        values = [value for _, value in some if not math.isnan(value)]
        found.append((float(second), min(values) if values else math.nan))
    return found


def recount(
    points: Sequence[Point],
    start: int,
    end: int,
    interval: int,
    is_up: Callable[[float], bool] = lambda value: value >= 1,
) -> tuple[int, int, int]:
    """Good, bad and unknown seconds of [start, end)."""
    hold = interval * 5 // 2
    streaks = _streaks(points, is_up)
    good = bad = 0
    for place, (at, value) in enumerate(points):
        following = points[place + 1][0] if place + 1 < len(points) else math.inf
        since, until = max(at, start), min(at + hold, following, end)
        length = max(0, int(until - since))
        if math.isnan(value):
            continue
        if is_up(value):
            good += length
        elif streaks[place] >= 2:
            bad += length
    return good, bad, end - start - good - bad


def _streaks(points: Sequence[Point], is_up: Callable[[float], bool]) -> list[int]:
    """How many failures in a row each point is one of; points without a number are no part."""
    found, members = [0] * len(points), list[int]()

    def close() -> None:
        for place in members:
            found[place] = len(members)
        members.clear()

    for place, (_, value) in enumerate(points):
        if math.isnan(value):
            continue
        if is_up(value):
            close()
        else:
            members.append(place)
    close()
    return found
