"""Small drawings as inline SVG: day bars, the budget bar, and a mark with a shape for each state.

Colours come from the stylesheet by class; shape and height say the same without them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Any

from markupsafe import Markup

from statuspage.domain.incidents.gravity import gravity
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.measured.days import Day, Level
from statuspage.domain.promises.budget import Budget
from statuspage.domain.promises.promise import PromiseState
from statuspage.domain.promises.shown_verdict import ShownVerdict, shown_verdict
from statuspage.domain.vocabulary.states import ComponentState, Impact, Status

_STEP = 5  # the width of a day; a bar takes 4 of it
_FLOOR = 32
_HEIGHTS = {  # the lower part of a bad day is filled by how bad it was, the rest stays good
    Level.DEGRADED: 16,
    Level.LEVEL_1: 12,
    Level.LEVEL_2: 18,
    Level.LEVEL_3: 25,
    Level.LEVEL_4: 32,
}
_DASH = 3  # a day without data is pale, with a dash as in an empty cell of a table
_MARKED_AT = 4  # the upper part of a bar, where unknown time of the day is drawn
DRAWN_FROM = 7
"""So many days have to be known before bars are drawn: fewer say nothing."""

_BARS = Markup(
    '<svg class="bars" viewBox="0 0 {} {}" preserveAspectRatio="none" stroke-dasharray="4 1"'
    ' aria-hidden="true" data-last="{}">{}</svg>'
)
_BUDGET = Markup(
    '<svg class="budget" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
    '<path class="all" d="M0 0h100v8H0z"/><path class="left {}" d="M0 0h{}v8H0z"/></svg>'
)
_MARK = Markup(
    '<svg class="mark {}" viewBox="0 0 16 16" aria-hidden="true">'
    '<path fill-rule="evenodd" d="{}"/></svg>'
)

_DISC = "M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0z"
_RING = _DISC + "m0 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z"
SHAPES = {  # in a field of 16 by 16
    "ok": _DISC + "M6.8 11.9 3.2 8.3l1.4-1.4 2.2 2.2 4.6-4.6 1.4 1.4z",
    "maintenance": "M1 1h14v14H1zM5 4v8h2V4zm4 0v8h2V4z",
    "degraded": "M8 0l8 8-8 8-8-8zM4.5 7v2h7V7z",
    "partial": "M8 1l8 14H0zM7 6v4.5h2V6zm0 6v2h2v-2z",
    "major": "M5 0h6l5 5v6l-5 5H5l-5-5V5zM8 6.6 5.4 4 4 5.4 6.6 8 4 10.6 5.4 12 8 9.4l2.6 2.6 "
    "1.4-1.4L9.4 8 12 5.4 10.6 4z",
    "unknown": _RING,
    "running": _RING + "M7 4h2v3.6l2.5 2.5-1.4 1.4L7 8.4z",
    "late": _DISC + "M7 4h2v3.6l2.5 2.5-1.4 1.4L7 8.4z",
}
_TONES: dict[str, str] = {
    ComponentState.OPERATIONAL: "ok",
    ComponentState.UNDER_MAINTENANCE: "maintenance",
    ComponentState.DEGRADED: "degraded",
    ComponentState.PARTIAL_OUTAGE: "partial",
    ComponentState.MAJOR_OUTAGE: "major",
    Impact.NONE: "unknown",
    Impact.MAINTENANCE: "maintenance",
    Impact.MINOR: "degraded",
    Impact.MAJOR: "partial",
    Impact.CRITICAL: "major",
    ShownVerdict.MISSED: "major",
    ShownVerdict.AT_RISK: "degraded",
    ShownVerdict.NOT_PROVEN: "unknown",
    ShownVerdict.ON_TRACK: "ok",
    ShownVerdict.MET: "ok",
    ShownVerdict.INSUFFICIENT_DATA: "unknown",
    ShownVerdict.NOT_PROMISED: "unknown",
    PromiseState.KEPT: "ok",
    PromiseState.LATE: "late",
    PromiseState.BROKEN: "major",
    PromiseState.WITHDRAWN: "unknown",
    PromiseState.OPEN: "running",
}


def tone(state: ComponentState | Impact | ShownVerdict | PromiseState) -> str:
    """The class that gives a state its colour, and its mark the shape."""
    return _TONES[state]


def standing_tone(incident: Incident) -> str:
    """Where an entry stands: by the worst it declares while it goes on, calm when it is over."""
    if incident.is_struck:
        return "unknown"
    if not incident.is_open:
        return "ok"
    found = gravity(incident)
    is_waiting = incident.status is Status.SCHEDULED or found is ComponentState.OPERATIONAL
    return "running" if is_waiting else tone(found)


def row_tone(incident: Incident) -> str:
    """The mark of an entry in a list: how bad it is while it goes on, how bad it was after."""
    if incident.is_open or incident.is_struck:
        return standing_tone(incident)
    return tone(incident.impact)


def are_drawn(days: Sequence[Day]) -> bool:
    """Whether enough days are known for a row of bars."""
    return sum(day.level is not Level.NO_DATA for day in days) >= DRAWN_FROM


def mark(name: str) -> Markup:
    """The shape of a tone, to stand before the word."""
    return _MARK.format(name, SHAPES[name])


def day_bars(days: Sequence[Day]) -> Markup:
    """A row of bars, one for each day, oldest on the left: one path for each level that occurs.

    Days of one level in a row are one dashed line, so 90 quiet days take a few bytes.
    """
    levels = tuple(_drawn(day) for day in days)
    marked = tuple(
        day.is_marked and level is not Level.NO_DATA
        for day, level in zip(days, levels, strict=True)
    )
    return _bars(levels, marked, days[-1].date.isoformat() if days else "")


@lru_cache(maxsize=512)
def _bars(levels: Sequence[Level], marked: Sequence[bool], last: str) -> Markup:
    """The same from what is drawn of each day: most components have the same quiet days."""
    known = [level is not Level.NO_DATA for level in levels]
    paths = [_path(Level.OK.value, _FLOOR, _runs(known, True, [_FLOOR / 2]))]
    paths += [
        _path(level.value, height, _runs(levels, level, [_FLOOR - height / 2]))
        for level, height in _HEIGHTS.items()
        if level in levels
    ]
    if Level.NO_DATA in levels:
        paths.append(_no_data(_runs(levels, Level.NO_DATA, [_FLOOR / 2])))
    if any(marked):
        where = _runs(marked, True, [_MARKED_AT])
        paths += [_path("none", 8, where)]
    return _BARS.format(_STEP * len(levels), _FLOOR, last, Markup().join(paths))


def legend_bar(level: str) -> Markup:
    """One bar of a level, for the legend."""
    chosen = Level(level)
    if chosen is Level.NO_DATA:
        path = _no_data(f"M0 {_FLOOR / 2:g}h4")
    else:
        path = _path("ok", _FLOOR, f"M0 {_FLOOR / 2:g}h4")
        if height := _HEIGHTS.get(chosen):
            path += _path(level, height, f"M0 {_FLOOR - height / 2:g}h4")
    return Markup(
        '<svg class="bar" viewBox="0 0 4 {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
    ).format(_FLOOR, path)


def _no_data(data: str) -> Markup:
    return _path("pale", _FLOOR, data) + _path("none", _DASH, data)


def _drawn(day: Day) -> Level:
    """A good day that is for the most part unknown is drawn as one without data, not as good."""
    if day.level is not Level.OK or not day.unknown_seconds:
        return day.level
    is_mostly_unknown = 2 * day.unknown_seconds >= day.span.seconds
    return Level.NO_DATA if is_mostly_unknown else day.level


def _runs(values: Iterable[object], wanted: object, lines: Iterable[float]) -> str:
    """Horizontal lines over the places that hold a value, as the data of a path."""
    stretches = []
    place = 0
    for value, group in groupby(values):
        length = len(list(group))
        if value == wanted:
            stretches.append((place * _STEP, length * _STEP))
        place += length
    return "".join(f"M{x} {y:g}h{width}" for y in lines for x, width in stretches)


def _path(name: str, width: int, data: str) -> Markup:
    return Markup('<path class="{}" stroke-width="{}" d="{}"/>').format(name, width, data)


def troubled_days(days: Sequence[Day]) -> list[tuple[int, Day]]:
    """The days that were not all good, with their places, the newest first; none without data."""
    return [
        (place, day)
        for place, day in reversed(list(enumerate(days)))
        if day.level is not Level.NO_DATA and (day.is_eventful or day.is_marked)
    ]


def budget_bar(budget: Budget, name: str) -> Markup:
    """The share of an error budget that is left, in a tone; one that is overdrawn is all red."""
    if budget.remaining < 0:
        return _BUDGET.format("major", "100.0")
    share = Fraction(budget.remaining) / budget.allowed if budget.allowed else Fraction(0)
    return _BUDGET.format(name, f"{float(max(share, Fraction(0)) * 100):.1f}")


GLOBALS: dict[str, Callable[..., Any]] = {
    "tone": tone,
    "mark": mark,
    "gravity": gravity,
    "standing_tone": standing_tone,
    "row_tone": row_tone,
    "are_drawn": are_drawn,
    "day_bars": day_bars,
    "legend_bar": legend_bar,
    "troubled_days": troubled_days,
    "budget_bar": budget_bar,
    "shown_verdict": shown_verdict,
}
