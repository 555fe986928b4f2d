"""How wide words are, from the letters of the fonts that travel with the program.

Read from the tables `head`, `hhea`, `hmtx` and `cmap` (OpenType 1.9, format 4 of subtables).
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Mapping
from functools import cache

from statuspage import resources

_FONTS = ("NotoSans-SemiBold.ttf", "NotoSansArabic-SemiBold.ttf")
_FULL = 1.0  # of an ideograph, to its height
_OTHER = 0.75  # of a letter that no font here has: rather too much than too little


def width(text: str, size: float) -> float:
    """How wide some words are, in the unit of `size`; of joined scripts it is at most that."""
    known = _advances()
    return size * sum(known.get(ord(letter), _guessed(letter)) for letter in text)


def is_measured(text: str) -> bool:
    """Whether that is exact: each letter is known, and none changes its form beside others."""
    known = _advances()
    return all(ord(letter) in known and not "\u0590" <= letter <= "\u08ff" for letter in text)


def _guessed(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    return _FULL if unicodedata.east_asian_width(letter) in "WF" else _OTHER


@cache
def _advances() -> Mapping[int, float]:
    """Code point -> width to height, of the first font that has it."""
    found: dict[int, float] = {}
    for name in reversed(_FONTS):
        found |= _read((resources.FONTS / name).read_bytes())
    return found


def _read(font: bytes) -> dict[int, float]:
    tables = {}
    for place in range(12, 12 + 16 * int.from_bytes(font[4:6]), 16):
        tag, _, start, length = struct.unpack_from(">4sIII", font, place)
        tables[tag] = font[start : start + length]
    em = int.from_bytes(tables[b"head"][18:20])
    last = int.from_bytes(tables[b"hhea"][34:36]) - 1  # all glyphs after it are as wide
    advances = [wide for wide, _ in struct.iter_unpack(">Hh", tables[b"hmtx"][: 4 * last + 4])]
    glyphs = _glyphs(tables[b"cmap"])
    return {code: advances[min(glyph, last)] / em for code, glyph in glyphs.items()}


def _glyphs(table: bytes) -> dict[int, int]:
    """Code point -> glyph, of the subtable of the basic plane."""
    starts = [
        start
        for _, __, start in struct.iter_unpack(">HHI", table[4 : 4 + 8 * table[3]])
        if int.from_bytes(table[start : start + 2]) == 4
    ]
    sub = table[starts[0] :]
    count = int.from_bytes(sub[6:8]) // 2
    ends = struct.unpack_from(f">{count}H", sub, 14)
    begins = struct.unpack_from(f">{count}H", sub, 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}h", sub, 16 + 4 * count)
    offsets = struct.unpack_from(f">{count}H", sub, 16 + 6 * count)
    found = {}
    for row, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        for code in range(begin, end + 1):
            glyph = code
            if offsets[row]:
                place = 16 + 6 * count + 2 * row + offsets[row] + 2 * (code - begin)
                [glyph] = struct.unpack_from(">H", sub, place) if place + 2 <= len(sub) else [0]
            if glyph and (glyph + deltas[row]) % 65536:
                found[code] = (glyph + deltas[row]) % 65536
    return found
