"""Links, marked names and places of the record, which read the same in every language."""

from __future__ import annotations

import html as entities
import re
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from markupsafe import Markup, escape

from statuspage.domain.record.tree import TILE, Tile
from statuspage.domain.vocabulary.languages import Place

_HREF = re.compile(r'(<a (?:[a-z]+="[^"]*" )*href=")([^"]*)')

_HEADING = re.compile(r"</?h([1-6])\b")
_TYPED = re.compile(r"`([^`]+)`")
_TAG = re.compile(r"<[a-z][^>]*>")
_WITHIN = re.compile(r'( (?:href|src|srcset|action|formaction)=")(/(?!/)[^"]*)')


def bdi(text: str) -> Markup:
    """A name of people's own inside a sentence: its direction does not turn ours."""
    return Markup("<bdi>{}</bdi>").format(text)


def code(text: object) -> Markup:
    """What is typed, inside a sentence."""
    return Markup("<code>{}</code>").format(text)


def typed(words: str) -> Markup:
    """A sentence whose commands stand between backticks, as on a terminal, for a page."""
    return Markup(_TYPED.sub(r"<code>\1</code>", str(escape(words))))  # noqa: S704 it was escaped


def strong(text: object) -> Markup:
    """What matters most in a sentence."""
    return Markup("<strong>{}</strong>").format(text)


def link(path: str) -> dict[str, Markup]:
    """The gaps `{a}` and `{end}` of a sentence, around the words that lead to a page."""
    return {"a": Markup('<a href="{}">').format(path), "end": Markup("</a>")}


def contact_link(contact: str) -> Markup:
    """How to reach the people behind the page: a mail address or a web address as a link."""
    if contact.startswith(("http://", "https://")):
        return Markup('<a href="{}">{}</a>').format(contact, contact.split("://", 1)[1])
    if "@" in contact and " " not in contact:
        return Markup('<a href="mailto:{}">{}</a>').format(contact, contact)
    return escape(contact)


def host(address: str) -> str:
    """What a site is known by: the host of its address, without "www."."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def record_place(index: int) -> str:
    """Where readers find an entry of the record."""
    return f"/record/entries/{Tile(None, index // TILE).name}#e{index}"


def headed(html: str, level: int) -> Markup:
    """Clean HTML of content/ whose highest heading has a level, so that none is left out above."""
    levels = [int(digit) for digit in _HEADING.findall(html)]
    shift = level - min(levels, default=level)
    changed = _HEADING.sub(lambda found: f"{found[0][:-1]}{min(int(found[1]) + shift, 6)}", html)
    return Markup(changed)  # noqa: S704 it was clean, and but digits changed


def from_page(html: str, page: str) -> str:
    """Clean HTML of content/ whose relative links are resolved against the path of its page."""

    def resolve(found: re.Match[str]) -> str:
        address = entities.unescape(found[2])
        if urlsplit(address).scheme or address.startswith("/"):
            return found[0]
        return found[1] + entities.escape(urljoin(page, address))

    return _HREF.sub(resolve, html) if page else html


def below(place: Place, html: str) -> str:
    """A page whose links within the site lead from the place where it stands.

    They stay in its language, but for those that name a language themselves (`hreflang`).
    """
    if not (place.base or place.prefix):
        return html
    bare = replace(place, prefix="")

    def placed(tag: re.Match[str]) -> str:
        here = bare if " hreflang=" in tag[0] else place
        return _WITHIN.sub(lambda found: found[1] + here.path(found[2]), tag[0])

    return _TAG.sub(placed, html)
