"""What makes pages look like those of somebody, and tells the state where no page is read:

the logo, the stylesheet with the colour of the site, icons, and the pictures of links.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from statuspage.errors import NotFound
from statuspage.render.assets import CONTENT_TYPES, assets
from statuspage.render.cards import FACES, WIDE, card, png
from statuspage.render.icons import INKS, ico, icon
from statuspage.render.look import digest, logo_path, style_path, styled
from statuspage.said import said
from statuspage.site.overview import face
from statuspage.site.page import Context, Facts, Params, PublicPage
from statuspage.site.rendering import as_is

ICON = 192
"""Pixels of an icon for what shows them large."""

_ICO = 48
_NO_STATE = "site"
_NOTHING = said("There is nothing at this address.")


def _logos(context: Context) -> Iterable[Params]:
    look = context.site.look
    return [{"digest": digest(svg.encode())} for svg in (look.logo, look.logo_dark) if svg]


def logo(context: Context, digest: str) -> Facts:
    """The logo, or that for dark pages. Raises NotFound for a former one."""
    look = context.site.look
    for svg in (look.logo, look.logo_dark):
        if svg and logo_path(svg) == f"/static/logo.{digest}.svg":
            return Facts({"body": svg.encode()}, context.now)
    raise NotFound(_NOTHING)


def _styles(context: Context) -> Iterable[Params]:
    look = context.site.look
    return [{"digest": digest(styled(look)), "accent": look.accent[1:]}] if look.accent else []


def style(context: Context, digest: str, accent: str) -> Facts:
    """The stylesheet in the colour of the site. Raises NotFound for a former colour."""
    look = context.site.look
    if not look.accent or style_path(look) != f"/static/style.{digest}.{accent}.css":
        raise NotFound(_NOTHING)
    return Facts({"body": styled(look)}, context.now)


def _icons(_: Context) -> Iterable[Params]:
    return [{"tone": tone} for tone in INKS]


def state_icon(context: Context, tone: str) -> Facts:
    """The icon of a state: each has an address of its own, so that no cache shows another one."""
    if tone not in INKS:
        raise NotFound(_NOTHING)
    return Facts({"body": icon(tone).encode()}, context.now)


def _pngs(_: Context) -> Iterable[Params]:
    return [{"tone": tone} for tone in (*INKS, _NO_STATE)]


def state_png(context: Context, tone: str) -> Facts:
    """The same where no SVG is read, such as in notifications; "site" shows no state."""
    if tone not in (*INKS, _NO_STATE):
        raise NotFound(_NOTHING)
    return Facts({"body": _png(tone)}, context.now)


@cache
def _png(tone: str) -> bytes:
    svg = assets()["favicon.svg"].body.decode() if tone == _NO_STATE else icon(tone)
    return png(svg, ICON)


def icon_now(context: Context) -> Facts:
    """The icon of how things are, for browsers that ask at this address and read no SVG."""
    name = FACES[face(context)].tone or "unknown"
    context.holds_for_the_minute()
    return Facts({"body": _ico(name)}, context.now)


@cache
def _ico(tone: str) -> bytes:
    """Drawn once: there are as many as there are states, and each takes longer than a page."""
    return ico(png(icon(tone), _ICO), _ICO)


def _cards(_: Context) -> Iterable[Params]:
    return [{"face": name} for name in FACES]


def picture(context: Context, face: str) -> Facts:
    """The picture of a link. Raises NotFound for a state that there is none of."""
    if face not in FACES:
        raise NotFound(_NOTHING)
    return Facts({"body": png(card(context.site, context.locale, face), WIDE)}, context.now)


_SVG, _PNG, _CSS, _X_ICON = (CONTENT_TYPES[ending] for ending in (".svg", ".png", ".css", ".ico"))
PAGES = (
    PublicPage("/static/logo.{digest}.svg", logo, as_is, _SVG, _logos),
    PublicPage("/static/style.{digest}.{accent}.css", style, as_is, _CSS, _styles),
    PublicPage("/icons/{tone}.svg", state_icon, as_is, _SVG, _icons),
    PublicPage("/icons/{tone}.png", state_png, as_is, _PNG, _pngs),
    PublicPage("/cards/{face}.png", picture, as_is, _PNG, _cards),
    PublicPage("/favicon.ico", icon_now, as_is, _X_ICON),
)
