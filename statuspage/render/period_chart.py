"""The chart of an SLA over its periods: one bar each, the target as a line across them.

The scale begins a little under the lowest figure, so that small differences can be seen; the words
beside the chart say where. A broken line parts periods judged by different definitions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from statuspage.domain.promises.figure import FEW_EVENTS, Figure, Verdict
from statuspage.render.charts import tone
from statuspage.render.views import SlaView
from statuspage.render.words.lengths import percent
from statuspage.render.words.locale import Locale
from statuspage.render.words.times import tick
from statuspage.said import counted

_SLOT, _WIDTH, _HEIGHT = 10, 6, 100
_SLOTS = 13  # at least, so that few bars are not wide
_ROOM = Decimal("1.2")  # the lowest bar has a height too
_LEAST_SPAN = Decimal("0.1")  # percent from foot to top, at least
_STEPS = (1, 2, 5, 10)
_RUNGS = (82, 90, 98)  # a period without a figure is a ladder of three

_CHART = Markup(
    '<svg class="chart" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img"'
    ' aria-label="{}">{}</svg>'
)


def period_chart(locale: Locale, history: Sequence[SlaView]) -> Markup:
    """Bars for some periods, given the newest first and drawn with the newest on the right."""
    figures = [view.figure for view in reversed(history)]
    foot = foot_of(figures)
    first = max(0, _SLOTS - len(figures))
    parts = [_bar(place, figure, foot) for place, figure in enumerate(figures, first)]
    parts += [
        _target(place, figure, foot)
        for place, figure in enumerate(figures, first)
        if figure.verdict is not Verdict.NOT_PROMISED
    ]
    parts += [
        Markup('<path class="break" d="M{} 0v{}"/>').format(place * _SLOT, _HEIGHT)
        for place, (before, after) in enumerate(pairwise(figures), first + 1)
        if before.definition_version != after.definition_version
    ]
    width = _SLOT * (first + len(figures))
    return _CHART.format(width, _HEIGHT, _words(locale, history), Markup().join(parts))


def _words(locale: Locale, history: Sequence[SlaView]) -> str:
    """What the chart shows, in a sentence."""
    verdicts = [view.figure.verdict for view in history]
    kept, missed = verdicts.count(Verdict.MET), verdicts.count(Verdict.MISSED)
    return locale.say(
        counted(
            "{count} period: {kept} met, {missed} missed.",
            "{count} periods, the newest on the right: {kept} met, {missed} missed.",
            len(history),
            kept=kept,
            missed=missed,
        )
    )


def foot_of(figures: Sequence[Figure]) -> Decimal:
    """The percentage at which the scale begins: 100 less 1, 2 or 5 times a power of ten."""
    shown = [Decimal(figure.value) for figure in figures if figure.value and _has_bar(figure)]
    lowest = min([*shown, *(Decimal(figure.target) for figure in figures)])
    span = max((100 - lowest) * _ROOM, _LEAST_SPAN)
    power = Decimal(10) ** span.adjusted()
    return max(Decimal(0), 100 - next(step * power for step in _STEPS if step * power >= span))


def chart_foot(locale: Locale, history: Sequence[SlaView]) -> str:
    """The percentage at which the scale begins, in short digits."""
    return percent(locale, f"{foot_of([view.figure for view in history]).normalize():f}")


def period_ticks(locale: Locale, history: Sequence[SlaView]) -> list[str]:
    """What stands under each bar, oldest first; empty where there is none."""
    names = [tick(locale, view.period.name) for view in reversed(history)]
    return [""] * max(0, _SLOTS - len(names)) + names


def _has_bar(figure: Figure) -> bool:
    """Whether a percentage may be shown: of enough measured time, or of enough events."""
    is_few = figure.is_of_events and figure.counts.total < FEW_EVENTS
    return not is_few and not figure.is_hidden


def _height(percent: str, foot: Decimal) -> float:
    return float((Decimal(percent) - foot) / (100 - foot) * _HEIGHT)


def _bar(place: int, figure: Figure, foot: Decimal) -> Markup:
    left = place * _SLOT + (_SLOT - _WIDTH) / 2
    if figure.value is None or not _has_bar(figure):
        data = "".join(f"M{left:g} {y}h{_WIDTH}v3h-{_WIDTH}z" for y in _RUNGS)
        return Markup('<path class="none" d="{}"/>').format(data)
    height = max(_height(figure.value, foot), 1)
    data = f"M{left:g} {_HEIGHT - height:.1f}h{_WIDTH}V{_HEIGHT}h-{_WIDTH}z"
    return Markup('<path class="{}" d="{}"/>').format(tone(figure.verdict), data)


def _target(place: int, figure: Figure, foot: Decimal) -> Markup:
    y = _HEIGHT - _height(figure.target, foot)
    return Markup('<path class="target" d="M{} {:.1f}h{}"/>').format(place * _SLOT, y, _SLOT)


IN_A_LANGUAGE: tuple[Callable[..., Any], ...] = (period_chart, period_ticks, chart_foot)
