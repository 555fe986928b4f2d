"""Notices on the page: what is to come, what came, and what each says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from urllib.parse import quote

from statuspage.domain.promises.notice import Notice
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.site import Component
from statuspage.render.deprecation import headers
from statuspage.site.entries import all_slugs, modified, recorded, slugs_by_year
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.promises.noticed import noticed, to_come, today
from statuspage.site.rendering import template

_SOON = timedelta(days=30)
"""What comes within these is on the first page."""


def notices(context: Context) -> Facts:
    """What is to come, the next one first; then what came or was called off, the newest first."""
    found, day = context.library.entries.all_of(EntryKind.NOTICE), today(context)
    coming = to_come(context, found, day)
    ahead = {one.entry.slug for one in coming}
    past = [one for one in noticed(context, found) if one.entry.slug not in ahead]
    values = {
        "coming": coming,
        "past": sorted(past, key=lambda one: one.effective, reverse=True),
        "components": {one.id: one for one in context.library.components.known()},
        "today": day,
        **context.mail,
    }
    return Facts(values, modified(found, context))


def notice(context: Context, slug: str) -> Facts:
    """One notice, what it touches, and the headers to send with what it deprecates."""
    entry = context.library.entries.by_slug(EntryKind.NOTICE, slug)
    [found] = noticed(context, [entry])
    touched = {*entry.details.get("components", ())}
    values = {
        "entry": entry,
        "notice": found,
        "today": today(context),
        "components": [one for one in context.library.components.known() if one.id in touched],
        "titles": _titles(context, entry),
        "headers": headers(context.site, found, context.site.address(quote(entry.path))),
        **recorded(context, entry),
    }
    return Facts(values, found.updated_at)


def _titles(context: Context, entry: Entry) -> dict[str, str]:
    """What the pages that it leads to are called, of those that are written here."""
    kinds = {"/pages": EntryKind.PAGE, "/notices": EntryKind.NOTICE}
    kinds |= {"/changelog": EntryKind.CHANGELOG, "/you-said-we-did": EntryKind.OUTCOME}
    found = {}
    for name in ("follows", "alternative"):
        path = str(entry.details.get(name) or "")
        room, _, slug = path.rpartition("/")
        if room in kinds and (told := context.library.entries.by_slugs(kinds[room], [slug])):
            found[path] = told[slug].title
    return found


def soon(context: Context) -> list[Notice]:
    """Those that come within 30 days, the next one first."""
    day = today(context)
    coming = to_come(context, context.library.entries.newest(EntryKind.NOTICE), day)
    return [one for one in coming if _next(one, day) <= day + _SOON]


def _next(found: Notice, day: date) -> date:
    return found.next_day(day) or day


def of_component(context: Context, component: Component) -> Sequence[Notice]:
    """Those to come that touch a component, the next one first."""
    found = context.library.entries.newest(EntryKind.NOTICE)
    return to_come(context, _touching(found, component.id), today(context))


def _touching(found: Iterable[Entry], component: str) -> Collection[Entry]:
    return [one for one in found if component in one.details.get("components", ())]


PAGES = (
    PublicPage("/notices", notices, template("notices.html"), in_sitemap=True),
    PublicPage(
        "/notices/{slug}",
        notice,
        template("notice.html"),
        all_params=all_slugs(EntryKind.NOTICE),
        by_year=slugs_by_year(EntryKind.NOTICE),
        in_sitemap=True,
    ),
)
