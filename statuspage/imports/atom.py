"""Histories as Atom feeds in the Statuspage form: an entry an incident, all updates in its content.

Impact and components are not in such a feed, and its dates have no year (see yearless.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from lxml import etree, html

from statuspage.domain.incidents.imported import UNSTATED, Batch, Window
from statuspage.domain.vocabulary.states import Impact
from statuspage.domain.vocabulary.text import one_line
from statuspage.errors import InvalidInput, SourceError, message
from statuspage.imports.entry import Gathering, RawEntry, RawPost
from statuspage.imports.yearless import in_sequence, parse, parse_window
from statuspage.said import said

_ATOM = "{http://www.w3.org/2005/Atom}"
_POST = re.compile(  # looks no further than the next such tag: its time grows with the text only
    r"<small>((?:(?!</?small>).)*)</small>\s*+(?:<br\s*+/?>)?\s*+"
    r"<strong>((?:(?!</?strong>).)*)</strong>\s*+-?",
    re.DOTALL | re.IGNORECASE,
)
_PLANNED = "this is a scheduled event"
_WEB = ("http://", "https://")
_BLOCKS = frozenset({"p", "div", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4"})
_UNSPOKEN = frozenset({"script", "style"})


def read(data: bytes, name: str, now: datetime) -> Batch:
    """Read an Atom feed. `name` is the source in messages.

    An entry that cannot be read is refused and listed; the others are taken. Raises SourceError
    for a document that is no Atom feed at all.
    """
    gathering = Gathering(name, now)
    for entry in _feed(data, name).iterfind(f"{_ATOM}entry"):
        gathering.take(entry.sourceline, partial(_entry, entry))
    return gathering.batch()


def _feed(data: bytes, name: str) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(
            said("{name} is not a feed: {error}.", name=name, error=message(error))
        ) from error
    if root.getroottree().docinfo.doctype:
        raise SourceError(
            said("{name} declares a document type, which no feed does; it is not read.", name=name)
        )
    if root.tag != f"{_ATOM}feed":
        raise SourceError(
            said("{name} is not an Atom feed; name one, often at /history.atom.", name=name)
        )
    return root


def _entry(entry: Any) -> RawEntry:
    updated = _instant(entry, "updated")
    published = _instant(entry, "published") if _text(entry, "published") else updated
    lead, posts = _content(_text(entry, "content"), published, updated)
    return RawEntry(
        origin=_address(entry),
        origin_id=_text(entry, "id"),
        title=_text(entry, "title"),
        impact=Impact.MAINTENANCE if _PLANNED in lead.lower() else Impact.NONE,
        components=(),
        posts=posts,
        window=_window(lead, posts[-1].at),
    )


def _text(entry: Any, tag: str) -> str:
    return str(entry.findtext(f"{_ATOM}{tag}", ""))


def _instant(entry: Any, tag: str) -> datetime:
    text = _text(entry, tag).strip()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            {tag: said("'{text}' is not a time like 2026-07-01T15:00:00Z.", text=text)}
        ) from None
    if found.tzinfo is None:
        raise InvalidInput({tag: said("'{text}' has no zone; add Z or an offset.", text=text)})
    return found


def _address(entry: Any) -> str:
    links = entry.iterfind(f"{_ATOM}link")
    pages = (link.get("href", "") for link in links if link.get("rel", "alternate") == "alternate")
    return next((address for address in pages if address.startswith(_WEB)), "")


def _content(content: str, published: datetime, updated: datetime) -> tuple[str, list[RawPost]]:
    """What stands above the updates, and the updates, newest first."""
    lead, *parts = _POST.split(content)
    if not parts:
        raise InvalidInput({"content": said("It has no updates in the Statuspage form.")})
    dates, statuses, messages = parts[0::3], parts[1::3], parts[2::3]
    try:
        days = [parse(_line(date)) for date in dates]
        instants = in_sequence(days, published, updated)
    except ValueError as error:
        raise InvalidInput({"content": message(error)}) from error
    told = zip(statuses, messages, instants, strict=True)
    return _line(lead), [RawPost(_line(s), _markdown(message), at) for s, message, at in told]


def _window(lead: str, first_post: datetime) -> Window:
    """When a maintenance is planned, from the line above its updates."""
    try:
        found = parse_window(lead, first_post)
    except ValueError as error:
        raise InvalidInput({"content": message(error)}) from error
    return Window(*found) if found else UNSTATED


def _line(fragment: str) -> str:
    return one_line(_markdown(fragment))


def _markdown(fragment: str) -> str:
    """The words of some HTML, with its paragraphs, lists and links as Markdown."""
    root = html.fragment_fromstring(fragment, create_parent="div")
    lines = [line.strip() for line in "".join(_pieces(root)).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _pieces(element: Any) -> Iterator[str]:
    inner = "" if element.tag in _UNSPOKEN else _inner(element)
    address = element.get("href", "") if element.tag == "a" else ""
    if element.tag == "br":
        yield "\n"
    elif element.tag == "li":
        yield f"\n- {inner}"
    elif element.tag in _BLOCKS:
        yield f"\n\n{inner}\n\n"
    elif address.startswith(_WEB) and address != inner:
        yield f"[{inner}]({address})"
    else:
        yield inner
    yield _spaced(element.tail)


def _inner(element: Any) -> str:
    if not isinstance(element.tag, str):  # a comment
        return ""
    pieces = [_spaced(element.text)]
    for child in element:
        pieces.extend(_pieces(child))
    return "".join(pieces)


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
