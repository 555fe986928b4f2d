"""The trends of a report as pictures that a mail carries in itself, so that reading it asks nobody.

Each is the chart of the page, drawn as SVG and made a PNG; its alt text tells the same figures.
"""

from __future__ import annotations

from hashlib import sha256

from markupsafe import Markup

from statuspage.domain.reports.facts import Trend
from statuspage.domain.reports.report import PeriodReport
from statuspage.domain.vocabulary.site import Site
from statuspage.render.cards import DRAWN, png, spans
from statuspage.render.charts.periods import (
    PeriodBar,
    bars_of,
    chart_words,
    drawing,
    foot_of,
    period_ticks,
)
from statuspage.render.feeds.passages import Passage
from statuspage.render.icons import INKS
from statuspage.render.mail.body import Picture
from statuspage.render.words.cldr import direction
from statuspage.render.words.lengths import percent
from statuspage.render.words.locale import Locale, locale
from statuspage.render.words.times import period_name
from statuspage.said import counted, said

_MOST = 12  # of pictures that one mail carries
_WIDE, _HIGH = 560, 190
_ROOM, _TOP, _FOOT = 500, 14, 160  # the bars stand in so much of it
_GREY, _INK = "#596164", "#16191a"
_STYLE = (
    "".join(f".{name}{{fill:{ink}}}" for name, (ink, _) in INKS.items())
    + f".none{{fill:{_GREY}}}.target{{stroke:{_INK};stroke-width:1}}"
    + f".break{{stroke:{_GREY};stroke-width:.3;stroke-dasharray:2 2}}"
)


def trend_pictures(site: Site, report: PeriodReport) -> tuple[list[Passage], list[Picture]]:
    """What a mail shows of the trends, and the pictures that it carries for that."""
    spoken, passages, pictures = locale(site.language), [], []
    for trend in report.facts.trends[:_MOST]:
        if not trend.points:
            continue
        picture = trend_picture(site, trend)
        told = trend_words(spoken, trend)
        html = Markup('<p><img src="cid:{}" alt="{}" width="{}" height="{}"></p>').format(
            picture.name, told, _WIDE, _HIGH
        )
        heading = Markup('<h2 dir="auto">{}</h2>').format(_heading(spoken, trend))
        passages.append(Passage(heading + html, told))
        pictures.append(picture)
    return passages, pictures


def _heading(spoken: Locale, trend: Trend) -> str:
    target = percent(spoken, trend.points[-1].target)
    return spoken.say(said("{promise}, target {target}", promise=trend.title, target=target))


def trend_words(spoken: Locale, trend: Trend) -> str:
    """All that the picture shows, in words: each period with its figure, the newest last."""
    figures = [
        spoken.say(
            said(
                "{period} {figure}",
                period=period_name(spoken, one.period),
                figure=percent(spoken, one.value),
            )
        )
        for one in trend.points
        if one.value is not None
    ]
    without = len(trend.points) - len(figures)
    if without:
        silent = counted(
            "{count} period without a figure", "{count} periods without a figure", without
        )
        figures.insert(0, spoken.say(silent))
    words = chart_words(spoken, bars_of(trend))
    told = spoken.comma.join(figures)
    return spoken.say(
        said(
            "{promise}. {words} {figures}.",
            promise=_heading(spoken, trend),
            words=words,
            figures=told,
        )
    )


def trend_picture(site: Site, trend: Trend) -> Picture:
    """The chart as a PNG for sharp screens. Its name is made of what it shows."""
    made = png(trend_svg(site, bars_of(trend)), 2 * _WIDE)
    return Picture(f"{sha256(made).hexdigest()[:26]}@statuspage", made)


def trend_svg(site: Site, bars: list[PeriodBar]) -> str:
    """The chart by itself, with its colours inside."""
    spoken, is_mirrored = locale(site.language), direction(site.language) == "rtl"
    width, parts = drawing(bars)
    left = _WIDE - _ROOM if is_mirrored else 0
    turned = (
        f'<g transform="translate({width} 0) scale(-1 1)">{parts}</g>' if is_mirrored else parts
    )
    ticks = period_ticks(spoken, bars)
    slot = _ROOM / len(ticks)
    places = [(place + 0.5) * slot for place in range(len(ticks))]
    edge = left - 6 if is_mirrored else _ROOM + 6
    anchor = "end" if is_mirrored else "start"
    foot = percent(spoken, f"{foot_of(bars).normalize():f}")
    words = [
        _text(_WIDE - x if is_mirrored else x, _HIGH - 10, "middle", name)
        for x, name in zip(places, ticks, strict=True)
    ]
    words += [_text(edge, _TOP + 10, anchor, percent(spoken, "100"))]
    words += [_text(edge, _FOOT, anchor, foot)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}"'
        f' width="{_WIDE}" height="{_HIGH}"><style>{_STYLE}</style>'
        f'<path fill="#ffffff" d="M0 0h{_WIDE}v{_HIGH}H0z"/>'
        f'<svg x="{left}" y="{_TOP}" width="{_ROOM}" height="{_FOOT - _TOP}"'
        f' viewBox="0 0 {width} 100" preserveAspectRatio="none">{turned}</svg>'
        f"{''.join(words)}</svg>"
    )


def _text(x: float, y: int, anchor: str, words: str) -> str:
    if not DRAWN.fullmatch(words):
        return ""  # the fonts that are there have no such letters
    return (
        f'<text x="{x:.1f}" y="{y}" font-family="Noto Sans" font-size="10" fill="{_GREY}"'
        f' text-anchor="{anchor}">{spans(words)}</text>'
    )
