"""Histories as feeds: Atom, RSS and JSON Feed whose entries have all updates in their content."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from statuspage.domain.incidents.identity import host
from statuspage.domain.incidents.imported import Batch
from statuspage.domain.vocabulary.text import cleaned_of
from statuspage.errors import InvalidInput, SourceError, message
from statuspage.imports import document, marked, posted
from statuspage.imports.entry import Gathering, RawEntry
from statuspage.imports.posted import FeedEntry
from statuspage.imports.sequence import Page
from statuspage.imports.zones import offsets
from statuspage.said import Said, counted, said

_XHTML = "{http://www.w3.org/1999/xhtml}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_WEB = ("http://", "https://")
_CONTENTS = ("content", "encoded", "description", "summary")
_PUBLISHED = ("published", "issued", "created", "pubDate", "date")
_UPDATED = ("updated", "modified")
_LEAP = re.compile(r"(T\d\d:\d\d:)60(?!\d)")  # a leap second
_UTC = re.compile(r" ?(?:UTC|GMT)$")
_ZONE = re.compile(r"\s([A-Za-z]{1,5})$")


@dataclass(frozen=True)
class _Found:
    """An entry with its line, or why it cannot be read."""

    line: int
    entry: FeedEntry | None
    fault: InvalidInput | None = None


def read(data: bytes, name: str, now: datetime) -> Batch:
    """Read a feed in any of the three forms. `name` is the source in messages.

    An entry that cannot be read is refused and listed; the others are taken. Raises SourceError
    for a document that is no feed at all.
    """
    gathering = Gathering(name, now)
    is_json = document.decoded(data[:200]).lstrip()[:1] == "{"
    found = list(_json_entries(data, name) if is_json else _xml_entries(data, name))
    page = Page()
    for one in found:
        if one.entry is not None:
            posted.learn(one.entry, now, page)
    for one in found:
        gathering.take(one.line, partial(_raw, one, now, page))
    return gathering.batch()


def _raw(found: _Found, now: datetime, page: Page) -> RawEntry:
    if found.entry is None:
        raise found.fault or InvalidInput({})
    return posted.read(found.entry, now, page)


def _xml_entries(data: bytes, name: str) -> Iterator[_Found]:
    told = document.parse(data, name)
    kind = etree.QName(told.root).localname
    if kind not in ("feed", "rss", "RDF"):
        raise SourceError(
            said(
                "{name} is not a feed; name one, often at /history.atom or /history.rss.", name=name
            )
        )
    own = name if name.startswith(_WEB) else ""
    channels = told.root.iter("{*}feed", "{*}channel")
    home = next(filter(None, (_link(one, own) for one in channels)), own)
    language = told.root.get(_LANGUAGE, "") or (told.root.findtext(".//{*}language") or "")
    for part in told.entries:
        try:
            if part.fault is not None:
                raise part.fault
            yield _Found(part.line, _entry(part.element, home, language))
        except InvalidInput as error:
            yield _Found(part.line, None, error)


def _entry(entry: Any, home: str, language: str) -> FeedEntry:
    if document.SPOILT in "".join(entry.itertext()):
        raise InvalidInput(
            {"entry": said("It holds bytes that are not UTF-8; the feed must state its encoding.")}
        )
    left_out = document.settled(entry)
    title = _markup(entry, "title")
    words = _child(entry, *_CONTENTS)
    content = _markup(entry, *_CONTENTS)
    address = _link(entry, home)
    base = None if words is None else words.base  # xml:base, of it or of what it stands in
    return FeedEntry(
        identifier=_text(entry, "id", "guid"),
        address=address,
        source=host(home),
        title=marked.plain(title),
        content=content,
        base=_base(address or home, base),
        odd=_left_out(left_out, f"{title}{content}"),
        published=_instant(entry, *_PUBLISHED),
        updated=_instant(entry, *_UPDATED),
        until=_instant(entry, "maintenanceEndDate"),
        language=entry.get(_LANGUAGE, language),
    )


def _left_out(count: int, text: str) -> tuple[Said, ...]:
    """What is told of characters that no page can show, or that make a text read as another."""
    odd = []
    if count:
        odd.append(
            counted(
                "{count} character that XML forbids is left out",
                "{count} characters that XML forbids are left out",
                count,
            )
        )
    if hidden := cleaned_of(unescape(text)):
        odd.append(said("left out of its words: {characters}", characters=hidden))
    return tuple(odd)


def _child(entry: Any, *tags: str) -> Any:
    """The first child with one of some names, in any namespace; the names in order of rank."""
    return next((one for tag in tags for one in entry.iterfind(f"{{*}}{tag}")), None)


def _text(entry: Any, *tags: str) -> str:
    found = _child(entry, *tags)
    return "" if found is None else "".join(found.itertext()).strip()


def _markup(entry: Any, *tags: str) -> str:
    """An element's content as HTML: its type says how it stands there (RFC 4287, 3.1.1)."""
    found = _child(entry, *tags)
    if found is None:
        return ""
    kind = (found.get("type") or "").lower()
    if len(found) or kind in ("xhtml", "application/xhtml+xml"):
        inner = found[0] if len(found) == 1 and found[0].tag == f"{_XHTML}div" else found
        pieces = [escape(inner.text or "", quote=False)]
        for child in inner.iter():  # HTML knows no namespaces
            if isinstance(child.tag, str):
                child.tag = etree.QName(child).localname
        pieces += [etree.tostring(one, encoding="unicode", method="html") for one in inner]
        return "".join(pieces)
    is_atom = etree.QName(found).namespace in (
        "http://www.w3.org/2005/Atom",
        "http://purl.org/atom/ns#",
    )
    text = found.text or ""
    is_plain = is_atom and kind in ("", "text", "text/plain") and not _holds_markup(found)
    return escape(text, quote=False) if is_plain else text


def _holds_markup(found: Any) -> bool:
    """Contents are HTML, whatever a feed that forgot its type says of them."""
    return etree.QName(found).localname in ("content", "summary") and "<" in (found.text or "")


def _link(entry: Any, home: str = "") -> str:
    for link in entry.iterfind("{*}link"):
        given = (link.get("href") or link.text or "").strip()
        address = _joined(_base(home, link.base), given)
        if link.get("rel", "alternate") == "alternate" and address.startswith(_WEB):
            return address
    guid = _child(entry, "guid")
    text = "" if guid is None else (guid.text or "").strip()
    is_address = guid is not None and guid.get("isPermaLink", "true") == "true"
    return text if is_address and text.startswith(_WEB) else ""


def _base(around: str, own: str | None) -> str:
    """What addresses are relative to where something may say so itself."""
    return _joined(around, own or "") or around


def _joined(base: str, address: str) -> str:
    """A whole address; "" where it is empty or cannot be one."""
    try:
        return urljoin(base, address) if address else ""
    except ValueError:
        return ""


def _instant(entry: Any, *tags: str) -> datetime | None:
    for tag in tags:
        if text := _text(entry, tag):
            return instant(tag, text)
    return None


def instant(where: str, text: str) -> datetime:
    """A time of a feed: RFC 3339 in any case, or RFC 822. Raises InvalidInput."""
    try:
        found = datetime.fromisoformat(_LEAP.sub(r"\g<1>59", _UTC.sub("Z", text.upper())))
    except ValueError:
        try:
            found = _rfc_822(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            raise _fault(
                where, said("'{text}' is not a time like 2026-07-01T15:00:00Z.", text=text)
            ) from None
    if found.tzinfo is None:
        raise _fault(where, said("'{text}' has no zone; add Z or an offset.", text=text))
    return found


def _rfc_822(text: str) -> datetime:
    found = parsedate_to_datetime(text)
    if text.rstrip().endswith("-0000"):  # UTC, of a sender whose own zone is not told
        return found.replace(tzinfo=UTC)
    zone = _ZONE.search(text)
    readings = offsets(zone[1]) if zone else ()
    if zone and zone[1].upper() not in ("GMT", "UT", "UTC", "Z") and len(readings) == 1:
        naive = found.replace(tzinfo=None)
        return datetime.fromisoformat(f"{naive.isoformat()}+00:00") - readings[0]
    return found


def _fault(where: str, what: Said) -> InvalidInput:
    return InvalidInput({where: what})


def _json_entries(data: bytes, name: str) -> Iterator[_Found]:
    try:
        told = json.loads(document.decoded(data))
        items = told["items"]
        if not str(told["version"]).startswith("https://jsonfeed.org/"):
            raise ValueError("version")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SourceError(
            said(
                "{name} is not a JSON Feed ({error}); for JSON lines use `import incidents`.",
                name=name,
                error=message(error),
            )
        ) from error
    home = str(told.get("home_page_url") or "")
    for place, item in enumerate(items if isinstance(items, list) else (), 1):
        try:
            yield _Found(place, _json_entry(item, home, str(told.get("language") or "")))
        except InvalidInput as error:
            yield _Found(place, None, error)


def _json_entry(item: Any, home: str, language: str) -> FeedEntry:
    if not isinstance(item, dict):
        raise _fault("item", said("It must be an object ({{...}})."))
    dates = {
        key: instant(key, item[key]) if isinstance(item.get(key), str) else None
        for key in ("date_published", "date_modified")
    }
    plain = escape(str(item.get("content_text") or ""), quote=False)
    title, content = str(item.get("title") or ""), str(item.get("content_html") or plain)
    return FeedEntry(
        identifier=str(item.get("id") or ""),
        address=_joined(home, str(item.get("url") or "")),
        source=host(home),
        title=title,
        content=content,
        odd=_left_out(0, f"{title}{content}"),
        published=dates["date_published"],
        updated=dates["date_modified"],
        until=None,
        language=language,
    )
