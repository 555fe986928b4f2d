"""What people see and hear of a page: its text and the attributes that are read out."""

from __future__ import annotations

import json
import re

from lxml import html

_UNREAD = ("script", "style", "code", "pre", "kbd")
_READ_OUT = (
    *("alt", "aria-label", "placeholder", "title", "content", "data-label", "data-news"),
    *("data-kept", "data-discard"),
)
_MACHINE = ("viewport", "color-scheme", "theme-color", "robots", "twitter:card", "og:type")


def shown(text: str, *without: str) -> str:
    """The words of a page or of a part of one, without what is typed or run, and some XPaths."""
    tree = html.document_fromstring(text)
    words = []
    for unread in tree.xpath("|".join([*(f"//{name}" for name in _UNREAD), *without])):
        unread.drop_tree()
    for element in tree.iter():
        if not isinstance(element.tag, str):
            words.append(element.tail or "")
            continue
        is_machine = element.get("name", element.get("property")) in _MACHINE
        if "data-words" in element.attrib:
            told = json.loads(element.attrib["data-words"])
            told.pop("language", None)
            words += [re.sub(r"\{\w+\}", "", text) for text in told.values()]
        if not is_machine and element.get("class") != "recorded":
            words += [element.get(name) or "" for name in _READ_OUT]
        words += [element.text or "", element.tail or ""]
    return "\n".join(words)
