"""What the site consists of: the signed list of its pages, and the site map, both year by year.

What stands by itself is one part, "site"; of pages that grow with the history each year is one. So
no part grows for ever, and what happened in a year that is over is listed once.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from statuspage.domain.record.note import signed
from statuspage.domain.vocabulary.site import Site
from statuspage.errors import NotFound, NotKnown
from statuspage.said import said
from statuspage.site import signing
from statuspage.site.page import Context, Facts, Params, PublicPage
from statuspage.site.rendering import as_is
from statuspage.site.years import year

STANDING = "site"
"""The part that holds what does not grow with the years."""
LIST = "/record/pages.txt"
"""Where the list stands: its head and its parts; each part stands below."""

_TEXT = "text/plain; charset=utf-8"
_XML = "application/xml; charset=utf-8"
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def part_path(part: str) -> str:
    """The address of a part of the list."""
    return f"/record/pages/{part}.txt"


def parts(context: Context, pages: Iterable[PublicPage]) -> list[str]:
    """The names of the parts, the newest year last; of a record those that it knows."""
    found: set[str] = set()
    for years in {page.by_year.years for page in pages if page.by_year is not None}:
        with suppress(NotKnown):
            found.update(years(context))
    return [STANDING, *sorted(found)]


def params_of(context: Context, page: PublicPage, part: str) -> Iterable[Params]:
    """The params of a page in a part. Raises NotFound, and NotKnown of a record."""
    if page.by_year is None:
        return page.all_params(context) if part == STANDING else ()
    return () if part == STANDING else page.by_year.params(context, year(context, part))


def addresses_of(context: Context, page: PublicPage, part: str) -> list[str]:
    """The addresses of a page in a part, in each language that has its own."""
    languages = context.site.languages if page.has_language else ()
    paths = [page.path(params) for params in params_of(context, page, part)]
    return [*paths, *(f"/{language}{path}" for language in languages for path in paths)]


@dataclass(frozen=True)
class _Part:
    """A page of which one stands for each part; it has the name of it in its address."""

    pattern: str
    pages: Sequence[PublicPage]
    body: Callable[[Context, str, Sequence[PublicPage]], str]
    sort: str

    def page(self) -> PublicPage:
        return PublicPage(self.pattern, self._read, as_is, self.sort, self._params, is_list=True)

    def _read(self, context: Context, part: str) -> Facts:
        found = self.body(context, part, self.pages)
        if not found:
            raise NotFound(said("There is no part '{part}' of this list.", part=part))
        return Facts({"body": found.encode()}, context.now)

    def _params(self, context: Context) -> Iterable[Params]:
        return [{"part": name} for name in parts(context, self.pages)]


def pages(listed: Sequence[PublicPage]) -> list[PublicPage]:
    """The list of some pages, and the site map of those that readers search for."""
    indexed = [page for page in listed if page.in_sitemap]

    def head(context: Context) -> Facts:
        text = signed(_head(context, listed), context.signer)
        return Facts({"body": text.encode()}, context.now)

    def index(context: Context) -> Facts:
        places = (f"{context.site.url}/sitemap/{part}.xml" for part in parts(context, indexed))
        rows = "".join(f"<sitemap><loc>{escape(place)}</loc></sitemap>\n" for place in places)
        return Facts({"body": _xml("sitemapindex", rows).encode()}, context.now)

    return [
        PublicPage(LIST, head, as_is, content_type=_TEXT, is_list=True),
        _Part(part_path("{part}"), listed, _listing, _TEXT).page(),
        PublicPage("/sitemap.xml", index, as_is, content_type=_XML, is_list=True),
        _Part("/sitemap/{part}.xml", indexed, _sitemap, _XML).page(),
    ]


def _head(context: Context, listed: Sequence[PublicPage]) -> str:
    found = signing.head(context.library, context.site)
    rows = [f"{found.origin}/pages", str(found.size), base64.b64encode(found.root).decode()]
    return "".join(f"{row}\n" for row in (*rows, *parts(context, listed)))


def _listing(context: Context, part: str, listed: Sequence[PublicPage]) -> str:
    found = {path for page in listed for path in addresses_of(context, page, part)}
    rows = [f"{context.site.record_origin}/pages/{part}", *sorted(found)]
    return signed("".join(f"{row}\n" for row in rows), context.signer) if found else ""


def _sitemap(context: Context, part: str, indexed: Sequence[PublicPage]) -> str:
    paths = [page.path(params) for page in indexed for params in params_of(context, page, part)]
    rows = "".join(line for path in paths for line in _urls(context.site, path))
    more = f' xmlns:xhtml="{_XHTML}"' if context.site.languages else ""
    return _xml("urlset", rows, more) if rows else ""


def _xml(element: str, rows: str, more: str = "") -> str:
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<{element} xmlns="{_SITEMAPS}"{more}>\n'
    return f"{start}{rows}</{element}>\n"


def _urls(site: Site, path: str) -> Iterator[str]:
    """A page in each language, each with all others (developers.google.com, localized versions)."""
    alternates = site.alternates(path)
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(address)}/>'
        for language, address in alternates
    )
    for address in dict.fromkeys([site.url + path, *(address for _, address in alternates)]):
        yield f"<url><loc>{escape(address)}</loc>{links}</url>\n"
