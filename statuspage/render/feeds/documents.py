"""One feed in three forms: RSS 2.0, Atom 1.0 (RFC 4287, archives by RFC 5005) and JSON Feed 1.1.

The only module that knows feedgen. What an item says is composed in feed_content.py.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feedgen.feed import FeedGenerator
from lxml import etree

from statuspage.domain.record.note import Checkpoint
from statuspage.domain.record.recorded import Mark

RSS = "application/rss+xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
JSON = "application/feed+json; charset=utf-8"

_ATOM_SPACE = "http://www.w3.org/2005/Atom"
_HISTORY_SPACE = "http://purl.org/syndication/history/1.0"
_RECORD_SPACE = "urn:statuspage:record"
_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}


@dataclass(frozen=True)
class Item:
    """One entry of a feed. All texts are clean: without what XML 1.0 cannot hold."""

    id: str  # a tag: URI (RFC 4151), the same forever
    url: str
    title: str  # plain text
    html: str
    text: str
    summary: str
    published: datetime
    updated: datetime
    tags: tuple[str, ...]
    author: str
    details: Mapping[str, Any]  # in JSON types; what JSON Feed carries under "_statuspage"
    subjects: tuple[str, ...] = ()  # of the record, what the item is made of
    marks: tuple[Mark, ...] = ()  # where the newest entries of these stand


@dataclass(frozen=True)
class Feed:
    """The newest items of a logical feed, or one archive of it; items newest first."""

    id: str
    title: str
    about: str
    language: str
    publisher: str
    home: str  # the address of the page that shows the same
    base: str  # the feed's own address without its ending
    since: datetime  # when the site began: an empty feed has no other time, and it must stay
    items: tuple[Item, ...]
    hub: str = ""  # where programs ask to be sent it; "" for what is not passed on
    query: str = ""  # that narrows it, such as "component=api"
    archive: int | None = None  # its number when it is an archive, else None: the current feed
    previous: int | None = None  # the archive before this document
    following: int | None = None  # the archive after this archive
    head: Checkpoint | None = None  # of the record, when it held all entries of these items

    @property
    def updated(self) -> datetime:
        return max((item.updated for item in self.items), default=self.since)

    def address(self, form: str) -> str:
        """Its own address in a form: "rss", "atom" or "json"."""
        return f"{self.base}.{form}{'?' if self.query else ''}{self.query}"

    def archive_url(self, number: int) -> str:
        return f"{self.base}/archive/{number}.atom"


def rss(feed: Feed) -> bytes:
    """The feed as RSS 2.0; each item also carries atom:updated, which RSS has no word for."""
    generator = _generator(feed, [_link(feed.address("rss"), "self", "rss")])
    if feed.hub:
        generator.register_extension("hub", _HubLink, atom=False)
        generator.hub.address = feed.hub
    body: bytes = generator.rss_str()
    return body


def atom(feed: Feed) -> bytes:
    """The feed or archive as Atom, with the links of RFC 5005."""
    current = feed.address("atom")
    here = current if feed.archive is None else feed.archive_url(feed.archive)
    links = [_link(here, "self", "atom")]
    if feed.previous is not None:
        links.append(_link(feed.archive_url(feed.previous), "prev-archive", "atom"))
    if feed.hub:
        links.append({"href": feed.hub, "rel": "hub"})
    if feed.following is not None:
        links.append(_link(feed.archive_url(feed.following), "next-archive", "atom"))
    if feed.archive is not None:
        links.append(_link(current, "current", "atom"))
    generator = _generator(feed, links)
    if feed.archive is not None:
        generator.register_extension("archive", _ArchiveMark, rss=False)
    body: bytes = generator.atom_str()
    return body


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed 1.1 (jsonfeed.org)."""
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.about,
        "home_page_url": feed.home,
        "feed_url": feed.address("json"),
        "language": feed.language,
        "authors": [{"name": feed.publisher}],
        "items": [json_item(item) for item in feed.items],
    }
    if feed.hub:
        document["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    if feed.head is not None:
        head = {"size": feed.head.size, "root": feed.head.root.hex()}
        document["_statuspage"] = {"record": head}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def json_item(item: Item) -> dict[str, Any]:
    """An item as JSON Feed has it, in JSON types."""
    return {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "content_text": item.text,
        "summary": item.summary,
        "date_published": stamp(item.published),
        "date_modified": stamp(item.updated),
        "tags": list(item.tags),
        "authors": [{"name": item.author}],
        "_statuspage": {**item.details, **_marks(item)},
    }


def _marks(item: Item) -> dict[str, Any]:
    found = [{"index": mark.index, "hash": mark.hash.hex()} for mark in item.marks]
    return {"record": found} if found else {}


def stamp(instant: datetime) -> str:
    """An instant as JSON has it (RFC 3339)."""
    return instant.isoformat().replace("+00:00", "Z")


def _link(href: str, rel: str, form: str) -> dict[str, str]:
    return {"href": href, "rel": rel, "type": _TYPES[form]}


def _generator(feed: Feed, links: list[dict[str, str]]) -> Any:
    found = FeedGenerator()
    found.register_extension("updated_item", _NothingMore, _ItemUpdated, atom=False)
    found.register_extension("record", _RecordHead, _ItemRecord)
    if feed.head is not None:
        found.record.head = feed.head
    found.id(feed.id)
    found.title(feed.title)
    found.subtitle(feed.about)
    found.language(feed.language)
    found.author({"name": feed.publisher})
    found.generator("statuspage")
    for link in links:
        found.link(link)
    # RSS takes the last link as its own, so the page comes last.
    found.link({"href": feed.home, "rel": "alternate", "type": "text/html"})
    found.updated(feed.updated)
    for item in feed.items:
        _add_item(found, item)
    return found


def _add_item(generator: Any, item: Item) -> None:
    entry = generator.add_entry(order="append")
    entry.id(item.id)
    entry.title(item.title)
    entry.link({"href": item.url, "rel": "alternate", "type": "text/html"})
    entry.content(item.html, type="html")
    entry.author({"name": item.author})
    entry.category([{"term": tag} for tag in item.tags])
    entry.published(item.published)
    entry.updated(item.updated)
    entry.updated_item.instant = item.updated
    entry.record.marks = item.marks


class _NothingMore:
    """The part of a feedgen extension that concerns the feed as a whole: here nothing."""

    def extend_ns(self) -> dict[str, str]:
        return {}

    def extend_rss(self, _: Any) -> None:
        return


class _HubLink(_NothingMore):
    """atom:link rel="hub" in the channel (W3C WebSub, section 4): feedgen writes no other link."""

    address = ""

    def extend_rss(self, feed: Any) -> None:
        etree.SubElement(feed[0], f"{{{_ATOM_SPACE}}}link", href=self.address, rel="hub")


class _ItemUpdated:
    """atom:updated inside an RSS item."""

    instant: datetime

    def extend_rss(self, item: Any) -> None:
        element = etree.SubElement(item, f"{{{_ATOM_SPACE}}}updated")
        element.text = self.instant.isoformat()


class _RecordHead:
    """record:head: how many entries the record held, and the root over them."""

    head: Checkpoint | None = None

    def extend_ns(self) -> dict[str, str]:
        return {"record": _RECORD_SPACE}

    def extend_atom(self, feed: Any) -> None:
        if self.head is not None:
            root = self.head.root.hex()
            etree.SubElement(feed, f"{{{_RECORD_SPACE}}}head", size=str(self.head.size), root=root)

    def extend_rss(self, feed: Any) -> None:
        self.extend_atom(feed[0])


class _ItemRecord:
    """record:entry: an entry of the record that stands behind an item."""

    marks: tuple[Mark, ...] = ()

    def extend_atom(self, item: Any) -> None:
        for mark in self.marks:
            name = f"{{{_RECORD_SPACE}}}entry"
            etree.SubElement(item, name, index=str(mark.index), hash=mark.hash.hex())

    extend_rss = extend_atom


class _ArchiveMark:
    """fh:archive: this document is complete and gains no items (RFC 5005, section 4)."""

    def extend_ns(self) -> dict[str, str]:
        return {"fh": _HISTORY_SPACE}

    def extend_atom(self, feed: Any) -> None:
        etree.SubElement(feed, f"{{{_HISTORY_SPACE}}}archive")
