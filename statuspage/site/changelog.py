"""The changelog: its newest months, each month, each component, and the page of each entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.errors import InvalidInput, NotFound
from statuspage.said import said
from statuspage.site.entries import (
    all_slugs,
    modified,
    named_components,
    recorded,
    slugs_by_year,
)
from statuspage.site.measured.components import all_components
from statuspage.site.page import ByYear, Context, Facts, Params, PublicPage, Year
from statuspage.site.rendering import template

_IN_FRONT = 20  # changes, at least: the newest months that have so many
_ON_PAGE = 50  # changes of a component
_CHANGES = (EntryKind.CHANGELOG.value,)


@dataclass(frozen=True)
class MonthOfChanges:
    """A month of the changelog; `path` leads to its page."""

    name: str  # "2026-07"
    count: int  # of changes in it

    @property
    def path(self) -> str:
        return f"/changelog/month/{self.name}"


def changelog(context: Context) -> Facts:
    """The newest months with all that changed in them, and the way to the others."""
    months = _months(context)
    front: list[MonthOfChanges] = []
    while months and sum(month.count for month in front) < _IN_FRONT:
        front.append(months.pop(0))
    found = _between(context, front[-1].name, front[0].name) if front else []
    zone = context.site.zone
    values = {
        "months": [
            (month, [one for one in found if window.month_of(one.at, zone) == month.name])
            for month in front
        ],
        "older": months,
        "listed": context.library.components.listed(),
        **_names(context),
    }
    return Facts(values, modified(found, context))


def month(context: Context, month: str) -> Facts:
    """All that changed in a month."""
    found = _between(context, month, month)
    if not found:
        raise NotFound(said("There is no month '{month}'.", month=month))
    return Facts({"month": month, "entries": found, **_names(context)}, modified(found, context))


def of_component(context: Context, component: str) -> Facts:
    """The newest changes of a component; older ones stand on pages that do not shift."""
    count = _count(context, component)
    older = -(-max(0, count - _ON_PAGE) // _ON_PAGE)
    return _of_component(context, component, max(0, count - _ON_PAGE), older)


def older_of_component(context: Context, component: str, number: str) -> Facts:
    """A full page of its changes, counted from the oldest."""
    page = int(number) if re.fullmatch(r"[1-9][0-9]{0,5}", number) else 0
    publications = context.library.publications
    if not page or not publications.reaches(_CHANGES, page * _ON_PAGE, component):
        raise NotFound(said("There is no page '{number}'.", number=number))
    return _of_component(context, component, (page - 1) * _ON_PAGE, page - 1)


def _of_component(context: Context, component: str, start: int, older: int) -> Facts:
    """Its changes from a place on, and the number of the page before."""
    chosen = context.library.components.by_id(component)
    rows = context.library.publications.page(_CHANGES, start, _ON_PAGE, component)
    found = context.library.entries.by_slugs(EntryKind.CHANGELOG, [row.key for row in rows])
    naming = [one for one in found.values() if component in one.details.get("components", ())]
    naming.sort(key=lambda one: one.at, reverse=True)
    values = {"component": chosen, "entries": naming, "older": older, **_names(context)}
    return Facts(values, modified(naming, context))


def entry(context: Context, slug: str) -> Facts:
    """One change, what it touched, and the wishes it answers."""
    found = context.library.entries.by_slug(EntryKind.CHANGELOG, slug)
    library = context.library
    answered = library.entries.by_slugs(EntryKind.OUTCOME, found.details.get("feedback", ()))
    proven = library.entries.leading_to([found.path]).get(found.path, [])
    answered = {**answered, **{one.slug: one for one in proven}}
    values = {
        "entry": found,
        "month": window.month_of(found.at, context.site.zone),
        "components": named_components(context, found.details.get("components", ())),
        "outcomes": list(answered.values()),
        **recorded(context, found),
    }
    return Facts(values, found.updated_at)


def _names(context: Context) -> dict[str, object]:
    return {"components": {one.id: one for one in context.library.components.known()}}


def _months(context: Context) -> list[MonthOfChanges]:
    """The months in which anything changed, the newest first."""
    zone = context.site.zone
    times = context.library.entries.times(EntryKind.CHANGELOG)
    counts = Counter(window.month_of(at, zone) for at in times)
    return [MonthOfChanges(name, counts[name]) for name in sorted(counts, reverse=True)]


def _between(context: Context, first: str, last: str) -> Sequence[Entry]:
    """What stands in the months from one to another. Raises NotFound for what is no month."""
    start, end = _month(context, first)[0], _month(context, last)[1]
    return context.library.entries.between(EntryKind.CHANGELOG, start, end)


def _month(context: Context, name: str) -> tuple[datetime, datetime]:
    try:
        period = window.parse_period(name, context.site.zone, context.now)
    except InvalidInput as error:
        raise NotFound(said("There is no month '{month}'.", month=name)) from error
    if period.name != name or not re.fullmatch(r"[0-9]{4}-[0-9]{2}", name):
        raise NotFound(said("There is no month '{month}'.", month=name))
    return period.span.start, period.span.end


def _all_months(context: Context) -> Iterable[Params]:
    return [{"month": month.name} for month in _months(context)]


def _years(context: Context) -> Iterable[str]:
    return {month.name[:4] for month in _months(context)}


def _months_of(context: Context, asked: Year) -> Iterable[Params]:
    found = context.library.entries.between(EntryKind.CHANGELOG, asked.span.start, asked.span.end)
    months = {window.month_of(one.at, context.site.zone) for one in found}
    return [{"month": name} for name in sorted(months, reverse=True)]


def _count(context: Context, component: str) -> int:
    return context.library.publications.counts(_CHANGES, [component]).get(component, 0)


def _all_older(context: Context) -> Iterable[Params]:
    """The pages of older changes, of each component that has any."""
    every = list(all_components(context))
    context.library.publications.counts(_CHANGES, [params["component"] for params in every])
    for params in every:
        count = _count(context, params["component"])
        for number in range(1, -(-max(0, count - _ON_PAGE) // _ON_PAGE) + 1):
            if number * _ON_PAGE <= count:
                yield {**params, "number": str(number)}


PAGES = (
    PublicPage("/changelog", changelog, template("changelog.html"), in_sitemap=True),
    PublicPage(
        "/changelog/month/{month}",
        month,
        template("changelog_month.html"),
        all_params=_all_months,
        by_year=ByYear(_years, _months_of),
        in_sitemap=True,
    ),
    PublicPage(
        "/changelog/component/{component}",
        of_component,
        template("changelog_component.html"),
        all_params=all_components,
    ),
    PublicPage(
        "/changelog/component/{component}/{number}",
        older_of_component,
        template("changelog_component.html"),
        all_params=_all_older,
    ),
    PublicPage(
        "/changelog/{slug}",
        entry,
        template("change.html"),
        all_params=all_slugs(EntryKind.CHANGELOG),
        by_year=slugs_by_year(EntryKind.CHANGELOG),
        in_sitemap=True,
    ),
)
