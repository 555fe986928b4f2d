"""The picture that a link to a page is shown with: who it is of, and how things are.

Drawn as SVG, 1200 by 630 (Open Graph), and made a PNG, for those who read links know no SVG.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from statuspage import resources
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.states import ComponentState, Kind, Status
from statuspage.render.charts.bars import SHAPES, standing_tone
from statuspage.render.icons import INKS, TINTS
from statuspage.render.words import cldr
from statuspage.render.words.locale import Locale
from statuspage.said import Said, said

WIDE, HIGH = 1200, 630
_EDGE = 80
_ROOM = WIDE - 2 * _EDGE
DRAWN = re.compile(  # the letters that the fonts have
    "[ -~\u00a0-\u024f\u0386-\u03ce\u0400-\u04ff\u0600-\u06ff\u0750-\u077f\u1e80-\u1eff"
    "\u2010-\u2015\u2018-\u2022\u2026\u2030\u2039\u203a\u20a0-\u20bf\u2116\u2122]+"
)
_ARABIC = re.compile("([\u0600-\u06ff\u0750-\u077f]+(?:[ \u00a0]+[\u0600-\u06ff\u0750-\u077f]+)*)")
_FONT = re.compile(r"""font-family(?:="[^"]*"|:[^;}"]*)""")
_WIDTH = 0.6  # of a letter to its height, on average
_FONTS = ("NotoSans-SemiBold.ttf", "NotoSansArabic-SemiBold.ttf")


@dataclass(frozen=True)
class Face:
    """How things are, as a picture shows it."""

    tone: str = ""  # "" shows no state
    words: Said | str = ""


FACES: Mapping[str, Face] = {
    "site": Face(),
    "ok": Face("ok", said("All systems are working.")),
    "resolved": Face("ok", Status.RESOLVED.label),
    "unknown": Face("unknown"),
    "maintenance": Face("maintenance", ComponentState.UNDER_MAINTENANCE.label),
    "degraded": Face("degraded", ComponentState.DEGRADED.label),
    "partial": Face("partial", ComponentState.PARTIAL_OUTAGE.label),
    "major": Face("major", ComponentState.MAJOR_OUTAGE.label),
}
"""Each picture by its name."""


def face_of(incident: Incident) -> str:
    """The name of the picture of an incident or planned work by itself."""
    if incident.is_active:
        return standing_tone(incident)
    is_over = not incident.is_open and incident.kind is Kind.INCIDENT and not incident.is_struck
    return "resolved" if is_over else "site"


def card(site: Site, locale: Locale, name: str) -> str:
    """The picture of a name as SVG."""
    face = FACES[name]
    ink = INKS[face.tone][0] if face.tone else "#16191a"
    is_mirrored = cldr.direction(site.language) == "rtl"
    host = urlsplit(site.url).hostname or ""
    words = locale.say(face.words) if face.words else site.description
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}"'
        f' width="{WIDE}" height="{HIGH}">',
        f'<path fill="{TINTS.get(face.tone, "#ffffff")}" d="M0 0h{WIDE}v{HIGH}H0z"/>',
        f'<path fill="{ink if face.tone else site.look.accent or ink}" d="M0 606h{WIDE}v24H0z"/>',
        _who(site, host, is_mirrored=is_mirrored),
        _how(words, face.tone, ink, is_mirrored=is_mirrored),
        _line(host, 540, 32, "#596164", is_mirrored=is_mirrored),
        "</svg>",
    ]
    return "".join(parts)


def _who(site: Site, host: str, *, is_mirrored: bool) -> str:
    """The logo, or the name where the fonts have its letters."""
    if site.look.logo:
        wide, high = min(96 * site.look.ratio, 640), 96
        left = WIDE - _EDGE - wide if is_mirrored else _EDGE
        box = f'<svg x="{left:.0f}" y="{_EDGE}" width="{wide:.0f}" height="{high}">'
        return f"{box}{_in_our_font(site.look.logo)}</svg>"
    name = site.name if DRAWN.fullmatch(site.name) else host
    return _line(name, 152, 64, "#16191a", is_mirrored=is_mirrored)


def _in_our_font(logo: str) -> str:
    """A logo whose words, if it has any, are written in the font that is there."""
    return _FONT.sub(
        lambda found: f'font-family{found[0][11]}"Noto Sans"'.replace(':"Noto Sans"', ":Noto Sans"),
        logo,
    )


def _how(words: str, tone: str, ink: str, *, is_mirrored: bool) -> str:
    """The mark of the state and its words."""
    drawn = words if DRAWN.fullmatch(words) else ""
    if not tone:
        return _line(drawn, 350, 44, "#596164", is_mirrored=is_mirrored)
    left = WIDE - _EDGE - 128 if is_mirrored else _EDGE
    mark = (
        f'<svg x="{left}" y="266" width="128" height="128" viewBox="0 0 16 16">'
        f'<path fill="{ink}" fill-rule="evenodd" d="{SHAPES[tone]}"/></svg>'
    )
    return mark + _line(drawn, 354, 72, ink, is_mirrored=is_mirrored, indent=168)


def _line(text: str, y: int, size: int, ink: str, *, is_mirrored: bool, indent: int = 0) -> str:
    """One line from its side of the picture, smaller where it would not fit, cut if it must be."""
    if not text:
        return ""
    room = _ROOM - indent
    fitting = min(size, round(room / (len(text) * _WIDTH)))
    if fitting < size / 2:
        fitting = size // 2
        text = text[: int(room / (fitting * _WIDTH)) - 1].rstrip() + "\u2026"
    x = WIDE - _EDGE - indent if is_mirrored else _EDGE + indent
    anchor = "end" if is_mirrored else "start"
    return (
        f'<text x="{x}" y="{y}" font-family="Noto Sans" font-size="{fitting}" fill="{ink}"'
        f' text-anchor="{anchor}">{spans(text)}</text>'
    )


def spans(text: str) -> str:
    """Each script in its own font: what draws takes one font for a run, and no other."""
    parts = enumerate(_ARABIC.split(text))
    return "".join(
        f'<tspan font-family="Noto Sans Arabic">{escape(part)}</tspan>' if odd % 2 else escape(part)
        for odd, part in parts
    )


@lru_cache(maxsize=32)
def png(svg: str, width: int) -> bytes:
    """A drawing as a PNG of some width."""
    import resvg_py

    fonts = [str(resources.FONTS / name) for name in _FONTS]
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True, font_files=fonts)
    )
