"""The two buttons beside a draft: publish what the checks found, or say nothing of it."""

from __future__ import annotations

from flask import redirect
from werkzeug.wrappers import Response as AnyResponse

from statuspage.actions.automatic import discard_draft, publish_draft
from statuspage.actions.given import Actor
from statuspage.errors import Conflict
from statuspage.web.admin import pages


def publish(key: str) -> AnyResponse:
    """Make it an incident, and go on with its first update by hand."""
    try:
        incident = publish_draft(key, Actor(pages.staff().name))
    except Conflict as error:
        return pages.fault("Decided already", f"{error} Go back to the desk to see it.", 409)
    return redirect(f"/admin{incident.path}", 303)


def discard(key: str) -> AnyResponse:
    """Leave it unsaid."""
    try:
        discard_draft(key)
    except Conflict as error:
        return pages.fault("Decided already", f"{error} Go back to the desk to see it.", 409)
    return redirect("/admin", 303)
