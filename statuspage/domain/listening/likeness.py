"""Whether two texts speak of the same thing, by the words that they share; for any language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_WORD = re.compile(r"[^\W_]{2,}")
_STEM = 6
"""Letters of a word that count: "export", "exports" and "exporting" are one."""

_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_LEAST = 5.0
_SHARE = 0.25


def stems(text: str) -> frozenset[str]:
    """The beginnings of its words, without accents and case; the shortest words say nothing."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    return frozenset(stem for word in _WORD.findall(bare) for stem in _stems_of(word))


def is_alike(asked: Collection[str], title: Collection[str], words: Collection[str]) -> bool:
    """Whether what was written (its stems) may mean the same as something with these stems.

    Long words weigh more. Whoever asks leaves out what most texts have in common.
    """
    common = set(asked) & {*title, *words}
    if title and set(title) <= set(asked):
        return True
    return weight(common) >= max(_LEAST, _SHARE * min(weight(asked), weight({*title, *words})))


def weight(found: Collection[str]) -> float:
    """How much some stems say."""
    return float(sum(_weight(one) for one in found))


def _weight(stem: str) -> int:
    return max(1, len(stem) - 2)


def _stems_of(word: str) -> list[str]:
    """Its beginning; of a script that sets no spaces, each two signs."""
    if _WITHOUT_SPACES.search(word):
        return [word[place : place + 2] for place in range(len(word) - 1)]
    return [word[:_STEM]] if len(word) > 2 or not word.isascii() else []
