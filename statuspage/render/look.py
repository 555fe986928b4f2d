"""Addresses of what makes a site look like its own: its logo, and its colour in the stylesheet."""

from __future__ import annotations

import hashlib

from statuspage.config.kinds.colour import ink_on
from statuspage.domain.vocabulary.site import Look
from statuspage.render.assets import asset_path, assets

_HEIGHT = 32  # pixels of a logo
_WIDEST = 240


def logo_path(svg: str) -> str:
    """The address of a logo; it never goes stale."""
    return f"/static/logo.{digest(svg.encode())}.svg"


def logo_size(look: Look) -> tuple[int, int]:
    """Width and height of the logo in pixels, so that nothing moves when it comes."""
    wide = round(_HEIGHT * look.ratio)
    if wide <= _WIDEST:
        return max(wide, 1), _HEIGHT
    return _WIDEST, max(round(_WIDEST / look.ratio), 1)


def style_path(look: Look) -> str:
    """The address of the stylesheet."""
    if not look.accent:
        return asset_path("style.css")
    return f"/static/style.{digest(styled(look))}.{look.accent[1:]}.css"


def styled(look: Look) -> bytes:
    """The stylesheet, with the colour of the site where it has one."""
    sheet = assets()["style.css"].body
    if not look.accent:
        return sheet
    colours = f"--accent: {look.accent}; --on-accent: {ink_on(look.accent)};"
    return sheet + f":root {{ {colours} }}\n".encode()


def digest(body: bytes) -> str:
    """What stands in an address for some bytes, so that others have another."""
    return hashlib.sha256(body).hexdigest()[:10]
