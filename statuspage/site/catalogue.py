"""The catalogue is the site: live server, static copy, sitemap and tests all walk it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from statuspage import clock
from statuspage.domain.library.library import Notes
from statuspage.domain.telling.filter import EVERYTHING, Filter
from statuspage.domain.vocabulary.languages import split
from statuspage.domain.vocabulary.list_part import WHOLE, ListPart
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.site import (
    api,
    brand,
    changelog,
    changes,
    entries,
    history,
    lists,
    overview,
    record,
    robots,
    signing,
    stamps,
    v2,
)
from statuspage.site.api.notices import PAGES as NOTICE_DOCUMENTS
from statuspage.site.embedding import badges, widget
from statuspage.site.following import calendars, feed_lists, feeds, notice_calendar, subscribing
from statuspage.site.form import Form
from statuspage.site.listening import board, feedback, outcome_rows, outcomes, stories
from statuspage.site.page import Context, Gathered, Params, PublicPage, Rendering
from statuspage.site.plain import llms, twins
from statuspage.site.promises import (
    breaking,
    claim_pack,
    claims,
    made,
    notices,
    openslo,
    periods,
    pull_rows,
    recoveries,
    slas,
)
from statuspage.site.reports import documents, pages
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.recall import Recall

_PAGES: tuple[PublicPage, ...] = (
    *subscribing.PAGES,
    *feedback.PAGES,
    *feeds.PAGES,  # first, for /components/ID.atom would also fit /components/{component}
    *feed_lists.PAGES,
    *calendars.PAGES,
    *overview.PAGES,
    *history.PAGES,
    *changes.PAGES,
    *slas.PAGES,
    *openslo.PAGES,
    *claims.PAGES,
    *claim_pack.PAGES,
    *pull_rows.PAGES,
    *periods.PAGES,
    *made.PAGES,
    *recoveries.PAGES,
    *documents.PAGES,
    *pages.PAGES,
    *changelog.PAGES,
    *entries.PAGES,
    *breaking.PAGES,
    *board.PAGES,
    *outcome_rows.PAGES,
    *outcomes.PAGES,
    *notices.PAGES,
    *stories.PAGES,
    *notice_calendar.PAGES,
    *NOTICE_DOCUMENTS,
    *badges.PAGES,
    *widget.PAGES,
    *llms.PAGES,
    *record.PAGES,
    *stamps.PAGES,
    *api.PAGES,
    *v2.PAGES,
    *robots.PAGES,
    *brand.PAGES,
)
LISTED = tuple(
    page
    for page in _PAGES
    if page is not robots.NOWHERE and (page.in_sitemap or page not in record.PAGES)
)
"""What the signed list of pages names. The head of the record holds the rest anyhow, but for the
page of what is not there, which web servers answer as missing. Twins follow from their pages.
"""
PAGES = (*twins.twins(_PAGES), *_PAGES, *lists.pages(LISTED))


@dataclass(frozen=True)
class Found:
    """A page and the parts of the address that led to it."""

    page: PublicPage
    path: str
    params: Params
    language: str = ""  # that the address names, if any
    wanted: Filter = EVERYTHING
    part: ListPart = WHOLE

    def rendered(self, context: Context, form: Form | None = None) -> Rendering:
        """Raises NotFound when there is nothing at this address, and NotKnown of a record."""
        return self.page.rendered(self.params, self.gathered(context), form)

    def gathered(self, context: Context) -> Gathered:
        """The same without rendering it: pages of several forms may share it."""
        if self.language and self.language not in context.site.languages:
            raise NotFound(said("There is no language '{language}'.", language=self.language))
        asked = replace(context, language=self.language, wanted=self.wanted, part=self.part)
        return self.page.gathered(asked, self.params)


def find(path: str) -> Found | None:
    """The page an address belongs to, or None. Whether anything is there, only reading tells."""
    language, rest = "", path
    for _ in range(2):
        for page in PAGES:
            params = page.match(rest)
            if params is not None and (page.has_language or not language):
                return Found(page, path, params, language)
        language, rest = split(path)
        if not language:
            break
    return None


def addresses(context: Context) -> Iterator[Found]:
    """Every address that a Library knows of."""
    for page in PAGES:
        yield from addresses_of(context, page)


def addresses_of(context: Context, page: PublicPage) -> Iterator[Found]:
    """Every address of a page that a Library knows of, in each language that has its own."""
    languages = context.site.languages if page.has_language else ()
    for params in page.all_params(context):
        path = page.path(params)
        yield Found(page, path, params)
        yield from (Found(page, f"/{one}{path}", params, one) for one in languages)


def look_ahead(context: Context, asked: Iterable[Found]) -> None:
    """Ask at once what some pages will ask one by one; the Library of the context remembers."""
    by_page: dict[str, list[Found]] = defaultdict(list)
    for found in asked:
        by_page[found.page.pattern].append(found)
    for some in by_page.values():
        if (ahead := some[0].page.look_ahead) is not None:
            ahead(context, [found.params for found in some])


def present(recall: Recall | None = None) -> Context:
    """How things stand now in the store, each question asked once. Use it inside a snapshot.

    With `recall` what was answered before, and has not changed since, is not asked again.
    """
    now = clock.now()
    memory = None if recall is None else recall.memory(now)
    return Context(LIBRARY.noting(Notes(now), memory), now, signing.seed())


def render(found: Found, form: Form | None = None) -> Rendering:
    """Read the facts of a page from the store and render it, all from one snapshot.

    `form` is what its form shows, where it has one.

    Raises NotFound when there is nothing at this address, StoreError when the store is gone.
    """
    with db.snapshot():
        return found.rendered(Context(LIBRARY, clock.now(), signing.seed()), form)


def all_pages() -> list[Found]:
    """Every address of the site at this moment. Raises StoreError."""
    with db.snapshot():
        return list(addresses(present()))
