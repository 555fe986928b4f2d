"""The Markdown that chats take, in which words of ours stay words."""

from __future__ import annotations

import re

from statuspage.render.hooks.markup import Dialect

_MARKS = re.compile(r"([\\*~`|\[\]<]|(?<!\w)_|_(?!\w)|^[#>+-]|(?<=^\d)[.)]|(?<=^\d\d)[.)])")
"""Within a word "_" marks nothing; where a text begins some signs begin a heading or a list."""


def escaped(text: str) -> str:
    """Words in which nothing is a mark."""
    return _MARKS.sub(r"\\\1", text)


def _link(words: str, address: str) -> str:
    target = address.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return f"[{words or target}]({target})"


MARKDOWN = Dialect(
    escaped,
    _link,
    strong=("**", "**"),
    emphasis=("*", "*"),
    item="- ",
)
"""What both Teams and Discord understand."""
