"""Which half of the day a clock of 12 hours means, in the languages that hosted pages come in.

Source: the names of day periods in Unicode CLDR, through Babel.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale

from statuspage.imports.languages import LANGUAGES

_HALVES: Mapping[str, bool | None] = {"am": False, "pm": True, "midnight": False, "noon": True}
_NOON, _DAY = 12 * 3600, 24 * 3600  # seconds
_OTHERWISE = frozenset({"r.", "em", "fm"})  # a year in Polish, words of Portuguese
_WRITTEN = (  # "kl. 13.40", "klo 13.40", "13.40 Uhr": elsewhere such a pair is a day and a month
    (re.compile(r"\b(klo?\.?)\s*(\d{1,2})\.(\d{2})(?![\d.])", re.IGNORECASE), r"\1 \2:\3"),
    (re.compile(r"(?<![\d.])(\d{1,2})[.:](\d{2})\s*Uhr\b", re.IGNORECASE), r"\1:\2"),
)


def with_colons(text: str) -> str:
    """A printed time whose hours and minutes are parted by a colon, whatever parted them."""
    for found, made in _WRITTEN:
        text = found.sub(made, text)
    return text


def before(text: str) -> tuple[str, bool | None] | None:
    """The half of the day that the last words of a text name, and the text without them.

    True is the second half; None: the words name a part of either half. Nothing where they name
    no part of a day.
    """
    bare = text.rstrip(" \t\n,")
    for word in _longest_first():
        rest, own = bare[: -len(word)], bare[-len(word) :]
        if own.casefold() == word and not rest[-1:].isalpha():
            return rest, _names()[word]
    return None


def behind(text: str) -> tuple[str, bool | None] | None:
    """The same of the first words of a text."""
    bare = text.lstrip()
    for word in _longest_first():
        own, rest = bare[: len(word)], bare[len(word) :]
        if own.casefold() == word and not rest[:1].isalpha():
            return rest, _names()[word]
    return None


@cache
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted(_names(), key=len, reverse=True))


@cache
def _names() -> Mapping[str, bool | None]:
    """What languages call the parts of a day; people call more a night than CLDR does."""
    found: dict[str, set[bool | None]] = {}
    for language in LANGUAGES:
        told = Locale.parse(language, sep="-")
        rules = told.day_period_rules.get(None, {})
        for context in told.day_periods.values():
            for width in ("abbreviated", "wide"):
                for period, name in context.get(width, {}).items():
                    if name.casefold() not in _OTHERWISE:
                        half = (
                            _HALVES[period] if period in _HALVES else _half(rules.get(period, ()))
                        )
                        found.setdefault(name.casefold(), set()).add(half)
    return {name: half for name, halves in found.items() for half in [_only(halves)]}


def _half(rules: Iterable[Mapping[str, int]]) -> bool | None:
    """Of the seconds of a day that a period takes up, the half in which all of them lie."""
    found = set()
    for rule in rules:
        start, end = rule.get("from", 0), rule.get("before", _DAY)
        lies = {0 <= start < end <= _NOON: False, _NOON <= start < end <= _DAY: True}
        found.add(lies.get(True))
    return _only(found) if found else None


def _only(halves: set[bool | None]) -> bool | None:
    return next(iter(halves)) if len(halves) == 1 else None
