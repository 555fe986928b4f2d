"""What stands for the page in a tab: a mark in the colour of a state, and one of no state."""

from __future__ import annotations

import struct

from statuspage.render.charts.bars import SHAPES

INKS = {  # on light and on dark, as in static/style.css
    "ok": ("#17733f", "#69d396"),
    "maintenance": ("#1b5da6", "#8cbcf7"),
    "degraded": ("#7d5a00", "#ecc65a"),
    "partial": ("#ad4a06", "#f5a663"),
    "major": ("#b4161b", "#ff8d86"),
    "unknown": ("#596164", "#a3abaa"),
}
TINTS = {
    "ok": "#edf7f1",
    "maintenance": "#edf4fc",
    "degraded": "#fbf5e3",
    "partial": "#fdf2e7",
    "major": "#fdf0ef",
    "unknown": "#f5f6f5",
}
"""What a state is painted on, as in static/style.css."""


def icon(tone: str) -> str:
    """The mark of a tone as SVG, which follows the browser into the dark."""
    light, dark = INKS[tone]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="32" height="32">'
        f"<style>@media (prefers-color-scheme: dark) {{ path {{ fill: {dark} }} }}</style>"
        f'<path fill="{light}" fill-rule="evenodd" d="{SHAPES[tone]}"/></svg>'
    )


def ico(png: bytes, size: int) -> bytes:
    """A picture of `size` by `size` pixels as an icon file, for browsers that know no other."""
    head = struct.pack("<HHH", 0, 1, 1)
    entry = struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(png), len(head) + 16)
    return head + entry + png
