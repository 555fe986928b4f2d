"""One's own account: an authenticator app, passkeys, recovery codes, and where one is signed in."""

from __future__ import annotations

import io
from collections.abc import Sequence

from flask import Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff import accounts, passkeys, second_factors, sign_in
from statuspage.errors import Conflict, InvalidInput, NotFound
from statuspage.said import Said, joined, said
from statuspage.store import db
from statuspage.store.desk import factors, staff
from statuspage.store.settings import site
from statuspage.web.admin import pages
from statuspage.web.admin.access import browser_keys, setting_up
from statuspage.web.admin.access.sign_in import COOKIE, TOO_OLD

_HERE = "/admin/account"
_DONE = {
    "app": said("From now on you are asked for a code from your app."),
    "app-removed": said(
        "You are no longer asked for a code from your app. Your other browsers are signed out."
    ),
    "passkey": said("Your passkey works from now on."),
    "passkey-removed": said(
        "That passkey no longer works, and your other browsers are signed out."
    ),
    "ended": said("That browser is signed out."),
    "password": said("Your new password is in force, and your other browsers are signed out."),
}


def account(notice: Said | str = "", code: int = 200) -> Response:
    """All of it on one page."""
    me = pages.staff()
    with db.snapshot():
        text = pages.render(
            "account.html",
            factors=factors.of(me.name),
            sessions=staff.sessions_of(me.name, clock.now()),
            this_session=g.session.id,
            must_set_up=setting_up.is_needed(),
            passkey_options=browser_keys.making(me.name),
            notice=notice,
            done=_DONE.get(request.args.get("done", ""), ""),
        )
    return pages.answer(text, code)


def password() -> AnyResponse:
    """The form for a new password of one's own, and what it leads to."""
    if request.method != "POST":
        return _password_page()
    given = request.form.get("password", "")
    if given != request.form.get("again", ""):
        return _password_page(said("The two are not the same; type both again."), 422)
    try:
        accounts.change_password(given, _token(), _me())
    except InvalidInput as error:
        return _password_page(error.faults["password"], 422)
    return redirect(f"{_HERE}?done=password", 303)


def begin_app() -> AnyResponse:
    """Make the secret for an app, and go on to its picture."""
    second_factors.begin_app(_me())
    return redirect(f"{_HERE}/app", 303)


def app() -> AnyResponse:
    """The picture for the app, and the field for its first code."""
    if request.method != "POST":
        return _app_page()
    try:
        codes = second_factors.confirm_app(request.form.get("code", ""), _me(), _token())
    except InvalidInput as error:
        return _app_page(error.faults["code"], 422)
    except Conflict as error:
        return account(error.said, 409)
    return _codes_or(codes, "app")


def app_picture() -> AnyResponse:
    """The picture itself (SVG); there is none once the app is confirmed. Raises NotFound."""
    name = pages.staff().name
    with db.snapshot():
        secret, issuer = second_factors.app_to_confirm(name), site().name
    if secret is None:
        raise NotFound(said("There is no app to set up '{name}'.", name=name))
    import segno

    drawing = io.BytesIO()
    address = second_factors.app_address(name, secret, issuer)
    segno.make(address, error="m").save(
        drawing, kind="svg", xmldecl=False, scale=6, dark="#000", light="#fff", border=4
    )
    return Response(drawing.getvalue(), mimetype="image/svg+xml")


def remove_app() -> AnyResponse:
    """Ask for the app no more."""
    try:
        second_factors.remove_app(_me(), _token())
    except Conflict as error:
        return account(error.said, 409)
    return redirect(f"{_HERE}?done=app-removed", 303)


def new_codes() -> AnyResponse:
    """Ten new recovery codes; the former ones open nothing any more."""
    try:
        return _codes_or(second_factors.new_codes(_me()), "")
    except Conflict as error:
        return account(error.said, 409)


def add_passkey() -> AnyResponse:
    """Keep the passkey that the browser made."""
    party, answer = browser_keys.party(), browser_keys.answer()
    if party is None or answer is None:
        return account(TOO_OLD, 400)
    try:
        codes = passkeys.add_passkey(request.form.get("name", ""), answer, party, _me())
    except InvalidInput as error:
        return account(joined(error.faults.values(), " "), 422)
    return _codes_or(codes, "passkey")


def remove_passkey(key: str) -> AnyResponse:
    """Take a passkey no more."""
    try:
        second_factors.remove_passkey(key, _me(), _token())
    except Conflict as error:
        return account(error.said, 409)
    return redirect(f"{_HERE}?done=passkey-removed", 303)


def end_session(session: str) -> AnyResponse:
    """Sign out one other browser."""
    sign_in.end_session(session, _me())
    return redirect(f"{_HERE}?done=ended", 303)


def end_other_sessions() -> AnyResponse:
    """Sign out all browsers but this one."""
    sign_in.end_other_sessions(_token(), _me())
    return redirect(f"{_HERE}?done=ended", 303)


def _password_page(fault: Said | str = "", code: int = 200) -> Response:
    with db.snapshot():
        return pages.answer(pages.render("password.html", fault=fault), code)


def _app_page(fault: Said | str = "", code: int = 200) -> AnyResponse:
    with db.snapshot():
        secret = second_factors.app_to_confirm(pages.staff().name)
        if secret is None:
            return redirect(_HERE, 303)
        spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        return pages.answer(pages.render("app.html", secret=spaced, fault=fault), code)


def _codes_or(codes: Sequence[str], done: str) -> AnyResponse:
    """The page that shows new codes once; without any, the account again."""
    if not codes:
        return redirect(f"{_HERE}?done={done}", 303)
    with db.snapshot():
        text = pages.render(
            "codes.html", codes=codes, done=_DONE.get(done, ""), target=setting_up.target() or _HERE
        )
    return pages.answer(text)


def _me() -> Actor:
    return pages.actor()


def _token() -> str:
    return request.cookies.get(COOKIE, "")
