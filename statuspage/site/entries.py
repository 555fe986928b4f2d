"""What pages of written things share; and free pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.vocabulary.entry import OWN_PATHS, PATHS, Entry, EntryKind
from statuspage.domain.vocabulary.site import Component
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.site.changes import changes_of
from statuspage.site.page import ByYear, Context, Facts, Params, PublicPage, Reader, Year
from statuspage.site.rendering import template
from statuspage.site.years import year_of


def modified(found: Iterable[Entry], context: Context) -> datetime:
    """When the newest of some entries last changed; the present when there is none."""
    return max((entry.updated_at for entry in found), default=context.now)


def named_components(context: Context, ids: Iterable[str]) -> list[Component]:
    """The components that an entry names, in the order of the page."""
    wanted = set(ids)
    return [component for component in context.library.components.known() if component.id in wanted]


def recorded(context: Context, entry: Entry) -> dict[str, object]:
    """What the entry's revisions changed, and where the newest stands in the record."""
    subject = ENTRIES[entry.kind].subject(entry.slug)
    told = changes_of(context, [subject])
    return {
        "changes": told.get(subject, []),
        "mark": context.library.record.marks([subject])[subject],
    }


def free_page(context: Context, slug: str) -> Facts:
    """A page of content/pages."""
    entry = context.library.entries.by_slug(EntryKind.PAGE, slug)
    if entry.withdrawn_at is not None or entry.path != _path(slug):
        raise NotFound(said("There is no page '{slug}'.", slug=slug))
    return Facts({"entry": entry, **recorded(context, entry)}, entry.updated_at)


def _path(slug: str) -> str:
    return PATHS[EntryKind.PAGE] + slug


def all_slugs(kind: EntryKind) -> Callable[[Context], Iterable[Params]]:
    """The parameters of each page of an entry of a kind; free pages go when they are withdrawn.

    What has a page of its own is none of them.
    """
    own = OWN_PATHS.get(kind, {})

    def found(context: Context) -> Iterable[Params]:
        return [
            {"slug": entry.slug}
            for entry in context.library.entries.all_of(kind)
            if entry.slug not in own and (kind is not EntryKind.PAGE or entry.withdrawn_at is None)
        ]

    return found


def slugs_by_year(kind: EntryKind) -> ByYear:
    """The same by the year in which each entry stands; not for free pages, which have none."""

    def years(context: Context) -> Iterable[str]:
        return {year_of(context, at) for at in context.library.entries.times(kind)}

    def of_year(context: Context, asked: Year) -> Iterable[Params]:
        found = context.library.entries.between(kind, asked.span.start, asked.span.end)
        return [{"slug": entry.slug} for entry in found]

    return ByYear(years, of_year)


def _slug_page(pattern: str, reader: Reader, name: str, kind: EntryKind) -> PublicPage:
    """The page of a single entry of a kind."""
    return PublicPage(pattern, reader, template(name), all_params=all_slugs(kind), in_sitemap=True)


PAGES = (_slug_page("/pages/{slug}", free_page, "page.html", EntryKind.PAGE),)
