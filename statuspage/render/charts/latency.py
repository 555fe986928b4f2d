"""The chart of latencies over time: three stepped lines, each with a dash pattern of its own."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup

from statuspage.domain.measured.latency import Percentile
from statuspage.render.watched import LatencyPoint
from statuspage.render.words import cldr
from statuspage.render.words.locale import Locale

NAMES = ("p50", "p95", "p99")
_SLOT, _HEIGHT = 10, 100
_CHART = Markup(
    '<svg class="chart lines" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img"'
    ' aria-label="{}"><path class="grid" d="{}"/>{}</svg>'
)
_KEY = Markup(
    '<svg class="key lines" viewBox="0 0 24 8" aria-hidden="true">'
    '<path class="{}" d="M0 4h24"/></svg>'
)


def latency_chart(locale: Locale, points: Sequence[LatencyPoint]) -> Markup:
    """p50, p95 and p99 of some slots of time, oldest first; a slot without answers is a gap."""
    scale = latency_scale(points)
    width, rows = _SLOT * len(points), len(scale) - 1
    grid = "".join(f"M0 {_HEIGHT * row / rows:.1f}h{width}" for row in range(rows))
    lines = [
        Markup('<path class="{}" d="{}"/>').format(name, _line(points, place, scale))
        for place, name in enumerate(NAMES)
    ]
    return _CHART.format(width, _HEIGHT, _words(locale, points), grid, Markup().join(lines))


def latency_key(name: str) -> Markup:
    """A piece of the line of that name, for the legend."""
    return _KEY.format(name)


def latency_scale(points: Sequence[LatencyPoint]) -> list[int]:
    """The powers of ten, in milliseconds, that the scale runs over, the highest first.

    The scale is logarithmic: a timeout and a usual answer both can be read.
    """
    known = [point for point in points if point.percentiles]
    least = min((max(_of(point, 0), 1) for point in known), default=1)
    most = max((_of(point, len(NAMES) - 1) for point in known), default=10)
    foot = math.floor(math.log10(least))
    top = max(math.ceil(math.log10(max(most, 1))), foot + 1)
    return [int(10**power) for power in range(top, foot - 1, -1)]


def latency_words(locale: Locale, found: Percentile) -> str:
    """A latency in words, rounded up as all that is better when low: "at least 10 s"."""
    words = time_words(locale, found.milliseconds)
    return locale.say("at least {length}", length=words) if found.is_at_least else words


def time_words(locale: Locale, milliseconds: float) -> str:
    """ "123 ms", or "1.3 s" from a second on; rounded up."""
    if milliseconds < 1000:
        return locale.say("{number} ms", number=math.ceil(milliseconds))
    digits = f"{math.ceil(milliseconds / 100) / 10:g}"
    return locale.say("{number} s", number=cldr.decimal(locale.language, digits))


def _of(point: LatencyPoint, place: int) -> float:
    return point.percentiles[place].milliseconds


def _line(points: Sequence[LatencyPoint], place: int, scale: Sequence[int]) -> str:
    """Each slot is level, so one that stands alone is seen as well."""
    top, decades = math.log10(scale[0]), len(scale) - 1
    data = []
    was_drawn = False
    for number, point in enumerate(points):
        if point.percentiles:
            y = _HEIGHT * (top - math.log10(max(_of(point, place), scale[-1]))) / decades
            begin = f"V{y:.1f}" if was_drawn else f"M{number * _SLOT} {y:.1f}"
            data.append(f"{begin}h{_SLOT}")
        was_drawn = bool(point.percentiles)
    return "".join(data)


def _words(locale: Locale, points: Sequence[LatencyPoint]) -> str:
    """What the chart shows, in a sentence."""
    known = [point for point in points if point.percentiles]
    if not known:
        return locale.say("No answers in this period.")
    newest, slowest = known[-1], max(known, key=lambda point: _of(point, len(NAMES) - 1))
    shown = [
        f"{name} {latency_words(locale, found)}"
        for name, found in zip(NAMES, newest.percentiles, strict=True)
    ]
    most = latency_words(locale, slowest.percentiles[-1])
    return locale.say("Newest: {times}. Slowest p99: {most}.", times=shown, most=most)


GLOBALS: dict[str, Callable[..., Any]] = {
    "latency_key": latency_key,
    "latency_scale": latency_scale,
}
IN_A_LANGUAGE: tuple[Callable[..., Any], ...] = (latency_chart, latency_words, time_words)
