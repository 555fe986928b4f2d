"""The feeds of the catalogue: the newest items in three forms, and the archives.

Every feed reads a journal: entries, or single updates, counted from the oldest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from statuspage.domain.record.recorded import Mark
from statuspage.domain.telling.filter import EVERYTHING
from statuspage.domain.vocabulary.text import one_line
from statuspage.errors import NotFound
from statuspage.render.feeds import documents
from statuspage.render.feeds.documents import Feed, Item
from statuspage.render.feeds.passages import tag
from statuspage.said import said
from statuspage.site import signing
from statuspage.site.following.journals import count_ahead, items_of
from statuspage.site.following.moved import last_entry
from statuspage.site.following.named_feeds import FEEDS, NamedFeed, component_channel
from statuspage.site.following.narrowing import in_words, newest, require_known
from statuspage.site.measured.components import all_components
from statuspage.site.page import Context, Facts, Params, PublicPage, Renderer, one_path

PAGE_SIZE = 50
"""Items in the current document of a feed, and in each archive."""


def current(context: Context, channel: NamedFeed) -> Feed:
    """The newest items; `previous` is the archive that reaches up to them: none is missed."""
    if context.wanted != EVERYTHING:
        return _narrowed(context, channel)
    older = max(0, channel.journal.count(context) - PAGE_SIZE)
    items = channel.journal.items(context, older, PAGE_SIZE)
    # Rounded up: that archive is full already, since it ends among the newest.
    needed = -(-older // PAGE_SIZE)
    return _feed(context, channel, items, previous=needed or None)


def _narrowed(context: Context, channel: NamedFeed) -> Feed:
    """The newest of what its filter takes; it has no archives. Raises InvalidInput."""
    require_known(context, context.wanted)
    rows = newest(context, channel.journal, context.wanted, PAGE_SIZE)
    return _feed(context, channel, items_of(context, rows))


def archive(context: Context, channel: NamedFeed, number: str) -> Feed:
    """A full page counted from the oldest: a newer item does not shift what it holds.

    It gains its link to the next archive when that one is full. Raises NotFound.
    """
    page = int(number) if re.fullmatch(r"[1-9][0-9]{0,8}", number) else 0
    if not page or not channel.journal.reaches(context, page * PAGE_SIZE):
        raise NotFound(said("There is no archive '{number}'.", number=number))
    items = channel.journal.items(context, (page - 1) * PAGE_SIZE, PAGE_SIZE)
    has_following = channel.journal.reaches(context, (page + 1) * PAGE_SIZE)
    return _feed(
        context,
        channel,
        items,
        number=page,
        previous=page - 1 or None,
        following=page + 1 if has_following else None,
    )


def full_pages(context: Context, channel: NamedFeed) -> int:
    """How many archives it has."""
    return channel.journal.count(context) // PAGE_SIZE


def _feed(
    context: Context,
    channel: NamedFeed,
    oldest_first: Sequence[Item],
    *,
    number: int | None = None,
    previous: int | None = None,
    following: int | None = None,
) -> Feed:
    site, library = context.site, context.library
    subjects = {subject for item in oldest_first for subject in item.subjects}
    marks = library.record.marks(subjects)
    reach = max((mark.index + 1 for mark in marks.values()), default=0)
    title = channel.title
    if chosen := in_words(context):
        title = said("{feed} ({chosen})", feed=title, chosen=chosen)
    query = urlencode(context.wanted.to_query())
    news = last_entry(context, channel.base) if number is None else ()
    return Feed(
        id=tag(site, site.prefix + channel.base) + (f"?{query}" if query else ""),
        title=one_line(context.locale.say("{site}: {feed}", site=site.name, feed=title)),
        about=one_line(context.locale.say(channel.about)),
        language=site.language,
        publisher=one_line(site.name),
        home=site.address(channel.home),
        base=f"{site.url}{site.prefix}{channel.base}",
        query=query,
        hub="" if query or number is not None else site.hub_address,
        since=min((one.added_at for one in library.components.known()), default=context.now),
        items=(*news, *(_marked(item, marks) for item in reversed(oldest_first))),
        archive=number,
        previous=previous,
        following=following,
        head=signing.head(library, site, reach),
    )


def _marked(item: Item, marks: Mapping[str, Mark]) -> Item:
    return replace(item, marks=tuple(marks[name] for name in item.subjects if name in marks))


_FORMS = (
    (".rss", documents.rss, documents.RSS),
    (".atom", documents.atom, documents.ATOM),
    (".json", documents.json_feed, documents.JSON),
)


def _form(render: Callable[[Feed], bytes]) -> Renderer:
    return lambda _context, _path, facts: render(facts.values["feed"])


def _documents(
    base: str,
    choose: Callable[..., NamedFeed],  # (context, **params) -> NamedFeed; raises NotFound
    all_params: Callable[[Context], Iterable[Params]] = one_path,
) -> Iterator[PublicPage]:
    """The pages of one kind of feed: its current document in three forms, and its archives."""

    def read(context: Context, **params: str) -> Facts:
        feed = current(context, choose(context, **params))
        return Facts({"feed": feed}, feed.updated)

    def read_archive(context: Context, number: str, **params: str) -> Facts:
        feed = archive(context, choose(context, **params), number)
        return Facts({"feed": feed}, feed.updated)

    def all_archives(context: Context) -> Iterator[Params]:
        every = list(all_params(context))
        if named := [params["component"] for params in every if "component" in params]:
            count_ahead(context, named)
        for params in every:
            for number in range(1, full_pages(context, choose(context, **params)) + 1):
                yield {**params, "number": str(number)}

    for ending, render, sort in _FORMS:
        yield PublicPage(base + ending, read, _form(render), sort, all_params, is_narrowed=True)
    archives = base + "/archive/{number}.atom"
    yield PublicPage(archives, read_archive, _form(documents.atom), documents.ATOM, all_archives)


def _of_component(context: Context, component: str) -> NamedFeed:
    """Raises NotFound."""
    known = context.library.components.known()
    named = context.library.once("components by id", lambda: {one.id: one for one in known})
    return component_channel(named.get(component) or context.library.components.by_id(component))


def _site_documents(channel: NamedFeed) -> Iterable[PublicPage]:
    return _documents(channel.base, lambda _: channel)


PAGES: tuple[PublicPage, ...] = (
    *(page for channel in FEEDS for page in _site_documents(channel)),
    *_documents(
        "/components/{component}",
        _of_component,
        all_components,
    ),
)
