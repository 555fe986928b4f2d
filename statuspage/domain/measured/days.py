"""Day bars: what became of each local day of one component.

Source: numbers.md, "Day bars": the colour goes by bad minutes under the default weights. Levels are
named neutrally; which colour and pattern each has is for the page to say.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from statuspage.domain.vocabulary.spans import ImpactRun, Span, steps
from statuspage.domain.vocabulary.states import DEFAULT_WEIGHTS, ComponentState, worst


class Level(StrEnum):
    """How bad a day was. Levels 1 to 4 have up to 20, 40, 60 and more bad minutes."""

    NO_DATA = "none"
    OK = "ok"
    DEGRADED = "degraded"
    LEVEL_1 = "level-1"
    LEVEL_2 = "level-2"
    LEVEL_3 = "level-3"
    LEVEL_4 = "level-4"


_UP_TO_MINUTES = ((20, Level.LEVEL_1), (40, Level.LEVEL_2), (60, Level.LEVEL_3))


@dataclass(frozen=True)
class Day:
    """One local day so far. Seconds are of the time in which the state was the worst in force."""

    date: date
    span: Span
    level: Level
    worst: ComponentState
    worst_seconds: int  # how long the worst state lasted
    bad_seconds: Fraction  # weighted
    degraded_seconds: int
    unknown_seconds: int
    incidents: tuple[tuple[str, str], ...]  # (key, title) in order of start

    @property
    def is_marked(self) -> bool:
        """Part of the day is unknown."""
        return self.unknown_seconds > 0

    @property
    def is_eventful(self) -> bool:
        """Something happened, be it planned, or too short to measure."""
        return self.worst is not ComponentState.OPERATIONAL or bool(self.incidents)


_Mark = ComponentState | None
"""A state, or None for time that is unknown."""


def day_bars(
    runs: Sequence[ImpactRun],
    calendar: Sequence[tuple[date, Span]],
    now: datetime,
    *,
    monitored_from: datetime,
    unknown: Iterable[Span] = (),
) -> list[Day]:
    """The days of one component, in the order of the calendar, up to now.

    `calendar` is that of `window.local_days`; `unknown` holds spans without a measurement. Time
    before `monitored_from` is unknown, and a day with nothing else has no data.
    """
    if not calendar:
        return []
    start = calendar[0][1].start
    gaps = [*unknown, Span(start, max(start, monitored_from))]
    marks: list[tuple[Span, _Mark]] = [(run.span(now), run.state) for run in runs]
    marks += [(gap, None) for gap in gaps]
    by_day = _marks_by_day(marks, calendar)
    incidents = _incidents_by_day(runs, calendar, now)
    found = []
    for place, (day, span) in enumerate(calendar):
        said = tuple(by_day.get(place, ())), incidents.get(place, ())
        found.append(_day(day, span, *said, now) if now < span.end else _past(day, span, *said))
    return found


@lru_cache(maxsize=4096)
def _past(
    day: date,
    span: Span,
    marks: tuple[tuple[Span, _Mark], ...],
    incidents: tuple[tuple[str, str], ...],
) -> Day:
    """A whole day: of most the same is said for long, of most components nothing at all."""
    return _day(day, span, marks, incidents, span.end)


def _marks_by_day(
    marks: Iterable[tuple[Span, _Mark]], calendar: Sequence[tuple[date, Span]]
) -> Mapping[int, Sequence[tuple[Span, _Mark]]]:
    """What is said of each day alone, by its place."""
    starts = [span.start for _, span in calendar]
    found: defaultdict[int, list[tuple[Span, _Mark]]] = defaultdict(list)
    for span, mark in marks:
        first = max(bisect_right(starts, span.start) - 1, 0)
        for place in range(first, bisect_left(starts, span.end)):
            if (part := span.clip(calendar[place][1])) is not None:
                found[place].append((part, mark))
    return found


def _in_force(tags: frozenset[_Mark]) -> ComponentState | None:
    """The worst state; None when only the lack of knowledge is in force."""
    states = [tag for tag in tags if isinstance(tag, ComponentState)]
    return None if None in tags and not states else worst(states)


def _incidents_by_day(
    runs: Iterable[ImpactRun], calendar: Sequence[tuple[date, Span]], now: datetime
) -> Mapping[int, tuple[tuple[str, str], ...]]:
    """The incidents that touch each day, by its place, also those without any length."""
    starts = [span.start for _, span in calendar]
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for run in sorted(runs, key=lambda run: (run.start, run.incident)):
        if not run.incident:
            continue  # measured, and no incident speaks of it
        span = run.span(now)
        first = max(bisect_right(starts, span.start) - 1, 0)
        after = max(bisect_left(starts, span.end), bisect_right(starts, span.start))
        for place in range(first, after):
            if span.start < calendar[place][1].end:
                found[place].setdefault(run.incident, run.title)
    return {place: tuple(incidents.items()) for place, incidents in found.items()}


def _day(
    day: date,
    span: Span,
    marks: Iterable[tuple[Span, _Mark]],
    incidents: tuple[tuple[str, str], ...],
    now: datetime,
) -> Day:
    past = Span(span.start, max(span.start, min(span.end, now)))
    seconds: Counter[ComponentState | None] = Counter()
    for step in steps(marks, past):
        seconds[_in_force(step.tags)] += step.span.seconds
    lasted = {state: length for state, length in seconds.items() if state is not None}
    most = worst(lasted)
    bad = sum((DEFAULT_WEIGHTS[state] * length for state, length in lasted.items()), Fraction(0))
    # At its first instant a day has no time yet, and that is not a lack of data.
    is_measured = bool(lasted) or span.start == now
    return Day(
        date=day,
        span=span,
        level=_level(bad, lasted.get(ComponentState.DEGRADED, 0)) if is_measured else Level.NO_DATA,
        worst=most,
        worst_seconds=lasted.get(most, 0),
        bad_seconds=bad,
        degraded_seconds=lasted.get(ComponentState.DEGRADED, 0),
        unknown_seconds=seconds[None],
        incidents=incidents,
    )


def _level(bad: Fraction, degraded: int) -> Level:
    if bad:
        return next((level for most, level in _UP_TO_MINUTES if bad <= most * 60), Level.LEVEL_4)
    return Level.DEGRADED if degraded else Level.OK
