"""What the feeds of a site must say: built again from the record, by the functions of the site."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from lxml import etree

from statuspage.content.markdown import plain_text
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.record.note import Checkpoint
from statuspage.domain.record.recorded import Mark, Recorded, parse_stamp
from statuspage.domain.record.replay import Replay
from statuspage.domain.vocabulary.site import Site
from statuspage.publish.verify.pieces import Piece
from statuspage.publish.verify.record import Read
from statuspage.render import feeds as forms
from statuspage.render.feed_content import entry_item, incident_item, update_item
from statuspage.render.feeds import Feed, Item
from statuspage.site import feeds
from statuspage.site.feeds import Channel
from statuspage.site.journals import Journal, reach

_XML = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)


def expected(facts: Replay, site: Site, read: Read) -> Iterator[tuple[str, bytes]]:
    """The address and the bytes of every feed document."""
    of_components = [feeds.component_channel(component) for component in facts.components]
    for channel in (*feeds.FEEDS, *of_components):
        replayed = replace(channel, journal=_journal(facts, channel.journal, read))
        yield from _documents(site, replayed)


def _documents(site: Site, channel: Channel) -> Iterator[tuple[str, bytes]]:
    current = feeds.current(site, channel)
    yield channel.rss, forms.rss(current)
    yield channel.atom, forms.atom(current)
    yield channel.json, forms.json_feed(current)
    for number in range(1, feeds.full_pages(channel) + 1):
        found: Feed = feeds.archive(site, channel, str(number))
        yield f"{channel.base}/archive/{number}.atom", forms.atom(found)


def _journal(facts: Replay, like: Journal, read: Read) -> Journal:
    """What a feed lists, from the record in place of the store."""

    def standing(site: Site, subjects: Collection[str]) -> tuple[Mapping[str, Mark], Checkpoint]:
        marks = facts.marks(subjects)
        size = reach(marks)
        return marks, Checkpoint(site.record_origin, size, read.root(size))

    ordered = _published(facts, like.kinds, like.component) if like.kinds else _updates(facts)

    def items(site: Site, offset: int, limit: int) -> list[Item]:
        return [make(site) for make in ordered[offset : offset + limit]]

    return replace(like, count=lambda: len(ordered), items=items, standing=standing)


_Make = Callable[[Site], Item]


def _updates(facts: Replay) -> list[_Make]:
    """Every update by the time it stands under, the oldest first."""
    found: list[tuple[datetime, int, _Make]] = []
    for incident in facts.incidents.values():
        for update in incident.updates:
            first = facts.histories[UPDATE.subject(update.key)][0]

            def make(site: Site, incident: Any = incident, update: Any = update) -> Item:
                return update_item(site, incident, update, plain_text(update.html))

            found.append((update.published_at, first.index, make))
    return [make for *_, make in sorted(found, key=lambda one: one[:2])]


def _published(facts: Replay, kinds: Sequence[str], component: str | None) -> list[_Make]:
    """Every incident, maintenance and entry by the time it stands under, the oldest first."""
    found: list[tuple[datetime, int, _Make]] = []
    for incident in facts.incidents.values():
        told = facts.histories[INCIDENT.subject(incident.key)]
        if incident.kind not in kinds or not _touches(_ever(facts, incident.key), component):
            continue
        stands = parse_stamp(told[0].leaf.facts["started_at"])

        def happened(site: Site, incident: Any = incident, stands: datetime = stands) -> Item:
            return incident_item(site, incident, stands, plain_text(incident.updates[0].html))

        found.append((stands, told[0].index, happened))
    names = {known.id: known.name for known in facts.components}
    for (kind, slug), entry in facts.entries.items():
        told = facts.histories[ENTRIES[kind].subject(slug)]
        touched = {name for one in told for name in _named(one)} & names.keys()
        if kind not in kinds or not _touches(touched, component):
            continue
        stands = min(parse_stamp(told[0].leaf.facts["at"]), told[0].at)

        def written(site: Site, entry: Any = entry, stands: datetime = stands) -> Item:
            return entry_item(site, entry, stands, names, plain_text(entry.html))

        found.append((stands, told[0].index, written))
    return [make for *_, make in sorted(found, key=lambda one: one[:2])]


def _touches(touched: Collection[str], component: str | None) -> bool:
    return component is None or component in touched


def _ever(facts: Replay, key: str) -> set[str]:
    """What an incident ever touched, by any revision of its words."""
    updates = facts.incidents[key].updates
    told = (one for update in updates for one in facts.histories[UPDATE.subject(update.key)])
    return {
        change["component"] for one in told for change in json.loads(one.text("changes") or "[]")
    }


def _named(entry: Recorded) -> Iterable[str]:
    details: dict[str, Any] = json.loads(entry.text("details") or "{}")
    return list(details.get("components", ()))


def pieces(path: str, body: bytes) -> list[Piece]:
    """A feed as a row of pieces, each a field of an item. Raises ValueError."""
    if path.endswith(".json"):
        try:
            return list(_json_pieces(json.loads(body)))
        except (AttributeError, KeyError, TypeError, RecursionError) as error:
            raise ValueError(f"it is no JSON feed: {error}") from error
    try:
        return list(_xml_pieces(etree.fromstring(body, _XML)))
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is not XML: {error}") from error


def _json_pieces(document: Any) -> Iterator[Piece]:
    for name, value in document.items():
        if name != "items":
            yield _piece(name, value, "", "")
    for item in document["items"]:
        entry = next((str(m["index"]) for m in item["_statuspage"].get("record", ())), "")
        for name, value in item.items():
            yield _piece(name, value, str(item["id"]), entry)


def _xml_pieces(root: Any) -> Iterator[Piece]:
    """Each field of the feed, then those of each item."""
    for element in root.iter():
        if not isinstance(element.tag, str) or (len(element) and not element.text):
            continue
        item = next((one for one in element.iterancestors("{*}entry", "item")), None)
        name, entry = "", ""
        if item is not None:
            name = item.findtext("{*}id") or item.findtext("guid") or ""
            mark = item.find("{urn:statuspage:record}entry")
            entry = "" if mark is None else mark.get("index", "")
        value = [element.text or "", *(f"{k}={v}" for k, v in sorted(element.attrib.items()))]
        yield _piece(etree.QName(element).localname, " ".join(value).strip(), name, entry)


def _piece(name: str, value: Any, item: str, entry: str) -> Piece:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Piece(" ".join(f"{name}: {text}".split()), item, entry, is_owned=True)
