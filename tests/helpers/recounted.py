"""An independent count of raw points: nothing of the program is asked, but numbers.md is followed.

A point holds until the next, 2.5 intervals at most; one failure alone is unknown; what no point
holds is unknown.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby, pairwise

Point = tuple[float, float]
_LABEL = re.compile(r'(\w+)="([^"]*)"')


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


def recount_events(counters: Mapping[str, Sequence[Point]], hold: float) -> tuple[int, int, float]:
    """Failed events (label code="500"), all events, and the seconds that were measured.

    For counters whose targets never overlap but with their own.
    """
    targets: dict[str, set[float]] = {}
    for name, points in counters.items():
        targets.setdefault(_target(name), set()).update(at for at, _ in points)
    seconds, lost = set[int](), set[int]()
    for times in targets.values():
        ordered = sorted(times)
        for before, after in pairwise(ordered):
            stretch = range(int(before), int(after))
            (lost if after - before > hold else seconds).update(stretch)
    seconds -= lost
    bad = total = 0.0
    for name, points in counters.items():
        was: Point | None = None
        for at, value in points:
            grown = 0.0
            if was is None and any(at - hold <= one < at for one in targets[_target(name)]):
                grown = value
            elif was is not None and at - was[0] <= hold:
                grown = value - was[1] if value >= was[1] else value
            if int(at) - 1 in seconds:
                total += grown
                bad += grown if 'code="500"' in name else 0
            was = (at, value)
    return int(bad), int(total), float(len(seconds))


def _target(name: str) -> str:
    return str(dict(_LABEL.findall(name)).get("instance"))
