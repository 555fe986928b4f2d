"""The chart of an SLA over its periods: one bar each, the target as a line across them.

The scale begins a little under the lowest figure, so that small differences can be seen. A broken
line parts periods judged by different definitions. Drawn from left to right, and mirrored where
lines run from right to left.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from statuspage.domain.promises.figure import Figure, Verdict
from statuspage.domain.promises.shown_verdict import ShownVerdict, shown_verdict
from statuspage.render.charts.bars import tone
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
_PLOT = Markup(
    '<div class="plot periods">'
    '<svg class="axis" aria-hidden="true"><text x="100%" y="0%" text-anchor="end">{}</text>'
    '<text x="100%" y="100%" text-anchor="end">{}</text></svg>{}{}'
    '<ol class="ticks" aria-hidden="true">{}</ol></div>'
)
_LABEL = Markup(
    '<svg class="axis" aria-hidden="true"><text y="{:.1f}%"><tspan x="0" dy="-.6em">{}</tspan>'
    '<tspan x="0" dy="1.3em">{}</tspan></text></svg>'
)


def period_chart(locale: Locale, history: Sequence[SlaView]) -> Markup:
    """Bars for some periods, given the newest first and drawn with the newest last."""
    figures = [view.figure for view in reversed(history)]
    foot = foot_of(figures)
    ticks = Markup().join(
        Markup("<li>{}</li>").format(one) for one in period_ticks(locale, history)
    )
    drawn = _drawn(locale, history, figures, foot)
    return _PLOT.format(
        percent(locale, "100"),
        percent(locale, f"{foot.normalize():f}"),
        drawn,
        _target_label(locale, figures, foot),
        ticks,
    )


def _drawn(
    locale: Locale, history: Sequence[SlaView], figures: Sequence[Figure], foot: Decimal
) -> Markup:
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


def _target_label(locale: Locale, figures: Sequence[Figure], foot: Decimal) -> Markup:
    """The name of the line, beside its end; nothing where nothing was promised."""
    if figures[-1].verdict is Verdict.NOT_PROMISED:
        return Markup('<svg class="axis" aria-hidden="true"></svg>')
    target = figures[-1].target
    y = _HEIGHT - _height(Decimal(target), foot)
    return _LABEL.format(y, locale.markup("Target"), percent(locale, target))


def _words(locale: Locale, history: Sequence[SlaView]) -> str:
    """What the chart shows, in a sentence."""
    verdicts = [shown_verdict(view.figure) for view in history]
    kept, missed = verdicts.count(ShownVerdict.MET), verdicts.count(ShownVerdict.MISSED)
    return locale.say(
        counted(
            "{count} period: {kept} met, {missed} missed.",
            "{count} periods, the newest last: {kept} met, {missed} missed.",
            len(history),
            kept=kept,
            missed=missed,
        )
    )


def foot_of(figures: Sequence[Figure]) -> Decimal:
    """The percentage at which the scale begins: 100 less 1, 2 or 5 times a power of ten."""
    shown = [share for figure in figures if (share := _share(figure)) is not None]
    lowest = min([*shown, *(Decimal(figure.target) for figure in figures)])
    span = max((100 - lowest) * _ROOM, _LEAST_SPAN)
    power = Decimal(10) ** span.adjusted()
    return max(Decimal(0), 100 - next(step * power for step in _STEPS if step * power >= span))


def period_ticks(locale: Locale, history: Sequence[SlaView]) -> list[str]:
    """What stands under each bar, oldest first; empty where there is none."""
    names = [tick(locale, view.period.name) for view in reversed(history)]
    return [""] * max(0, _SLOTS - len(names)) + names


def _share(figure: Figure) -> Decimal | None:
    """How high a bar is; None where too little is known, or too few answered, to say.

    Of few events pages say the counts in place of a percentage; the bar is as high as they are.
    """
    if figure.is_hidden or figure.is_withheld or not figure.counts.measured:
        return None
    if figure.value is not None:
        return Decimal(figure.value)
    return Decimal(math.floor(figure.counts.good / figure.counts.measured * 10_000)) / 100


def _height(share: Decimal, foot: Decimal) -> float:
    return float((share - foot) / (100 - foot) * _HEIGHT)


def _bar(place: int, figure: Figure, foot: Decimal) -> Markup:
    left = place * _SLOT + (_SLOT - _WIDTH) / 2
    share = _share(figure)
    if share is None:
        data = "".join(f"M{left:g} {y}h{_WIDTH}v3h-{_WIDTH}z" for y in _RUNGS)
        return Markup('<path class="none" d="{}"/>').format(data)
    height = max(_height(share, foot), 1)
    data = f"M{left:g} {_HEIGHT - height:.1f}h{_WIDTH}V{_HEIGHT}h-{_WIDTH}z"
    return Markup('<path class="{}" d="{}"/>').format(tone(shown_verdict(figure)), data)


def _target(place: int, figure: Figure, foot: Decimal) -> Markup:
    y = _HEIGHT - _height(Decimal(figure.target), foot)
    return Markup('<path class="target" d="M{} {:.1f}h{}"/>').format(place * _SLOT, y, _SLOT)


IN_A_LANGUAGE: tuple[Callable[..., Any], ...] = (period_chart,)
