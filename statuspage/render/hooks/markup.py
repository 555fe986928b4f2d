"""Clean HTML in the marks of a chat, cut where it must be short: never within a link."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

Pair = tuple[str, str]
_BLOCKS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "tr"})
_LISTS = frozenset({"ul", "ol"})
_CELLS = frozenset({"td", "th"})
_HEADING = re.compile(r"h[1-6]")
_WORDS = re.compile(r"\s+|\S+")
_SPACE = re.compile(r"\s+")
_CUT = "…"


@dataclass(frozen=True)
class Block:
    """A paragraph, an item or a row: pieces of which each stands whole or not at all."""

    pieces: tuple[str, ...]
    is_close: bool = False  # to another such block: no empty line stands between them


@dataclass(frozen=True)
class Dialect:
    """How a chat writes what HTML says; a pair stands around words."""

    escape: Callable[[str], str]
    link: Callable[[str, str], str]  # of words that are escaped, and an address
    strong: Pair = ("", "")
    emphasis: Pair = ("", "")
    struck: Pair = ("", "")
    code: Pair = ("", "")
    block: Pair = ("", "")
    item: str = "• "
    quote: str = "> "

    def pair(self, tag: str) -> Pair:
        """What stands around the words of an element."""
        return {
            "strong": self.strong,
            "b": self.strong,
            "em": self.emphasis,
            "i": self.emphasis,
            "del": self.struck,
            "code": self.code,
        }.get(tag, ("", ""))


def marked(html: str, dialect: Dialect) -> list[Block]:
    """Clean HTML as blocks, of which each has its words and marks."""
    writer = _Writer(dialect)
    writer.feed(html)
    writer.close()
    writer.end_block()
    return writer.blocks


def fitted(
    blocks: Iterable[Block], limit: int, size: Callable[[str], int] = len
) -> tuple[str, bool]:
    """As much of some blocks as fits into a limit, and whether that is all."""
    taken, left, before = "", limit - size(_CUT), Block(())
    for block in blocks:
        gap = "" if not taken else "\n" if before.is_close and block.is_close else "\n\n"
        whole = gap + "".join(block.pieces)
        if size(whole) > left:
            part = _part(block.pieces, left - size(gap), size)
            return (f"{taken}{gap}{part}" if part else taken).rstrip() + _CUT, False
        taken, left, before = taken + whole, left - size(whole), block
    return taken, True


def _part(pieces: Sequence[str], left: int, size: Callable[[str], int]) -> str:
    """The pieces of a block that fit."""
    found = ""
    for piece in pieces:
        if size(found + piece) > left:
            break
        found += piece
    if found.strip():
        return found.rstrip()
    word = pieces[0]  # one that is longer than everything that may be sent
    while word and size(word) > left:
        word = word[: len(word) * 3 // 4]
    return word


class _Writer(HTMLParser):
    """Goes through clean HTML once."""

    def __init__(self, dialect: Dialect) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._dialect = dialect
        self._pieces: list[str] = []
        self._lists: list[int] = []  # of each the next number, 0 for one without
        self._quotes = 0
        self._is_code = False
        self._links: list[tuple[str, int]] = []  # the address, and where its words begin
        self._mark = ""
        self._is_row = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _BLOCKS or tag in _LISTS or tag == "blockquote":
            self.end_block()
        if tag in _LISTS:
            start = given.get("start") or "1"
            self._lists.append(int(start) if tag == "ol" and start.isdigit() else int(tag == "ol"))
        elif tag == "li":
            self._mark = self._next_mark()
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._is_code = True
            self._pieces.append(self._dialect.block[0])
        elif tag == "br":
            self._pieces.append("\n")
        elif tag == "hr":
            self.end_block()
        elif tag == "a":
            self._links.append((given.get("href") or "", len(self._pieces)))
        elif tag in _CELLS:
            self._is_row = True
            self._pieces = list(_trimmed(self._pieces))
            self._pieces.append(" | " if any(self._pieces) else "")
        elif _HEADING.fullmatch(tag):
            self._pieces.append(self._dialect.strong[0])
        elif not self._is_code:
            self._pieces.append(self._dialect.pair(tag)[0])

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            address, begun = self._links.pop()
            words = "".join(self._pieces[begun:]).strip()
            self._pieces[begun:] = [self._dialect.link(words, address) if address else words]
        elif tag == "pre":
            self._pieces.append(self._dialect.block[1])
            self._is_code = False
        elif _HEADING.fullmatch(tag):
            self._pieces.append(self._dialect.strong[1])
        elif not self._is_code:
            self._pieces.append(self._dialect.pair(tag)[1])
        if tag in _BLOCKS or tag in _LISTS or tag == "blockquote":
            self.end_block()
        if tag in _LISTS and self._lists:
            self._lists.pop()
        elif tag == "blockquote":
            self._quotes -= 1

    def handle_data(self, data: str) -> None:
        if self._is_code:
            self._pieces += _WORDS.findall(self._dialect.escape(data))
            return
        text = _SPACE.sub(" ", data)
        if not self._pieces or self._pieces[-1].endswith(("\n", " ")):
            text = text.lstrip(" ")
        self._pieces += _WORDS.findall(self._dialect.escape(text))

    def end_block(self) -> None:
        """What was said so far is a block; nothing said is none."""
        words = "".join(self._pieces).strip()
        pieces, self._pieces = [one for one in self._pieces if one], []
        if not words:
            return
        quote = self._dialect.quote * self._quotes
        before = quote + "  " * max(0, len(self._lists) - 1) + self._mark
        kept = [
            one.replace("\n", f"\n{quote}") for one in ([before, *pieces] if before else pieces)
        ]
        self.blocks.append(Block(_trimmed(kept), is_close=bool(self._mark) or self._is_row))
        self._mark, self._is_row = "", False

    def _next_mark(self) -> str:
        if not self._lists or not self._lists[-1]:
            return self._dialect.item
        self._lists[-1] += 1
        return f"{self._lists[-1] - 1}. "


def _trimmed(pieces: Sequence[str]) -> tuple[str, ...]:
    found = list(pieces)
    while found and not found[-1].strip():
        found.pop()
    return tuple(found)
