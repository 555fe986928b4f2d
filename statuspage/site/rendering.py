"""How facts become bytes: an HTML template, or a function of render/."""

from __future__ import annotations

from typing import Any

from statuspage.render import html
from statuspage.render.twin import path_of
from statuspage.site.measured.components import namer
from statuspage.site.page import Context, Facts, Renderer


def template(name: str) -> Renderer:
    """Render a page of templates/public/ with the facts as its variables."""

    def render(context: Context, path: str, facts: Facts) -> bytes:
        site = context.site
        shared: dict[str, Any] = {"site": site, "now": context.now, "pages": context.pages}
        shared |= {"path": path, "named": namer(context)}
        if "form" not in facts.values and path != "/404.html":
            shared["twin"] = path_of(path)
        text = html.page(context.locale, site.place, f"public/{name}", **shared, **facts.values)
        return text.encode()

    return render


def as_is(_: Context, __: str, facts: Facts) -> bytes:
    """The facts are the bytes already, under "body"."""
    body: bytes = facts.values["body"]
    return body
