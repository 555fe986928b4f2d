"""The chart of an SLA over its periods: one bar each, the target as a line across them.

The scale begins a little under the lowest figure, so that small differences can be seen. A broken
line parts periods judged by different definitions. Drawn from left to right, and mirrored where
lines run from right to left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from statuspage.domain.promises.figure import Figure
from statuspage.domain.promises.shown_verdict import ShownVerdict, shown_verdict
from statuspage.domain.reports.facts import Trend
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


@dataclass(frozen=True)
class PeriodBar:
    """What is drawn of a period."""

    name: str
    share: Decimal | None  # None where nothing can be said: then it is a ladder
    target: str
    verdict: ShownVerdict
    definition_version: int

    @property
    def is_promised(self) -> bool:
        return self.verdict is not ShownVerdict.NOT_PROMISED


def bar_of(figure: Figure) -> PeriodBar:
    """The bar of a figure."""
    verdict, version = shown_verdict(figure), figure.definition_version
    return PeriodBar(figure.period.name, figure.share, figure.target, verdict, version)


def bars_of(trend: Trend) -> list[PeriodBar]:
    """The bars of the trend of a report."""
    return [
        PeriodBar(
            one.period,
            None if one.share is None else Decimal(one.share),
            one.target,
            ShownVerdict(one.verdict),
            one.definition_version,
        )
        for one in trend.points
    ]


def period_chart(locale: Locale, history: Sequence[SlaView]) -> Markup:
    """Bars for some periods, given the newest first and drawn with the newest last."""
    return chart_of(locale, [bar_of(view.figure) for view in reversed(history)])


def trend_chart(locale: Locale, trend: Trend) -> Markup:
    """The same of a trend, as a report keeps it."""
    return chart_of(locale, bars_of(trend))


def chart_of(locale: Locale, bars: Sequence[PeriodBar]) -> Markup:
    """Bars with their axis and ticks, the oldest first."""
    foot = foot_of(bars)
    ticks = Markup().join(Markup("<li>{}</li>").format(one) for one in period_ticks(locale, bars))
    return _PLOT.format(
        percent(locale, "100"),
        percent(locale, f"{foot.normalize():f}"),
        _drawn(locale, bars),
        _target_label(locale, bars, foot),
        ticks,
    )


def _drawn(locale: Locale, bars: Sequence[PeriodBar]) -> Markup:
    width, parts = drawing(bars)
    return _CHART.format(width, _HEIGHT, chart_words(locale, bars), parts)


def drawing(bars: Sequence[PeriodBar]) -> tuple[int, Markup]:
    """How wide the drawing is, and what is drawn; it is 100 high."""
    foot = foot_of(bars)
    first = max(0, _SLOTS - len(bars))
    parts = [_bar(place, one, foot) for place, one in enumerate(bars, first)]
    parts += [_target(place, one, foot) for place, one in enumerate(bars, first) if one.is_promised]
    parts += [
        Markup('<path class="break" d="M{} 0v{}"/>').format(place * _SLOT, _HEIGHT)
        for place, (before, after) in enumerate(pairwise(bars), first + 1)
        if before.definition_version != after.definition_version
    ]
    return _SLOT * (first + len(bars)), Markup().join(parts)


def _target_label(locale: Locale, bars: Sequence[PeriodBar], foot: Decimal) -> Markup:
    """The name of the line, beside its end; nothing where nothing was promised."""
    if not bars[-1].is_promised:
        return Markup('<svg class="axis" aria-hidden="true"></svg>')
    target = bars[-1].target
    y = _HEIGHT - _height(Decimal(target), foot)
    return _LABEL.format(y, locale.markup("Target"), percent(locale, target))


def chart_words(locale: Locale, bars: Sequence[PeriodBar]) -> str:
    """What the chart shows, in a sentence."""
    verdicts = [one.verdict for one in bars]
    kept, missed = verdicts.count(ShownVerdict.MET), verdicts.count(ShownVerdict.MISSED)
    return locale.say(
        counted(
            "{count} period: {kept} met, {missed} missed.",
            "{count} periods, the newest last: {kept} met, {missed} missed.",
            len(bars),
            kept=kept,
            missed=missed,
        )
    )


def foot_of(bars: Sequence[PeriodBar]) -> Decimal:
    """The percentage at which the scale begins: 100 less 1, 2 or 5 times a power of ten."""
    shown = [one.share for one in bars if one.share is not None]
    lowest = min([*shown, *(Decimal(one.target) for one in bars)])
    span = max((100 - lowest) * _ROOM, _LEAST_SPAN)
    power = Decimal(10) ** span.adjusted()
    return max(Decimal(0), 100 - next(step * power for step in _STEPS if step * power >= span))


def period_ticks(locale: Locale, bars: Sequence[PeriodBar]) -> list[str]:
    """What stands under each bar, oldest first; empty where there is none."""
    step = _SLOTS - 1 if len(bars) > 2 * _SLOTS else 1  # many names would run into each other
    names = ["" if place % step else tick(locale, one.name) for place, one in enumerate(bars)]
    return [""] * max(0, _SLOTS - len(names)) + names


def _height(share: Decimal, foot: Decimal) -> float:
    return float((share - foot) / (100 - foot) * _HEIGHT)


def _bar(place: int, bar: PeriodBar, foot: Decimal) -> Markup:
    left = place * _SLOT + (_SLOT - _WIDTH) / 2
    if bar.share is None:
        data = "".join(f"M{left:g} {y}h{_WIDTH}v3h-{_WIDTH}z" for y in _RUNGS)
        return Markup('<path class="none" d="{}"/>').format(data)
    height = max(_height(bar.share, foot), 1)
    data = f"M{left:g} {_HEIGHT - height:.1f}h{_WIDTH}V{_HEIGHT}h-{_WIDTH}z"
    return Markup('<path class="{}" d="{}"/>').format(tone(bar.verdict), data)


def _target(place: int, bar: PeriodBar, foot: Decimal) -> Markup:
    y = _HEIGHT - _height(Decimal(bar.target), foot)
    return Markup('<path class="target" d="M{} {:.1f}h{}"/>').format(place * _SLOT, y, _SLOT)


IN_A_LANGUAGE: tuple[Callable[..., Any], ...] = (period_chart, trend_chart)
