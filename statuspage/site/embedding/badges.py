"""Badges: of the whole, of each component and of each promise, as pictures and for Shields."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from statuspage.domain.promises.shown_verdict import shown_verdict
from statuspage.figures.objectives import versions_of
from statuspage.render.badges.drawing import Badge, drawn, endpoint
from statuspage.render.charts.bars import tone
from statuspage.render.words import cldr
from statuspage.said import said
from statuspage.site.measured.components import all_components, full_names, going_on, views
from statuspage.site.overview import headline_now
from statuspage.site.page import Context, Facts, Params, PublicPage, one_path
from statuspage.site.promises import slas
from statuspage.site.promises.periods import JSON

AllParams = Callable[[Context], Iterable[Params]]


_SVG = "image/svg+xml"
_ENDS = ".\u3002\u0964"  # of a sentence, where it stands alone


def whole(context: Context) -> Badge:
    """How all of it is; where nothing is measured now, that and no more."""
    told, say = headline_now(context), context.locale.say
    context.holds_for_the_minute()
    if told.known_until:
        return Badge(context.site.name, say(said("Not measured now")), "unknown")
    return Badge(context.site.name, say(told.sentence).rstrip(_ENDS), tone(told.worst))


def of_component(context: Context, component: str) -> Badge:
    """How one part is. Raises NotFound."""
    chosen, say = context.library.components.by_id(component), context.locale.say
    name = say(full_names(context)[component])
    if chosen.withdrawn_at is not None:
        return Badge(name, say(said("No longer part of this site")), "unknown")
    [view] = views(context, [chosen], going_on(context, [chosen]))
    found = "unknown" if view.is_silent else tone(view.state)
    return Badge(name, say(view.label), found)


def of_sla(context: Context, sla: str) -> Badge:
    """How a promise stands in its running period: the figure where there is one, and the verdict.

    Raises NotFound.
    """
    say = context.locale.say
    version = versions_of(context.library, sla)[0]
    if version.is_withdrawn:
        return Badge(version.title, say(said("No longer promised")), "unknown")
    figure = slas.view(context, version, slas.current(context, version)).figure
    verdict = shown_verdict(figure)
    words = say(verdict.label)
    if figure.headline.is_number:
        told = said("{figure}, {verdict}", figure=figure.headline.words, verdict=verdict.small)
        words = say(told)
    return Badge(version.title, words, tone(verdict))


def _read(badge: Callable[..., Badge]) -> Callable[..., Facts]:
    """Both forms of a badge read the same, and as one function, so that a copy reads it once."""

    def read(context: Context, **params: str) -> Facts:
        return Facts({"badge": badge(context, **params)}, context.now)

    return read


def _picture(context: Context, _: str, facts: Facts) -> bytes:
    is_mirrored = cldr.direction(context.locale.language) == "rtl"
    return drawn(facts.values["badge"], is_mirrored=is_mirrored).encode()


def _document(_: Context, __: str, facts: Facts) -> bytes:
    return json.dumps(endpoint(facts.values["badge"]), ensure_ascii=False).encode() + b"\n"


def _forms(name: str, badge: Callable[..., Badge], params: AllParams) -> Iterator[PublicPage]:
    read = _read(badge)
    yield PublicPage(f"/badges/{name}.svg", read, _picture, _SVG, params)
    yield PublicPage(f"/badges/{name}.json", read, _document, JSON, params)


PAGES = (
    *_forms("status", whole, one_path),
    *_forms("components/{component}", of_component, all_components),
    *_forms("slas/{sla}", of_sla, slas.all_slas),
)
