"""A feed or a calendar as a row of pieces, to be compared as pages are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from statuspage.errors import message
from statuspage.publish.verify.pieces import Piece
from statuspage.said import said

_XML = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)


def pieces(path: str, body: bytes) -> list[Piece]:
    """A feed as a row of pieces, each a field of an item. Raises ValueError."""
    if path.endswith(".ics"):
        return list(_calendar_pieces(body.decode()))
    if path.endswith(".json"):
        try:
            return list(_json_pieces(json.loads(body)))
        except (AttributeError, KeyError, TypeError, RecursionError) as error:
            raise ValueError(
                said("it is not a JSON feed: {error}", error=message(error))
            ) from error
    try:
        return list(_xml_pieces(etree.fromstring(body, _XML)))
    except etree.XMLSyntaxError as error:
        raise ValueError(said("it is not XML: {error}", error=message(error))) from error


def _calendar_pieces(text: str) -> Iterator[Piece]:
    """Each line as it was before it was folded (RFC 5545, 3.1), under the UID above it."""
    event = ""
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        name, _, value = line.partition(":")
        event = value.replace("\\,", ",") if name == "UID" else event
        yield _piece(name, value, event, "")


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
    return Piece(" ".join(f"{name}: {text}".split()), item, entry)
