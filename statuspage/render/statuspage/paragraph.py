"""Words of several blocks as one paragraph, as Statuspage's feeds have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement
from markupsafe import Markup, escape

_INLINE = frozenset({"a", "b", "code", "del", "em", "i", "ins", "s", "strong", "sub", "sup"})
_GAP, _LINE = "\x00", "\x01"  # no text has either
_BREAK = "<br />"
_BREAKS = re.compile(rf"[\s{_GAP}{_LINE}]*[{_GAP}{_LINE}][\s{_GAP}{_LINE}]*")


def one_paragraph(clean: str) -> Markup:
    """Clean HTML without its blocks: a gap stands between two of them, a break between items."""
    root = html.fragment_fromstring(clean, create_parent="div")
    text = "".join(_pieces(root)).strip(f" \n{_GAP}{_LINE}")
    return Markup(_BREAKS.sub(_shown, text))  # noqa: S704 each piece is escaped


def _shown(found: re.Match[str]) -> str:
    return _BREAK * 2 if _GAP in found[0] else _BREAK


def _pieces(element: HtmlElement) -> Iterator[str]:
    """An element's words, escaped, with a mark wherever a block begins or ends."""
    yield _written(element, element.text)
    for place, child in enumerate(element, 1):
        if not isinstance(child.tag, str):
            pass
        elif child.tag in ("br", "hr"):
            yield _LINE
        elif child.tag in _INLINE:
            target = child.get("href")
            yield Markup('<a href="{}">').format(target) if target else f"<{child.tag}>"
            yield from _pieces(child)
            yield f"</{child.tag}>"
        elif child.tag in ("li", "tr"):
            number = f"{place}." if element.tag == "ol" else "-"
            yield f"{_LINE}{number} " if child.tag == "li" else _LINE
            yield from _pieces(child)
            yield _LINE
        else:
            is_block = child.tag not in ("td", "th", "span", "time", "thead", "tbody", "img")
            yield _GAP if is_block else " "
            yield from _pieces(child)
            yield _GAP if is_block else " "
        yield _written(element, child.tail)


def _written(around: HtmlElement, text: str | None) -> str:
    words = str(escape(text or ""))
    if around.tag in ("pre",) or (
        around.getparent() is not None and around.getparent().tag == "pre"
    ):
        return words.replace("\n", _LINE)
    return words
