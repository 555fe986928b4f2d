"""What admins see and do: everybody's account, its role, factors and browsers."""

from __future__ import annotations

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from statuspage import clock
from statuspage.actions.staff import accounts as actions
from statuspage.domain.desk.staff import Role
from statuspage.errors import Conflict, NotFound
from statuspage.said import Said, joined, said
from statuspage.store import db
from statuspage.store.desk import factors, staff, tokens
from statuspage.store.settings import current_settings
from statuspage.web.admin import pages

_HERE = "/admin/staff"
_DONE = {
    "disabled": said("The account is closed, and its browsers are signed out."),
    "enabled": said("The account is open again, with its former password and second factors."),
    "reset": said("Its second factors are removed, and its browsers are signed out."),
    "role": said("The role is changed, and takes effect at once in every open browser."),
    "ended": said("That browser is signed out."),
}
_NOT_DONE = said("Nothing was changed.")


def people() -> Response:
    """The accounts, by name, and the tokens of programs."""
    with db.snapshot():
        now = clock.now()
        accounts = [
            (one, factors.of(one.name), len(staff.sessions_of(one.name, now)))
            for one in staff.all_staff()
        ]
        is_required = current_settings().sign_in.require_second_factor
        text = pages.render(
            "staff.html",
            accounts=accounts,
            tokens=[one for one in tokens.all_tokens() if one.is_live],
            is_required=is_required,
            done=_done(),
        )
    return pages.answer(text)


def person(name: str) -> Response:
    """One account. Raises NotFound."""
    return _person(name)


def role(name: str) -> AnyResponse:
    """Give an account another role."""
    chosen = request.form.get("role", "")
    if chosen not in list(Role):
        return _person(name, said("Choose one of the roles."), 422)
    try:
        actions.change_role(name, Role(chosen), pages.actor())
    except Conflict as error:
        return _person(name, error.said, 409)
    if name == pages.staff().name:
        return redirect("/admin/account", 303)  # what is left to them is found there
    return redirect(f"{_HERE}/{name}?done=role", 303)


def disable(name: str) -> AnyResponse:
    """Ask before an account is closed, and close it."""
    if request.method != "POST":
        return _question(name, "disable")
    try:
        actions.disable_staff(name, pages.actor())
    except Conflict as error:
        return _person(name, error.said, 409)
    return redirect(f"{_HERE}/{name}?done=disabled", 303)


def enable(name: str) -> AnyResponse:
    """Open a closed account again."""
    try:
        actions.enable_staff(name, pages.actor())
    except Conflict as error:
        return _person(name, error.said, 409)
    return redirect(f"{_HERE}/{name}?done=enabled", 303)


def reset_factors(name: str) -> AnyResponse:
    """Ask before somebody's second factors are forgotten, and forget them."""
    if request.method != "POST":
        return _question(name, "reset-factors")
    try:
        actions.reset_factors(name, pages.actor())
    except Conflict as error:
        return _person(name, error.said, 409)
    return redirect(f"{_HERE}/{name}?done=reset", 303)


def end_sessions(name: str) -> AnyResponse:
    """Sign somebody out everywhere."""
    return _ended(name, "")


def end_session(name: str, session: str) -> AnyResponse:
    """Sign somebody out in one browser. Raises NotFound."""
    return _ended(name, session)


def _ended(name: str, session: str) -> AnyResponse:
    try:
        count = actions.end_sessions(name, pages.actor(), session)
    except Conflict as error:
        return _person(name, error.said, 409)
    if session and not count:
        raise NotFound(said("This browser is signed out already."))
    return redirect(f"{_HERE}/{name}?done=ended", 303)


def _person(name: str, notice: Said | str = "", code: int = 200) -> Response:
    with db.snapshot():
        text = pages.render(
            "person.html",
            account=staff.by_name(name),
            factors=factors.of(name),
            sessions=staff.sessions_of(name, clock.now()),
            roles=list(Role),
            is_last_admin=staff.admins() == [name],
            notice=joined([_NOT_DONE, notice], " ") if notice else "",
            done=_done(),
        )
    return pages.answer(text, code)


def _question(name: str, deed: str) -> Response:
    with db.snapshot():
        text = pages.render(
            "ask_about_person.html",
            account=staff.by_name(name),
            deed=deed,
            count=len(staff.sessions_of(name, clock.now())),
        )
    return pages.answer(text)


def _done() -> Said | str:
    return _DONE.get(request.args.get("done", ""), "")
