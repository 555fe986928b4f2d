"""What admins see: all accounts with their second factors."""

from __future__ import annotations

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from statuspage.actions.staff import accounts as actions
from statuspage.errors import Conflict
from statuspage.said import said
from statuspage.store import db
from statuspage.store.desk import factors, staff
from statuspage.web.admin import pages

_HERE = "/admin/staff"
_DONE = {
    "disabled": said("The account is closed, and its browsers are signed out."),
    "reset": said("Its second factors are forgotten, and its browsers are signed out."),
}


def people() -> Response:
    """The accounts, by name."""
    with db.snapshot():
        accounts = [(one, factors.of(one.name)) for one in staff.all_staff()]
        done = _DONE.get(request.args.get("done", ""), "")
        return pages.answer(pages.render("staff.html", accounts=accounts, done=done))


def disable(name: str) -> AnyResponse:
    """Close an account."""
    try:
        actions.disable_staff(name, pages.actor())
    except Conflict as error:
        return pages.fault(said("Not closed"), error.said, 409)
    return redirect(f"{_HERE}?done=disabled", 303)


def reset_factors(name: str) -> AnyResponse:
    """Forget an account's second factors, for somebody who lost them all."""
    actions.reset_factors(name, pages.actor())
    return redirect(f"{_HERE}?done=reset", 303)
