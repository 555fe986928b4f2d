"""The Markdown twin of a page, made from its ready HTML alone: so both say the same, word for word.

CommonMark with the tables and the struck words of GitHub's flavour. What stands in drawings is what
is read aloud of them; forms and what is hidden are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from lxml import etree

MARKDOWN = "text/markdown; charset=utf-8"

_PARSER = etree.HTMLParser(encoding="utf-8")
_PASSED = frozenset(
    {*("script", "style", "template", "dialog", "form", "button", "input", "select", "textarea"),
     *("wbr", "source")}
)  # fmt: skip
_INLINE = frozenset(
    {*("a", "abbr", "b", "bdi", "br", "cite", "code", "del", "em", "i", "img", "ins", "label"),
     *("mark", "picture", "q", "s", "small", "span", "strong", "sub", "sup", "svg", "time", "u")}
)  # fmt: skip
_AROUND = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "del": "~~"}
_HEADING = re.compile(r"h([1-6])")
_MARKS = re.compile(r"([\\*~`|\[\]<]|(?<!\w)_|_(?!\w)|&(?=#?\w+;))")
_OPENING = re.compile(r"\d{1,9}(?=[.)](?:\s|$))|(?=>|#{1,6}(?:\s|$)|[+-](?:\s|$)|[-=]+$)")
"""Where a sign would begin something else than a paragraph (CommonMark 0.31, 4 and 5)."""
_PIPE = re.compile(r"(?<!\\)\|")
_SPACE = re.compile(r"\s+")
_BESIDE = re.compile(r"[\w%)]$")


def path_of(path: str) -> str:
    """Where the twin of a page stands."""
    return f"{path}index.md" if path.endswith("/") else f"{path}.md"


def page_of(path: str) -> str:
    """The page of which a twin stands there."""
    return path.removesuffix("index.md") if path.endswith("/index.md") else path[: -len(".md")]


def twin(page: bytes) -> bytes:
    """A page as Markdown: what its main part says, then where it stands and what its foot says of
    times.
    """
    tree = etree.fromstring(page, _PARSER)
    [address] = tree.xpath("//link[@rel='canonical']/@href")
    writer = _Writer(address)
    for part in tree.xpath("//aside[@class='demo'] | //main"):
        writer.block(part)
    writer.blocks.append("---")
    writer.blocks.append(f"<{address}>")
    for part in tree.xpath("//footer/p"):
        writer.block(part)
    return ("\n\n".join(writer.blocks) + "\n").encode()


@dataclass
class _Writer:
    """Goes through a page once; each block is a paragraph, a heading, a list or a table."""

    address: str
    blocks: list[str] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)

    def block(self, element: Any) -> None:
        """An element of which inline words stand together, and each other one by itself."""
        self._add(element.text)
        is_row = "meta" in _classes(element)
        for child in element:
            if not _is_passed(child):
                if child.tag in _INLINE:
                    if is_row and "".join(self._words).strip():
                        self._words.append(" · ")
                    self._inline(child)
                else:
                    self._end()
                    self._special(child)
            self._add(child.tail)
        self._end()

    def _special(self, element: Any) -> None:
        heading = _HEADING.fullmatch(element.tag)
        if heading:
            if words := self._alone(element):
                ending = re.sub("(#+)$", r"\\\1", words)  # signs there would belong to the heading
                self.blocks.append(f"{'#' * int(heading[1])} {ending}")
        elif element.tag in ("ul", "ol"):
            self._append("\n".join(self._items(element)))
        elif element.tag == "dl":
            self._append("\n".join(self._facts(element)))
        elif element.tag == "table":
            self._append("\n".join(self._table(element)))
        elif element.tag == "pre":
            text = "".join(element.itertext()).strip("\n")
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
            self.blocks.append(f"{fence}\n{text}\n{fence}")
        elif element.tag == "blockquote":
            self._append("\n".join(f"> {line}".rstrip() for line in self._inner(element)))
        elif element.tag == "hr":
            self.blocks.append("---")
        elif "above" not in _classes(element):  # where one came from
            self.block(element)

    def _append(self, text: str) -> None:
        if text:
            self.blocks.append(text)

    def _inner(self, element: Any) -> list[str]:
        """The lines of an element by itself."""
        writer = _Writer(self.address)
        writer.block(element)
        return "\n\n".join(writer.blocks).splitlines()

    def _items(self, element: Any) -> Iterator[str]:
        number = 0
        for item in element.iter("li"):
            if item.getparent() is not element or _is_passed(item):
                continue
            number += 1
            sign = "- " if element.tag == "ul" else f"{number}. "
            lines = [line for line in self._inner(item) if line]
            for place, line in enumerate(lines):
                yield (sign if place == 0 else " " * len(sign)) + line

    def _facts(self, element: Any) -> Iterator[str]:
        name = ""
        for part in element.iter("dt", "dd"):
            if part.tag == "dt":
                name = self._alone(part)
                continue
            lines = [line for line in self._inner(part) if line] or [""]
            yield f"- **{name}**: {lines[0]}"
            yield from (f"  {line}" for line in lines[1:])

    def _table(self, element: Any) -> Iterator[str]:
        for caption in element.iter("caption"):
            yield f"{self._alone(caption)}\n"
        rows = [
            [_PIPE.sub(r"\\|", self._alone(cell)) for cell in row if cell.tag in ("th", "td")]
            for row in element.iter("tr")
            if not _is_passed(row)
        ]
        width = max((len(row) for row in rows), default=0)
        if not element.xpath(".//thead"):
            rows.insert(0, [""] * width)
        for place, row in enumerate(rows):
            yield f"| {' | '.join([*row, *[''] * (width - len(row))])} |"
            if place == 0:
                yield f"|{' --- |' * width}"

    def _alone(self, element: Any) -> str:
        """The words of an element in one line."""
        return " ".join(" ".join(self._inner(element)).split())

    def _inline(self, element: Any) -> None:
        if element.tag == "svg":
            self._add(element.get("aria-label"))
            return
        if element.tag == "img":
            self._word(f"![{_escaped(element.get('alt', ''))}]({self._target(element.get('src'))})")
            return
        if element.tag == "br":
            self._words.append(" ")
            return
        if element.tag == "code":
            self._word(_code("".join(element.itertext())))
            return
        outer, self._words = self._words, []
        self._add(element.text)
        for child in element:
            if not _is_passed(child):
                if child.tag in _INLINE:
                    self._inline(child)
                else:  # a block inside of inline words, as a heading in a link
                    self._words.append(f" {self._alone(child)} ")
            self._add(child.tail)
        words = "".join(self._words)
        self._words = outer
        self._word(self._around(element, words))

    def _around(self, element: Any, words: str) -> str:
        """Words with the marks of their element, which stand close to them."""
        inside = words.strip()
        if not inside:
            return words
        start = words[: len(words) - len(words.lstrip())]
        end = words[len(words.rstrip()) :]
        if element.tag == "a" and element.get("href"):
            inside = f"[{inside}]({self._target(element.get('href'))})"
        elif mark := _AROUND.get(element.tag):
            inside = f"{mark}{inside}{mark}"
        return f"{start}{inside}{end}"

    def _word(self, words: str) -> None:
        """Words of an element: what styles hold apart, a blank does."""
        if self._words and _BESIDE.search(self._words[-1]) and words[:1].isalnum():
            self._words.append(" ")
        self._words.append(words)

    def _add(self, text: str | None) -> None:
        if text:
            self._words.append(_escaped(text))

    def _target(self, href: str) -> str:
        target = urljoin(self.address, href)
        return target.replace(" ", "%20").replace("(", "%28").replace(")", "%29")

    def _end(self) -> None:
        words = _SPACE.sub(" ", "".join(self._words)).strip()
        self._words = []
        if found := _OPENING.match(words):
            words = f"{words[: found.end()]}\\{words[found.end() :]}"
        self._append(words)


def _escaped(text: str) -> str:
    """Words in which nothing is a mark."""
    return _MARKS.sub(lambda found: "&amp;" if found[1] == "&" else f"\\{found[1]}", text)


def _code(text: str) -> str:
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    gap = " " if "`" in text else ""
    return f"{fence}{gap}{text}{gap}{fence}"


def _classes(element: Any) -> list[str]:
    return str(element.get("class", "")).split()


def _is_passed(element: Any) -> bool:
    """Whether nobody reads it, or it is there to be filled in."""
    if not isinstance(element.tag, str) or element.tag in _PASSED:
        return True
    return element.get("hidden") is not None or element.get("aria-hidden") == "true"
