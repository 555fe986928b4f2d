"""A post of an account: what Mastodon and Bluesky take, short, with its link whole.

https://docs.joinmastodon.org/methods/statuses/ and https://docs.bsky.app/docs/advanced-guides/posts
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from statuspage.domain.vocabulary.site import Site
from statuspage.render.feeds.alone import facts_above
from statuspage.render.feeds.told import ToldNews
from statuspage.render.hooks.markup import Block, fitted, marked
from statuspage.render.hooks.plain import PLAIN
from statuspage.render.words.locale import locale
from statuspage.said import said

# Both count what readers take for one character, of which each is one code point or more: what
# fits by code points fits.
_TOOT, _BLUESKY = 500, 300
_WORDS = re.compile(r"\s+|\S+")
_LINK = re.compile(r"https?://[^\s<>]+")
_BEHIND = ".,;:!?…'\"»”’"  # what stands behind a link and is no part of it
_MENTION = re.compile(r"(?<![\w=/])@(?=\w)")
_JOINER = "\u2060"  # nobody sees it
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"  # of base32, in the order of their letters

Reference = dict[str, str]
"""How Bluesky names a post: its `uri`, and the `cid` of its words."""


def toot(site: Site, told: ToldNews) -> dict[str, Any]:
    """A status of Mastodon, in JSON types. Nobody is called by name: their words name people."""
    dialect = replace(PLAIN, escape=_uncalled)
    words = _text(site, told, told.item.title, dialect, _TOOT)
    return {"status": words, "language": site.language}


def record(
    site: Site, told: ToldNews, at: datetime, thread: tuple[Reference, Reference] | None
) -> dict[str, Any]:
    """A post of Bluesky, in JSON types; `thread` is its first post and the last one.

    What was posted there stays as it is, so an edit is a post of its own that says so.
    """
    title = told.item.title
    if told.news.is_edit:
        title = locale(site.language).say(said("Edited: {title}", title=title))
    text = _text(site, told, title, PLAIN, _BLUESKY)
    made: dict[str, Any] = {
        "$type": "app.bsky.feed.post",
        "text": text,
        "createdAt": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "langs": [site.language],
        "facets": _links(text),
    }
    if thread is not None:
        root, parent = thread
        made["reply"] = {"root": root, "parent": parent}
    return made


def record_key(at: datetime, key: str) -> str:
    """The name of a record, which follows from its message: tried again, it is the same record.

    https://atproto.com/specs/tid: microseconds since 1970 and ten bits of a clock, here of a hash.
    """
    hashed = int.from_bytes(sha256(key.encode()).digest()[:8])
    number = (int(at.timestamp()) * 1_000_000 + (hashed >> 10) % 1_000_000) << 10 | hashed % 1024
    return "".join(_DIGITS[number >> shift & 31] for shift in range(60, -1, -5))


def _text(site: Site, told: ToldNews, title: str, dialect: Any, limit: int) -> str:
    """Title, words as far as they fit, and the link."""
    words = marked(told.item.html, dialect)
    if told.incident is not None:
        del words[:1]  # state and time: the title says the one, and a post has the other
    above = [one.html for one in facts_above(site, told.item, told.incident)]
    blocks = [*marked("\n".join(above), dialect), *words]
    head = Block(tuple(_WORDS.findall(dialect.escape(title))))
    text, _ = fitted([head, *blocks], limit - len(told.item.url) - 2)
    return f"{text}\n\n{told.item.url}"


def _uncalled(text: str) -> str:
    return _MENTION.sub(f"@{_JOINER}", text)


def _links(text: str) -> list[dict[str, Any]]:
    """Where links stand, counted in bytes of UTF-8."""
    found = []
    for match in _LINK.finditer(text):
        address = match[0].rstrip(_BEHIND)
        if "(" not in address:
            address = address.partition(")")[0].rstrip(_BEHIND)
        begin = len(text[: match.start()].encode())
        found.append(
            {
                "index": {"byteStart": begin, "byteEnd": begin + len(address.encode())},
                "features": [{"$type": "app.bsky.richtext.facet#link", "uri": address}],
            }
        )
    return found
