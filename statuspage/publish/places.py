"""Where an address lies in a copy, and in which order files are written."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from statuspage.render.calendar import CALENDAR
from statuspage.render.feeds import documents
from statuspage.render.feeds.opml import OPML
from statuspage.render.twin import MARKDOWN
from statuspage.site import catalogue
from statuspage.site.page import HTML, PublicPage

_FEEDS = frozenset({documents.RSS, documents.ATOM, documents.JSON, CALENDAR, OPML})
_PARTS = ("/static/", "/icons/", "/cards/")
_HEAD = "/record/checkpoint"


def path_of(page: PublicPage, address: str) -> str:
    """The path of an address of a page below the target."""
    inside = address.lstrip("/")
    sort = page.content_type.partition(";")[0]
    if sort == "text/html" and not address.endswith(".html"):
        return f"{inside.rstrip('/')}/index.html".lstrip("/")
    if sort == "application/json" and "." not in address.rpartition("/")[2]:
        # Addresses of the API have no ending, and one may lie below another: a folder each.
        return f"{inside}/index.json"
    return inside


def address_of(path: str, languages: Collection[str]) -> str:
    """The address that a path is of, where the site has pages in these languages."""
    folder, slash, name = f"/{path}".rpartition("/")
    if name not in ("index.html", "index.json"):
        return f"{folder}{slash}{name}"
    return f"{folder}/" if folder.removeprefix("/") in ("", *languages) else folder


def place_of(target: Path, address: str) -> Path:
    """Where any address lies in a folder."""
    found = catalogue.find(address)
    return target / (address.lstrip("/") if found is None else path_of(found.page, address))


def is_part(address: str) -> bool:
    """Whether pages are made of what stands at an address, or at those of a pattern."""
    return address.startswith(_PARTS)


def rank(page: PublicPage, address: str) -> int:
    """Of what is written, the lowest first: nothing names what is not there yet.

    What pages are made of, pages, documents of programs, feeds, and the head of the record last.
    """
    if is_part(address):
        return 0
    if address == _HEAD:
        return 4
    if page.content_type in _FEEDS:
        return 3
    return 1 if page.content_type in (HTML, MARKDOWN) else 2
