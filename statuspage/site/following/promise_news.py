"""What became of promises, read for feeds: versions of them, and the figures of closed periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from statuspage.domain.promises import news
from statuspage.domain.promises.granted import CREDIT, about
from statuspage.domain.promises.sla import SlaVersion, numbered
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.entry import Published
from statuspage.figures import objectives
from statuspage.figures.measure import zone_of
from statuspage.figures.objectives import versions_of
from statuspage.figures.strictness import strictness
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.promises import FigureNews, PromiseChange, figure_item, promise_item
from statuspage.site.page import Context

KINDS = (news.MADE, news.CHANGED, news.FIGURE)


def promise_items(context: Context, rows: Iterable[Published]) -> Iterator[tuple[Published, Item]]:
    """The items of such rows of the journal."""
    library, told = context.library, [row for row in rows if row.kind in KINDS]
    if not told:
        return
    library.objectives.histories({row.key.split("/")[0] for row in told})
    figures = (row.key.split("/") for row in told if row.kind == news.FIGURE)
    named = [(sla, period) for sla, period, _ in figures]
    library.figures.revisions(named)
    library.tallies.of(CREDIT, [about(*one) for one in named])
    names = {component.id: component.name for component in library.components.known()}
    for row in told:
        if row.kind == news.FIGURE:
            yield row, figure_item(context.site, _figure(context, row.key))
        else:
            yield row, promise_item(context.site, _change(context, row.key), names)


def _change(context: Context, key: str) -> PromiseChange:
    sla, number = key.split("/")
    versions = versions_of(context.library, sla)
    version = numbered(versions, int(number))
    former = numbered(versions, int(number) - 1) if number != "1" else None
    return PromiseChange(
        version,
        former,
        objectives.promise(version.promised),
        objectives.rule(version.promised),
        None if former is None else objectives.promise(former.promised),
        None if former is None else objectives.rule(former.promised),
        _counts_from(context, version, former),
    )


def _counts_from(
    context: Context, version: SlaVersion, former: SlaVersion | None
) -> datetime | None:
    """From when on a version judges alone."""
    if version.is_withdrawn or former is None:
        return None
    sla = version.promised
    if sla.window.startswith("rolling"):
        is_stricter = strictness(sla) >= strictness(former.promised)
        days = int(sla.window.removeprefix("rolling-").removesuffix("d"))
        return version.at if is_stricter else version.at + timedelta(days=days)
    period = window.current_period(sla.window, zone_of(sla, context.site.timezone), version.at)
    return version.at if version.at == period.span.start else period.span.end


def _figure(context: Context, key: str) -> FigureNews:
    sla, period, number = key.split("/")
    revisions = context.library.figures.revisions([(sla, period)])[sla, period]
    place = int(number) - 1
    revision = revisions[place]
    versions = versions_of(context.library, sla)
    judged_by = numbered(versions, revision.figure.definition_version)
    return FigureNews(
        revision,
        revisions[place - 1] if place else None,
        revisions[place + 1] if place + 1 < len(revisions) else None,
        judged_by.title,
        objectives.promise(judged_by.promised),
        context.library.tallies.of(CREDIT, [about(sla, period)]).get(about(sla, period))
        if place + 1 == len(revisions)
        else None,
    )
