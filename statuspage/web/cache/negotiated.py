"""Which language and form a reader is answered in: by the address, else by what they ask, with
`?lang=` before the header.

Only / leads to a language, so that an address with one is never left, and nothing loops. Whoever
would rather have Markdown is led to the twin of a page: caches need not keep two at one address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, quote

from statuspage.domain.vocabulary.languages import has_language, split, wanted
from statuspage.domain.vocabulary.site import Site
from statuspage.errors import InvalidInput
from statuspage.render.twin import path_of
from statuspage.said import said
from statuspage.site import catalogue
from statuspage.site.plain.twins import has_twin
from statuspage.web.cache.answer import Answer, Header, qualities

_MARKDOWN = "text/markdown"
_ASKED = ("/api/v1/", "/sla/")


def is_negotiated(site: Site, path: str) -> bool:
    """Whether the answer at an address depends on the language that is asked for."""
    return bool(site.languages) and (path == "/" or _is_document(path))


def asked_of_document(site: Site, path: str, environ: Mapping[str, Any]) -> str:
    """The language that a document of the API is asked for in; "" for the site's own."""
    if not site.languages or not _is_document(path):
        return ""
    return _other(site, environ)


def require_spoken(site: Site | None, path: str, query: str) -> None:
    """Refuse a document of the API in a language that the site has not. Raises InvalidInput."""
    named = _named(query)
    if site is None or not named or named in (site.language, *site.languages):
        return
    if _is_document(path) and catalogue.find(path):
        fault = said("There is no language '{language}'.", language=named)
        raise InvalidInput({"lang": fault})


def elsewhere(site: Site | None, base: str, path: str, environ: Mapping[str, Any]) -> Answer | None:
    """Where an address leads whoever asks for another language or form; None where it does not.

    `site` is given where it speaks more than one language; `base` is the path it stands at.
    """
    found = None if site is None else from_first_page(site, path, environ)
    if found is None and _MARKDOWN in environ.get("HTTP_ACCEPT", ""):
        found = _to_twin(base, path, environ)
    return found


def _to_twin(base: str, path: str, environ: Mapping[str, Any]) -> Answer | None:
    liked = qualities(environ["HTTP_ACCEPT"])
    found = catalogue.find(path)
    if found is None or not has_twin(found.page):
        return None
    liking = liked.get(_MARKDOWN, 0.0)
    if not liking or liking < liked.get("text/html", 0.0):
        return None
    return _led(quote(f"{base}{path_of(path)}"), "Accept")


def twin_link(base: str, found: catalogue.Found) -> list[Header]:
    """The header by which a page names its twin (RFC 8288)."""
    if not has_twin(found.page):
        return []
    language = f"/{found.language}" if found.language else ""
    target = quote(f"{base}{language}{path_of(found.path.removeprefix(language) or '/')}")
    return [("Link", f'<{target}>; rel="alternate"; type="text/markdown"')]


def from_first_page(site: Site, path: str, environ: Mapping[str, Any]) -> Answer | None:
    """From / to the language that the browser prefers; None where that is the site's own.

    A shared cache that knew no Vary would send everybody there, so none may keep it.
    """
    if path != "/" or not site.languages or not (language := _other(site, environ)):
        return None
    query = environ.get("QUERY_STRING", "")
    return _led(f"{site.base}/{language}/{'?' if query else ''}{query}", "Accept-Language")


def _led(target: str, by: str) -> Answer:
    headers = [
        ("Location", target),
        ("Content-Length", "0"),
        ("Cache-Control", "no-store"),
        ("Vary", by),
    ]
    return "302 Found", headers, []


def not_found_page(site: Site | None, path: str) -> str:
    """The address of the page that says that there is nothing, in the language of an address."""
    language = split(path)[0]
    known = site is not None and language in site.languages
    return f"/{language}/404.html" if known else "/404.html"


def _other(site: Site, environ: Mapping[str, Any]) -> str:
    own = site.language
    named = _named(environ.get("QUERY_STRING", ""))
    if named == own or named in site.languages:
        return "" if named == own else named
    found = wanted(environ.get("HTTP_ACCEPT_LANGUAGE", ""), (own, *site.languages)) or own
    return "" if found == own else found


def _named(query: str) -> str:
    return parse_qs(query).get("lang", [""])[-1]


def _is_document(path: str) -> bool:
    return path.startswith(_ASKED) and not has_language(path)
