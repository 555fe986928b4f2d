"""The catalogue is the site: live server, static copy, sitemap and tests all walk it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from statuspage import clock
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.site import (
    api,
    changes,
    entries,
    feeds,
    history,
    overview,
    periods,
    promises,
    record,
    robots,
    slas,
)
from statuspage.site.page import Context, Params, PublicPage, Rendering
from statuspage.store import db
from statuspage.store import entries as entry_rows
from statuspage.store import settings as current

PAGES: tuple[PublicPage, ...] = (
    *feeds.PAGES,  # first, for /components/ID.atom would also fit /components/{component}
    *overview.PAGES,
    *history.PAGES,
    *changes.PAGES,
    *slas.PAGES,
    *periods.PAGES,
    *promises.PAGES,
    *entries.PAGES,
    *record.PAGES,
    *api.PAGES,
    *robots.PAGES,
)


@dataclass(frozen=True)
class Found:
    """A page and the parts of the address that led to it."""

    page: PublicPage
    path: str
    params: Params

    @property
    def topics(self) -> frozenset[str]:
        return self.page.topics_for(self.params)


def find(path: str) -> Found | None:
    """The page an address belongs to, or None. Whether anything is there, only reading tells."""
    for page in PAGES:
        params = page.match(path)
        if params is not None:
            return Found(page, path, params)
    return None


def render(found: Found) -> Rendering:
    """Read the facts of a page and render it, all from one snapshot.

    Raises NotFound when there is nothing at this address, StoreError when the store is gone.
    """
    with db.snapshot():
        context = _context()
        facts = found.page.read(context, **found.params)
        body = found.page.render(context, found.path, facts)
    return Rendering(body, found.page.content_type, facts.modified, facts.valid_until)


def all_pages() -> Iterator[Found]:
    """Every address of the site at this moment."""
    for page in PAGES:
        with db.snapshot():
            chosen = list(page.all_params(_context()))
        for params in chosen:
            yield Found(page, page.path(params), params)


def _context() -> Context:
    pages = entry_rows.newest(EntryKind.PAGE)
    by_title = sorted(pages, key=lambda entry: entry.title.casefold())
    return Context(current.site(), clock.now(), by_title)
