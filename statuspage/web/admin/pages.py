"""Answers of the desk: its templates with what every one of them is given."""

from __future__ import annotations

from typing import Any

from flask import Response, g, make_response, request

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.domain.desk.staff import Staff
from statuspage.domain.vocabulary.wordings import further
from statuspage.render import html
from statuspage.said import Said
from statuspage.site import catalogue
from statuspage.site.measured.components import namer
from statuspage.store.settings import site
from statuspage.web.forms import genuine
from statuspage.web.forms.peers import client_address
from statuspage.web.language import here, speaker


def staff() -> Staff:
    """Who is signed in; the guard lets nobody else come this far."""
    found: Staff = g.staff
    return found


def actor(submission: str | None = None) -> Actor:
    """Whoever is signed in, as the one who acts."""
    return Actor(staff().name, submission, address=client_address(request.environ))


def seconds() -> int:
    """The present instant for what travels in the signed cookie: seconds since 1970."""
    return int(clock.timestamp())


def is_live() -> bool:
    """Whether the script of a form asks, which wants the preview alone."""
    return "X-Live-Preview" in request.headers


def render(template: str, **facts: Any) -> str:
    """A page of templates/admin. Call it inside a snapshot. Raises StoreError."""
    here = site()
    shared = {"site": here, "further": further(here), "now": clock.now(), "staff": g.get("staff")}
    named = namer(catalogue.present())
    return bare(template, named=named, **shared, **facts)


def bare(template: str, **facts: Any) -> str:
    """A page that needs nothing from the store."""
    follows = request.args.get("copy") == "follows"
    given = {"path": request.path, "csrf_token": genuine.token(), "copy_follows": follows, **facts}
    return html.page(speaker(), here(), f"admin/{template}", **given)


def answer(text: str, code: int = 200) -> Response:
    """A page as an answer."""
    return make_response(text, code)


def fault(title: Said, text: Said, code: int) -> Response:
    """A page that says what went wrong and what to do."""
    return answer(bare("fault.html", title=title, text=text, number=""), code)
