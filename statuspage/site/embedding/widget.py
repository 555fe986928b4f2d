"""The widget, and the page that offers it and the badges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from statuspage.domain.incidents.gravity import gravest_first
from statuspage.domain.vocabulary.states import Kind
from statuspage.render.badges import widget
from statuspage.render.badges.drawing import Badge
from statuspage.said import Said
from statuspage.site.embedding.badges import whole
from statuspage.site.measured.components import full_names
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.promises.periods import JSON
from statuspage.site.rendering import as_is, template

_MOST = 3  # of what goes on: the rest is behind the link


def script(context: Context) -> Facts:
    """The script; it is the same in all languages, and is told in which it speaks."""
    site = context.site
    return Facts({"body": widget.script(site.own_language, site.languages)}, context.now)


def state(context: Context) -> Facts:
    """What the script shows."""
    going_on = [one for one in context.library.incidents.open_ones() if one.is_active]
    incidents = gravest_first((one for one in going_on if one.kind is Kind.INCIDENT), context.now)
    planned = (one for one in going_on if one.kind is Kind.MAINTENANCE)
    shown = [*incidents, *planned][:_MOST]
    told: Badge = whole(context)
    body = widget.document(context.site, context.locale, told, shown, context.minute)
    return Facts({"body": body}, context.now)


@dataclass(frozen=True)
class Offered:
    """A badge with the address of its picture, and of the page that it leads to."""

    name: Said | str
    picture: str
    page: str
    address: str  # of the picture, in full
    target: str  # of the page, in full

    def markdown(self, alt: str) -> str:
        """What one pastes into Markdown."""
        plain = alt.replace("[", "(").replace("]", ")")
        return f"[![{plain}]({self.address})]({self.target})"

    def html(self, alt: str) -> str:
        """What one pastes into HTML."""
        told = escape(alt)
        return f'<a href="{self.target}"><img src="{self.address}" alt="{told}" height="20"></a>'


def offer(context: Context) -> Facts:
    """Badges and the widget with what to copy for each."""
    values = {
        "whole": _offered(context, context.site.name, "status", "/"),
        "parts": [*_parts(context)],
        "promises": [*_promises(context)],
    }
    return Facts(values, context.now)


def _parts(context: Context) -> Iterator[Offered]:
    names = full_names(context)
    for one in context.library.components.listed():
        yield _offered(context, names[one.id], f"components/{one.id}", one.path)


def _promises(context: Context) -> Iterator[Offered]:
    for one in context.library.objectives.current():
        if not one.is_withdrawn:
            yield _offered(context, one.title, f"slas/{one.sla}", one.path)


def _offered(context: Context, name: Said | str, badge: str, page: str) -> Offered:
    picture, address = f"/badges/{badge}.svg", context.site.address
    return Offered(name, picture, page, address(picture), address(page))


PAGES = (
    PublicPage("/embed", offer, template("embed.html"), in_sitemap=True),
    PublicPage("/embed.js", script, as_is, "text/javascript; charset=utf-8"),
    PublicPage("/embed.json", state, as_is, JSON),
)
