"""Colours in config.toml: how they are written, and that they are seen on every page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator

from statuspage.said import Said, said

PAGES: Mapping[str, str] = {"light": "#ffffff", "dark": "#121516"}
"""What pages are painted on, as in static/style.css."""

LEAST = 3.0
"""Contrast of what is no text with what is beside it (WCAG 2.2, 1.4.11)."""

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_TOO_FAINT: Mapping[str, Said] = {
    "light": said(
        "{colour} is too faint on the light page: its contrast is {ratio}:1, and 3:1 is the "
        "least. Take a darker shade, such as {other}."
    ),
    "dark": said(
        "{colour} is too faint on the dark page: its contrast is {ratio}:1, and 3:1 is the least. "
        "Take a brighter shade, such as {other}."
    ),
}


def contrast(one: str, other: str) -> float:
    """How much two colours such as "#2672c8" differ: 1 to 21 (WCAG 2.2, contrast ratio)."""
    darker, brighter = sorted((_luminance(one), _luminance(other)))
    return (brighter + 0.05) / (darker + 0.05)


def ink_on(colour: str) -> str:
    """Black or white, whichever is read better on a colour; its contrast is at least 4.5."""
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, colour))


def _luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _accent(text: str) -> str:
    if not _HEX.fullmatch(text):
        raise ValueError(
            said('"{text}" is not a colour; write it such as "#2672c8"', text=text[:40])
        )
    colour = text.lower()
    if len(colour) == 4:
        colour = "#" + "".join(2 * digit for digit in colour[1:])
    for page, paint in PAGES.items():
        ratio = contrast(colour, paint)
        if ratio < LEAST:
            shown = f"{int(ratio * 10) / 10:.1f}"  # never rounded up to what would do
            other = _seen(colour, "#000000" if page == "light" else "#ffffff")
            gaps = {"colour": text, "ratio": shown, "other": other}
            raise ValueError(Said(_TOO_FAINT[page].key, gaps))
    return colour


def _seen(colour: str, towards: str) -> str:
    """The nearest mix of a colour with black or white that is seen on both pages."""
    pairs = [(int(colour[at : at + 2], 16), int(towards[at : at + 2], 16)) for at in (1, 3, 5)]
    for step in range(101):
        mixed = "#" + "".join(f"{a + (b - a) * step // 100:02x}" for a, b in pairs)
        if min(contrast(mixed, paint) for paint in PAGES.values()) >= LEAST:
            return mixed
    return "#2672c8"


Accent = Annotated[str, AfterValidator(_accent)]
