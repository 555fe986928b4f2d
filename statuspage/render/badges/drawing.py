"""A badge as SVG: what it is about, then a mark and how that is.

It carries no style and asks for nothing, so that any page may show it under any policy.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from statuspage.domain.vocabulary.text import one_line
from statuspage.render.badges.widths import is_measured, width
from statuspage.render.charts.bars import SHAPES
from statuspage.render.icons import INKS

_HIGH, _SIZE, _PAD, _MARK = 20, 11, 8, 11
_MOST = 340.0  # of the words of one side; longer ones are cut, and whole in the title
_PAPER, _INK = "#ffffff", "#3a4144"
_FONTS = "Noto Sans,Verdana,DejaVu Sans,Geneva,sans-serif"
_BAD = ("partial", "major")


@dataclass(frozen=True)
class Badge:
    """What a badge says; its tone is that of the mark."""

    label: str
    message: str
    tone: str

    @property
    def title(self) -> str:
        return f"{one_line(self.label)}: {one_line(self.message)}"


def drawn(badge: Badge, *, is_mirrored: bool) -> str:
    """The picture; in a language that is written to the left it is mirrored."""
    about, state = _Words(badge.label), _Words(badge.message)
    left, right = about.room + 2 * _PAD, state.room + 3 * _PAD + _MARK - 3
    whole = left + right
    near, far = (right, 0) if is_mirrored else (0, left)
    mark = whole - left - _PAD - _MARK if is_mirrored else left + _PAD
    words = _PAD if is_mirrored else left + 2 * _PAD + _MARK - 3
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{_HIGH}"'
            f' viewBox="0 0 {whole} {_HIGH}" role="img" aria-label={quoteattr(badge.title)}>',
            f"<title>{escape(badge.title)}</title>",
            f'<clipPath id="r"><rect width="{whole}" height="{_HIGH}" rx="3"/></clipPath>',
            '<g clip-path="url(#r)">',
            f'<path fill="{_INK}" d="M{near} 0h{left}v{_HIGH}h-{left}z"/>',
            f'<path fill="{INKS[badge.tone][0]}" d="M{far} 0h{right}v{_HIGH}h-{right}z"/></g>',
            f'<g fill="{_PAPER}" font-family="{_FONTS}" font-size="{_SIZE}" font-weight="600">',
            about.at(near + _PAD),
            f'<svg x="{mark}" y="4.5" width="{_MARK}" height="{_MARK}" viewBox="0 0 16 16">'
            f'<path fill-rule="evenodd" d="{SHAPES[badge.tone]}"/></svg>',
            state.at(words),
            "</g></svg>",
        )
    )


class _Words:
    """Some words and the room they take."""

    def __init__(self, text: str) -> None:
        self._text = _fitting(one_line(text))
        self.room = round(width(self._text, _SIZE))

    def at(self, x: int) -> str:
        """They stand in the middle of their room, whatever font the reader has."""
        direction = ' direction="rtl"' if _is_leftward(self._text) else ""
        length = f' textLength="{self.room}"' if is_measured(self._text) else ""
        return (
            f'<text x="{x + self.room / 2:g}" y="14" text-anchor="middle"{direction}{length}'
            f' lengthAdjust="spacingAndGlyphs">{escape(self._text)}</text>'
        )


def _fitting(text: str) -> str:
    if width(text, _SIZE) <= _MOST:
        return text
    while text and width(text, _SIZE) > _MOST - _SIZE:
        text = text[:-1]
    return f"{text.rstrip()}\u2026"


def _is_leftward(text: str) -> bool:
    """Whether its first letter with a direction is written to the left, as dir=auto has it."""
    ways = (unicodedata.bidirectional(letter) for letter in text)
    return next((way for way in ways if way in ("L", "R", "AL")), "L") != "L"


def endpoint(badge: Badge) -> Mapping[str, Any]:
    """The same for https://img.shields.io/endpoint, whose schema this is.

    What is bad is an error there: no parameter of a badge's address can give it a good colour.
    """
    return {
        "schemaVersion": 1,
        "label": one_line(badge.label),
        "message": one_line(badge.message),
        "color": INKS[badge.tone][0].removeprefix("#"),
        "isError": badge.tone in _BAD,
        "cacheSeconds": 300,
    }
