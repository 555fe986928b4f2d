"""Which language a reader is answered in: by the address, at / and for programs by what they ask,
with `?lang=` before the header.

Only / leads elsewhere, so that an address with a language is never left, and nothing loops.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from statuspage.domain.vocabulary.languages import has_language, split, wanted
from statuspage.domain.vocabulary.site import Site
from statuspage.web.cache.answer import Answer

_ASKED = ("/api/v1/", "/sla/")


def is_negotiated(site: Site, path: str) -> bool:
    """Whether the answer at an address depends on the language that is asked for."""
    return bool(site.languages) and (path == "/" or _is_document(path))


def asked_of_document(site: Site, path: str, environ: Mapping[str, Any]) -> str:
    """The language that a document of the API is asked for in; "" for the site's own."""
    if not site.languages or not _is_document(path):
        return ""
    return _other(site, environ)


def from_first_page(site: Site, path: str, environ: Mapping[str, Any]) -> Answer | None:
    """From / to the language that the browser prefers; None where that is the site's own.

    A shared cache that knew no Vary would send everybody there, so none may keep it.
    """
    if path != "/" or not site.languages or not (language := _other(site, environ)):
        return None
    query = environ.get("QUERY_STRING", "")
    headers = [
        ("Location", f"{site.base}/{language}/{'?' if query else ''}{query}"),
        ("Content-Length", "0"),
        ("Cache-Control", "no-store"),
        ("Vary", "Accept-Language"),
    ]
    return "302 Found", headers, []


def not_found_page(site: Site | None, path: str) -> str:
    """The address of the page that says that there is nothing, in the language of an address."""
    language = split(path)[0]
    known = site is not None and language in site.languages
    return f"/{language}/404.html" if known else "/404.html"


def _other(site: Site, environ: Mapping[str, Any]) -> str:
    own = site.language
    named = parse_qs(environ.get("QUERY_STRING", "")).get("lang", [""])[-1]
    if named == own or named in site.languages:
        return "" if named == own else named
    found = wanted(environ.get("HTTP_ACCEPT_LANGUAGE", ""), (own, *site.languages)) or own
    return "" if found == own else found


def _is_document(path: str) -> bool:
    return path.startswith(_ASKED) and not has_language(path)
