"""Comments in Markdown (`<!-- ... -->`): notes among writers, never published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from markdown_it import MarkdownIt

_OPEN, _CLOSE = "<!--", "-->"
_STEP = re.compile(r"\\[!-/:-@\[-`{-~]|`+|<!--")  # what is escaped, code in a line, a comment
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n|\Z")
_LINE_END = re.compile(r"[ \t]*(?:\n|\Z)")


def without_comments(text: str) -> str:
    """The text without its comments; one that never ends stays, and so does code.

    A comment that has its lines to itself takes them with it, so that it parts no list.
    """
    if _OPEN not in text:
        return text
    kept, position = "", 0
    for begin, end in _comments(text):
        kept += text[position:begin]
        position = end
        margin = kept.rpartition("\n")[2]
        rest = _LINE_END.match(text, end)
        if rest and not margin.strip():
            kept = kept[: len(kept) - len(margin)]
            position = rest.end()
    return kept + text[position:]


def _comments(text: str) -> Iterator[tuple[int, int]]:
    """Where each begins and ends."""
    code = _blocks_of_code(text)
    position = 0
    while step := _STEP.search(text, position):
        begin = step.start()
        position = step.end()
        if until := next((end for start, end in code if start <= begin < end), 0):
            position = until
        elif step[0] == _OPEN:
            end = text.find(_CLOSE, begin + 2)  # <!--> is a whole comment
            if end < 0:
                return
            position = end + len(_CLOSE)
            yield begin, position
        elif step[0].startswith("`"):
            position = _end_of_code(text, step)


def _end_of_code(text: str, opening: re.Match[str]) -> int:
    """Behind the run of as many back quotes that ends it in this paragraph, else behind this."""
    paragraph_end = _PARAGRAPH_END.search(text, opening.end())
    closing = re.compile(rf"(?<!`){opening[0]}(?!`)")
    found = closing.search(
        text, opening.end(), paragraph_end.start() if paragraph_end else len(text)
    )
    return found.end() if found else opening.end()


def _blocks_of_code(text: str) -> list[tuple[int, int]]:
    lines = [0, *accumulate(len(line) for line in text.splitlines(keepends=True))]
    return [
        (lines[token.map[0]], lines[min(token.map[1], len(lines) - 1)])
        for token in _blocks().parse(text)
        if token.type in ("fence", "code_block") and token.map
    ]


@cache
def _blocks() -> MarkdownIt:
    """Looks at blocks alone."""
    return MarkdownIt("commonmark", {"html": True}).disable("inline")
