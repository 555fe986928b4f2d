"""HTML of other systems as Markdown that keeps its sense: breaks, lists, tables, code, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html

from statuspage.domain.vocabulary.text import clean_text
from statuspage.imports import escaping

_BREAK = "\r"  # text has none: every white space in it is a blank
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BLOCKS = frozenset(
    {
        *("p", "div", "ul", "ol", "li", "blockquote", "pre", "table", "hr", "dl", "dt", "dd"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer", "main"),
        *("aside", "nav", "address", "center", "figure", "figcaption", "details", "summary"),
        *("form", "fieldset", "body", "html"),
    }
)
_UNSPOKEN = frozenset({"script", "style", "head", "template"})
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~", "strike": "~~"}
_EMBEDDED = frozenset({"iframe", "video", "audio", "embed"})
_PARTS = frozenset({"thead", "tbody", "tfoot"})
_MARK = re.compile(r"\*\*?|~~")
_LAST_MARK = re.compile(r"(?<=\w)(\*\*?|~~)$")  # behind a back slash it is no mark
_POWER = re.compile(r"[ +\-\u2212]*\d+[ ]*$")
_HEADING = re.compile(r"h([1-6])$")


def markdown(fragment: str, base: str = "") -> str:
    """The words of some HTML as Markdown; addresses in it are relative to `base`."""
    return "\n\n".join(_Reader(base).blocks(_root(fragment)))


def plain(fragment: str) -> str:
    """The words of some HTML on one line, without any markup."""
    return _SPACE.sub(" ", "".join(_words(_root(fragment))).replace("\xa0", " ")).strip()


def _root(fragment: str) -> Any:
    try:
        return html.fragment_fromstring(clean_text(fragment), create_parent="div")
    except etree.ParserError:  # nothing but white space, or no more than a comment
        return html.Element("div")


def _words(element: Any) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in _UNSPOKEN:
        yield element.text or ""
        for child in element:
            yield from _words(child)
            yield child.tail or ""
        if element.tag in _BLOCKS or element.tag in ("br", "td", "th", "tr"):
            yield " "


class _Reader:
    """Reads one piece of HTML."""

    def __init__(self, base: str) -> None:
        self._base = base

    def blocks(self, element: Any, *, is_listed: bool = False) -> list[str]:
        """What stands in an element, block by block."""
        found: list[str] = []
        line = _space(element.text)
        for child in element:
            if self._is_block(child):
                found += _paragraphs(line)
                found += self._block(child, is_listed=is_listed)
                line = ""
            else:
                line = _joined(line, self._inline(child))
            line += _space(child.tail)
        return [one for one in [*found, *_paragraphs(line)] if one]

    def _is_block(self, element: Any) -> bool:
        """A block, or what holds one."""
        return isinstance(element.tag, str) and (
            element.tag in _BLOCKS
            or (element.tag not in _UNSPOKEN and any(map(self._is_block, element)))
        )

    def _block(self, element: Any, *, is_listed: bool) -> list[str]:
        tag = element.tag
        if tag in ("ul", "ol"):
            return [self._list(element)]
        if tag == "table":
            return self._table(element)
        if tag == "pre":
            words = "".join(element.itertext()).strip("\n").rstrip()
            # a fence within a list is not one everywhere
            return [_indented(words, 4) if is_listed else escaping.block(words)] if words else []
        if tag == "hr":
            return ["---"]
        if tag == "a":
            return _paragraphs(self._link(element.get("href"), self._flat(element)))
        inner = self.blocks(element, is_listed=is_listed)
        if tag == "blockquote":
            lines = "\n\n".join(inner).split("\n")
            return ["\n".join(f"> {line}" if line else ">" for line in lines)]
        if heading := _HEADING.fullmatch(tag):
            words = " ".join(" ".join(inner).split()).replace("\\#", "#").replace("#", "\\#")
            return [f"{'#' * int(heading[1])} {words}"] if words else []
        return inner

    def _list(self, element: Any) -> str:
        items = [self.blocks(item, is_listed=True) for item in element if item.tag == "li"]
        loose = self.blocks(_without_items(element), is_listed=True)
        if loose:
            items.append(loose)
        is_plain = all(len(item) <= 1 and "\n" not in "".join(item) for item in items)
        first = int(element.get("start", "1")) if element.get("start", "1").isdecimal() else 1
        lines = []
        for number, item in enumerate(filter(None, items), first):
            mark = f"{number}." if element.tag == "ol" else "-"
            width = len(mark) + 1 if is_plain else max(4, len(mark) + 1)
            body = _indented("\n\n".join(item), width).lstrip(" ")
            lines.append(f"{mark.ljust(width)}{body}")
        return ("\n" if is_plain else "\n\n").join(lines)

    def _table(self, element: Any) -> list[str]:
        own = [*element, *(row for part in element if part.tag in _PARTS for row in part)]
        rows = [
            [cell for cell in row if cell.tag in ("td", "th")] for row in own if row.tag == "tr"
        ]
        rows = [row for row in rows if row]
        grid = _placed(rows)
        width = max(map(len, grid), default=0)
        if width < 2:
            return [block for row in rows for cell in row for block in self.blocks(cell)]
        is_headed = all(cell.tag == "th" for cell in rows[0])
        told = [
            ["" if cell is None else self._cell(cell) for cell in row] + [""] * (width - len(row))
            for row in grid
        ]
        head = told.pop(0) if is_headed else [""] * width
        lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * width, *told)]
        captions = [block for one in element.iterfind("caption") for block in self.blocks(one)]
        return [*captions, "\n".join(lines)]

    def _cell(self, cell: Any) -> str:
        """All on one line, as plain text with links."""
        blocks = [self._flat(cell)]
        return " ".join(" / ".join(filter(None, "".join(blocks).split(_BREAK))).split())

    def _flat(self, element: Any) -> str:
        inner = _space(element.text)
        for child in element:
            if self._is_block(child):
                inner += _BREAK + self._flat(child) + _BREAK
            else:
                inner = _joined(inner, self._inline(child, is_cell=True))
            inner += _space(child.tail)
        return inner

    def _inline(self, element: Any, *, is_cell: bool = False) -> str:
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSPOKEN:
            return ""
        if tag == "br":
            return _BREAK
        if tag == "img":
            return self._link(
                element.get("src"), escaping.text(_SPACE.sub(" ", element.get("alt") or "").strip())
            )
        if tag in _EMBEDDED:
            return self._link(element.get("src"), "")
        if tag in ("code", "kbd", "samp", "tt") and not is_cell:
            return escaping.code("".join(element.itertext()))
        inner = _space(element.text)
        for child in element:
            inner = _joined(inner, self._inline(child, is_cell=is_cell)) + _space(child.tail)
        if tag == "a":
            return self._link(element.get("href"), inner)
        if tag == "q":
            return f"\u201c{inner}\u201d"
        if tag == "sup" and _POWER.match(inner):  # 10<sup>3</sup> is not 103
            return f"^{inner.strip()}"
        return _emphasised(inner, _MARKS[tag]) if tag in _MARKS else inner

    def _link(self, target: str | None, words: str) -> str:
        if not (target or "").strip():  # the mark of a place, no link
            return words
        try:
            address = urljoin(self._base, (target or "").strip())
        except ValueError:
            address = ""
        if not address.startswith(("http://", "https://", "mailto:")):
            return words
        plainly = escaping.text(address)
        if not words.strip(" \r") or words.strip() in (plainly, escaping.address(address)):
            return escaping.address(address) if address.startswith("http") else plainly
        if _BREAK in words.strip(_BREAK + " ") or "](" in words or "<http" in words:
            return f"{words} ({escaping.address(address)})"
        head, inner, tail = _trimmed(words)
        return f"{head}[{inner}]({escaping.target(address)}){tail}"


def _placed(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """The cells of a table in their columns; None where one reaches over several rows or columns.

    Source: HTML, "Forming a table".
    """
    grid: list[list[Any]] = []
    taken: set[tuple[int, int]] = set()
    for place, row in enumerate(rows):
        line: list[Any] = []
        for cell in row:
            while (place, len(line)) in taken:
                line.append(None)
            columns = _span(cell, "colspan")
            for below in range(1, _span(cell, "rowspan")):
                taken |= {(place + below, len(line) + beside) for beside in range(columns)}
            line += [cell, *[None] * (columns - 1)]
        grid.append(line)
    return grid


def _span(cell: Any, name: str) -> int:
    text = (cell.get(name) or "").strip()
    return min(int(text), 100) if text.isdecimal() and int(text) else 1


def _without_items(element: Any) -> Any:
    """What stands in a list outside its items, as nested lists of old editors do."""
    found = html.Element("div")
    found.text = element.text
    for child in element:
        if child.tag != "li":
            found.append(child)
        elif len(found):
            found[-1].tail = f"{found[-1].tail or ''} {child.tail or ''}"
        else:
            found.text = f"{found.text or ''} {child.tail or ''}"
    return found


def _paragraphs(line: str) -> list[str]:
    """Lines of one paragraph are parted by breaks, two breaks part paragraphs."""
    found = []
    for paragraph in re.split(rf"(?: *{_BREAK} *){{2,}}", line):
        lines = [one.strip(" ") for one in paragraph.split(_BREAK)]
        kept = [escaping.line(one) for one in lines if one.strip()]
        if kept:
            found.append("  \n".join(kept))
    return found


def _space(text: str | None) -> str:
    return escaping.text(_SPACE.sub(" ", text or ""))


def _indented(text: str, width: int) -> str:
    return "\n".join(" " * width + line if line else "" for line in text.split("\n"))


def _joined(line: str, more: str) -> str:
    """Marked words that follow marked words share their mark, or go without: `**a****b**` shows
    its stars."""
    own = _MARK.match(more)
    last = _LAST_MARK.search(line)
    if not own or not last or own[0][0] != last[1][0]:
        return line + more
    if own[0] == last[1]:
        return line.removesuffix(own[0]) + more.removeprefix(own[0])
    inner, _, behind = more.removeprefix(own[0]).rpartition(own[0])
    return line + inner + behind


def _trimmed(words: str) -> tuple[str, str, str]:
    """The white space before some words, the words, and that behind them."""
    inner = words.strip(" " + _BREAK)
    start = words.index(inner) if inner else 0
    return words[:start], inner, words[start + len(inner) :]


def _emphasised(words: str, mark: str) -> str:
    """With marks where they hold in every dialect, else as it is."""
    head, inner, tail = _trimmed(words)
    if not inner or not (inner[0].isalnum() and inner[-1].isalnum()):
        return words
    if _BREAK in inner or any(sign in inner for sign in ("*", "~", "`", "<", "[", "\\")):
        return words
    return f"{head}{mark}{inner}{mark}{tail}"
