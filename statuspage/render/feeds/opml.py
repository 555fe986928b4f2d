"""All feeds of a site as one file that feed readers take (OPML 2.0, opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

OPML = "text/x-opml; charset=utf-8"


@dataclass(frozen=True)
class Outline:
    """One feed. All texts are clean: without what XML 1.0 cannot hold."""

    title: str
    about: str
    feed: str  # its address
    page: str  # the address of the page that shows the same


def opml(title: str, outlines: Iterable[Outline]) -> bytes:
    """The file; a reader that takes it follows each of them."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    body = etree.SubElement(root, "body")
    for one in outlines:
        named = {"text": one.title, "title": one.title, "description": one.about}
        addresses = {"xmlUrl": one.feed, "htmlUrl": one.page}
        etree.SubElement(body, "outline", {"type": "rss", **named, **addresses})
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return found
