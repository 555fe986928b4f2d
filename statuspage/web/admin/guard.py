"""What stands before every page of the desk: who is it, may they, does the form come from here."""

from __future__ import annotations

from flask import Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from statuspage import clock
from statuspage.actions.staff.sign_in import who
from statuspage.domain.desk.permissions import LOWEST, Verb, may
from statuspage.errors import NotFound, StoreError
from statuspage.said import said
from statuspage.web.admin import pages
from statuspage.web.admin.access import prove, setting_up, sign_in
from statuspage.web.admin.routes import ROUTES, Route
from statuspage.web.admin.writing.forms import rescue
from statuspage.web.faults import store_fault
from statuspage.web.forms import genuine
from statuspage.web.forms.form import FormView
from statuspage.web.forms.peers import client_address

_BY_RULE = {f"/admin{row.rule}": row for row in ROUTES}
_NO_ROW = Route("", lambda: "", Verb.MANAGE_STAFF, Verb.MANAGE_STAFF)
_NOT_GENUINE = said(
    "The page was open too long to be sure that it came from here. Nothing was done."
)


def guard() -> AnyResponse | None:
    """Let the signed-in pass; everybody else is asked to sign in, and their words are kept."""
    g.staff = None
    g.is_genuine = request.method != "POST" or genuine.has_token()
    if _route().is_open:
        return None
    try:
        found = who(request.cookies.get(sign_in.COOKIE, ""), client_address(request.environ))
        if found is None:
            return sign_in.ask()
        g.staff, g.session = found.staff, found.session
        return _refusal()
    except StoreError as error:
        if request.method != "POST":
            raise
        store_fault(error)
        return rescue(request.form.to_dict(), error.said, 503)


def _route() -> Route:
    """The row of this request. What is in no row is for admins alone."""
    return _BY_RULE.get(request.url_rule.rule if request.url_rule else "", _NO_ROW)


def _refusal() -> AnyResponse | None:
    """Why this may not be done, or None."""
    asked = _route()
    verb = (asked.post if request.method == "POST" else asked.get) or Verb.MANAGE_STAFF
    role = pages.staff().role
    if not may(role, verb):
        text = said(
            "This needs the role {needed}; yours is {role}. Ask an admin for it.",
            needed=LOWEST[verb].small,
            role=role.small,
        )
        return pages.fault(said("You are not allowed to do this"), text, 403)
    if not g.is_genuine and not isinstance(
        asked.view, FormView
    ):  # a form shows its words again itself
        return pages.fault(said("Please go back and try again"), _NOT_GENUINE, 400)
    if verb is not Verb.OWN and setting_up.is_needed():
        return setting_up.lead()
    if request.method in asked.proof and not g.session.is_proven(clock.now()):
        return prove.ask()
    return None


def nothing_here(error: NotFound) -> Response:
    """An address of the desk that leads nowhere."""
    return pages.fault(
        said("Not found"),
        said("{error} It may have moved to another address.", error=error.said),
        404,
    )


def too_large(_: RequestEntityTooLarge) -> Response:
    """More than a form may carry; nothing of it was read."""
    text = said(
        "The form holds more than 1 MB, so nothing was published. "
        "Go back in your browser: your words are still there. Make them shorter, or link to them."
    )
    return pages.fault(said("That is too much text"), text, 413)
