"""The calendar of notices: a whole day for each that takes effect, and for what is removed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from statuspage.domain.promises.notice import Notice
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.text import one_line
from statuspage.render.calendar import CALENDAR, Agenda, NamedDay, ics
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.passages import labelled
from statuspage.said import said
from statuspage.site.following.journals import items_of
from statuspage.site.following.narrowing import as_news, in_words, require_known
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.promises.noticed import noticed

_KINDS = (EntryKind.NOTICE,)


def of_notices(context: Context) -> Facts:
    """All notices, those that a query asks for. Raises InvalidInput."""
    site, say, wanted = context.site, context.locale.say, context.wanted
    publications = context.library.publications
    rows = publications.page(_KINDS, 0, publications.count(_KINDS) + 1)
    if not wanted.is_everything:
        require_known(context, wanted)
        told = zip(rows, as_news(context, rows), strict=True)
        rows = [row for row, news in told if wanted.takes(news)]
    entries = context.library.entries.by_slugs(EntryKind.NOTICE, [row.key for row in rows])
    found = {one.entry.slug: one for one in noticed(context, entries.values())}
    title = said("Notices")
    if chosen := in_words(context):
        title = said("{feed} ({chosen})", feed=title, chosen=chosen)
    query = urlencode(wanted.to_query())
    items = items_of(context, rows)
    about = said("What will change at {site}, from when, and why.", site=site.name)
    calendar = Agenda(
        name=one_line(say("{site}: {feed}", site=site.name, feed=title)),
        about=one_line(say(about)),
        address=f"{site.url}{site.prefix}/notices.ics{'?' if query else ''}{query}",
        home=site.address("/notices"),
        zone=site.zone,
        days=tuple(
            day
            for row, item in zip(rows, items, strict=True)
            for day in _days(context, found[row.key], item)
        ),
    )
    since = min((one.added_at for one in context.library.components.known()), default=context.now)
    return Facts({"calendar": calendar}, max((item.updated for item in items), default=since))


def _days(context: Context, notice: Notice, item: Item) -> Iterator[NamedDay]:
    """The day it takes effect, and the one on which it is removed; what is past reminds nobody."""
    sequence = notice.entry.revision - 1
    is_off = notice.is_called_off
    first = said("Deprecated") if notice.kind == "deprecation" else said("In effect")
    days = [("effective", first, notice.effective), ("removed", said("Removed"), notice.removed)]
    for name, label, day in days:
        if day is not None:
            title = item.title if is_off else labelled(context.site, label, notice.entry.title)
            yield NamedDay(
                *(item, f"{item.id}/{name}", title, day, sequence),
                is_coming=not is_off,
                is_cancelled=is_off,
            )


def _rendered(_: Context, __: str, facts: Facts) -> bytes:
    return ics(facts.values["calendar"])


PAGES = (PublicPage("/notices.ics", of_notices, _rendered, CALENDAR, is_narrowed=True),)
