"""Has the converter read texts as CommonMark, with tables, struck words and bare links.

https://spec.commonmark.org/0.31.2/; the three come from https://github.github.com/gfm/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar, Self
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ElementTree, SubElement, tostring

from linkify_it import LinkifyIt
from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.util import Registry
from markdown_it import MarkdownIt
from markdown_it.token import Token

from statuspage.content.kept_words import keep_words

_DEEPEST = 100  # elements within elements; content/markdown.py cuts texts to less
_MANY_BRACKETS = 2_000  # each is looked at as the beginning of a link: 0.1 ms
_SCHEMES = {"", "http", "https", "mailto"}
_HOST = re.compile(r"^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?|[0-9a-f:.]+)$")
_NEVER_IN_A_LINK = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]")
_ALIGNED = re.compile(r"text-align:(left|center|right)")
_NAMES = {"s": "del"}


def _html_of(root: Element) -> str:
    """Every `&` is escaped, also before what looks like an entity: the parser has read those."""
    return tostring(root, encoding="unicode", method="html")


class CommonMark(Markdown):
    """The converter with another parser; its preprocessors and tree processors are the caller's."""

    output_formats: ClassVar = {"xhtml": _html_of}

    def build_parser(self) -> Self:
        self.preprocessors = Registry()
        self.treeprocessors = Registry()
        self.postprocessors = Registry()
        self.parser = _Parser(self)
        return self


class _Parser(BlockParser):
    """Blocks and what stands in them, in one go."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._reader = _reader()
        self._without_links = _reader().disable(["link", "image"])

    def parseDocument(self, lines: Iterable[str]) -> ElementTree[Element | None]:  # noqa: N802
        root = Element(self.md.doc_tag)
        text = "\n".join(lines)
        is_quick = text.count("[") <= _MANY_BRACKETS
        _grow(root, (self._reader if is_quick else self._without_links).parse(text))
        return ElementTree(root)


class _Reader(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 the parser's own name
        return is_sound(url)


def _reader() -> MarkdownIt:
    reader = _Reader("commonmark", {"html": False, "linkify": True, "maxNesting": _DEEPEST})
    reader.linkify = LinkifyIt(options={"fuzzy_link": False, "fuzzy_ip": False})
    reader.enable(["table", "strikethrough", "linkify"])
    keep_words(reader)
    return reader


def is_sound(link: str) -> bool:
    """Whether a link may be one: on the web, to a mailbox or within the site, and well formed."""
    if _NEVER_IN_A_LINK.search(link):
        return False
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in _SCHEMES or port == 0:
        return False
    is_elsewhere = parts.scheme in ("http", "https") or link.startswith("//")
    return not is_elsewhere or _HOST.match(parts.hostname or "") is not None


def _grow(root: Element, tokens: Sequence[Token]) -> None:
    """Add what the tokens say below the root."""
    branch = [root]
    for token in tokens:
        if token.type == "inline":
            _grow(branch[-1], token.children or [])
        elif token.hidden:  # the paragraph of an item whose list has no blank lines
            continue
        elif token.nesting == 1:
            branch.append(SubElement(branch[-1], _NAMES.get(token.tag, token.tag), _given(token)))
        elif token.nesting == -1:
            closed = branch.pop()
            if token.block:
                closed.tail = "\n"
        else:
            _put(branch[-1], token, is_in_link=any(found.tag == "a" for found in branch))


def _given(token: Token) -> dict[str, str]:
    """The attributes of an element; how a cell is aligned is a class."""
    given = {name: str(value) for name, value in token.attrs.items()}
    if aligned := _ALIGNED.match(given.pop("style", "")):
        given["class"] = f"align-{aligned[1]}"
    return given


def _put(parent: Element, token: Token, *, is_in_link: bool) -> None:
    """Add what has nothing within it."""
    match token.type:
        case "text" | "text_special":
            _say(parent, token.content)
        case "softbreak":
            _say(parent, "\n")
        case "hardbreak" | "hr":
            SubElement(parent, token.tag).tail = "\n"
        case "code_inline":
            SubElement(parent, "code").text = token.content
        case "code_block" | "fence":
            block = SubElement(parent, "pre")
            block.tail = "\n"
            SubElement(block, "code").text = _first_line(token) + token.content
        case "image":
            source = str(token.attrs["src"])
            alternative = _plain(token.children or []) or source
            if is_in_link:
                _say(parent, alternative)
            else:
                SubElement(parent, "img", {"src": source, "alt": alternative})
        case unknown:
            raise AssertionError(unknown)


def _first_line(token: Token) -> str:
    """Words behind the fence belong to the code; a language and its settings do not."""
    words = token.info.strip()
    is_language = "=" in words or len(words.split()) < 2
    return "" if is_language else f"{words}\n"


def _say(parent: Element, words: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def _plain(tokens: Sequence[Token]) -> str:
    """The words alone, as the text that stands for a picture."""
    return "".join(
        "\n"
        if token.type == "softbreak"
        else _plain(token.children)
        if token.children
        else token.content
        for token in tokens
    )
