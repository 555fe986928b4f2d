"""Signing in and out. What was being written when a session ended comes back after signing in."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from flask import Response, current_app, g, redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from statuspage.actions.staff import sign_in as actions
from statuspage.actions.staff.sign_in import SESSION_LASTS
from statuspage.actions.staff.tries import SignInRefused
from statuspage.domain.desk.caller import Caller
from statuspage.domain.desk.staff import Staff
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.web.admin import pages
from statuspage.web.admin.access import browser_keys, known
from statuspage.web.admin.access.encrypted import address_instead, leads_to_https
from statuspage.web.forms import words
from statuspage.web.language import base

COOKIE = "statuspage_session"
HOME = "/admin"
TOO_OLD = said("The page was open for too long. Please send the form again.")
_INSIDE = re.compile(r"/admin(?:/[\w@+-][\w@+.-]*)*(?:\?[\w=&%-]*)?", re.ASCII)
_SIGNED_OUT = said("form.signed_out")
_HALF = "half"  # in the signed cookie: whose password was right, and when
_HALF_LASTS = 600  # seconds


def sign_in() -> AnyResponse:
    """The form, and what it leads to."""
    if request.method in ("GET", "HEAD"):
        return leads_to_https() or form(target=inside(request.args.get("next", "")))
    target = inside(request.form.get("next", ""))
    name, password = request.form.get("name", ""), request.form.get("password", "")
    if not g.is_genuine:
        return form(400, target=target, name=name, notice=TOO_OLD)
    try:
        account = actions.check_password(name, password, here())
    except SignInRefused as refused:
        return refuse(refused, form(target=target, name=name, notice=refused.said))
    if actions.needs_second(account.name):
        session[_HALF] = [account.name, pages.seconds()]
        return redirect(f"{HOME}/sign-in/code?{urlencode({'next': target})}", 303)
    return welcome(account, "password", target)


def code() -> AnyResponse:
    """The second step: a code of the app, or a recovery code."""
    name = _whose_turn()
    if name is None:
        return redirect(f"{HOME}/sign-in", 303)
    if request.method in ("GET", "HEAD"):
        return _code_form(name, inside(request.args.get("next", "")))
    target = inside(request.form.get("next", ""))
    if not g.is_genuine:
        return _code_form(name, target, 400, notice=TOO_OLD)
    try:
        kind = actions.check_code(name, request.form.get("code", ""), here())
    except SignInRefused as refused:
        return refuse(refused, _code_form(name, target, notice=refused.said))
    return welcome(actions.account_named(name), f"password and {kind}", target)


def passkey() -> AnyResponse:
    """A passkey alone, from either step."""
    target = inside(request.form.get("next", ""))
    party = browser_keys.party()
    answer = browser_keys.answer()
    if not g.is_genuine or party is None or answer is None:
        return form(400, target=target, notice=TOO_OLD)
    try:
        account = actions.check_passkey(answer, party, here())
    except SignInRefused as refused:
        return refuse(refused, form(target=target, notice=refused.said))
    return welcome(account, "passkey", target)


def sign_out() -> AnyResponse:
    """End the session here and in the store."""
    actions.sign_out(request.cookies.get(COOKIE, ""), pages.actor())
    session.clear()
    response = redirect(f"{HOME}/sign-in", 303)
    response.delete_cookie(COOKIE, path=base() + HOME)
    return response


def ask() -> AnyResponse:
    """Ask somebody who is not signed in; words sent with a form of ours are kept for them."""
    if request.method in ("GET", "HEAD"):
        query = f"?next={request.path}" if request.path != HOME else ""
        return redirect(f"{HOME}/sign-in{query}", 303)
    given = request.form.to_dict()
    if pages.is_live() or words.submission(given) is None:
        return form(401, notice=said("You were signed out. Nothing was published."))
    target = words.keep(request.path, given, _SIGNED_OUT)
    notice = said("You were signed out. Your words are safe, and nothing has been published yet.")
    return form(401, target=target, notice=notice)


def inside(target: str) -> str:
    """Where to go after signing in: an address of the desk, never one elsewhere."""
    return target if _INSIDE.fullmatch(target) else HOME


def here() -> Caller:
    """Whose tries are counted in this request."""
    return known.caller()


def form(
    code: int = 200, *, target: str = HOME, name: str = "", notice: Said | str = ""
) -> Response:
    """All ways to sign in."""
    instead = address_instead()
    with db.snapshot():
        text = pages.render(
            "sign_in.html",
            target=target,
            name=name,
            notice="" if instead and notice == TOO_OLD else notice,
            instead=instead,
            elsewhere=current_settings().sign_in,
            passkey_options=browser_keys.asking(),
        )
    return pages.answer(text, code)


def refuse(refused: SignInRefused, response: Response) -> Response:
    """The same page with the status that says why."""
    response.status_code = 429 if refused.retry_after else 401
    if refused.retry_after:
        response.headers["Retry-After"] = str(refused.retry_after)
    return response


def welcome(account: Staff, how: str, target: str, *, is_proof: bool = True) -> AnyResponse:
    """Sign somebody in, in this browser; `is_proof`: they showed a moment ago who they are."""
    agent = request.headers.get("User-Agent", "")
    token = actions.start_session(account, agent, how, here(), is_proof=is_proof)
    session.clear()
    response = with_session(redirect(target, 303), token)
    known.remember(response, account.name)
    return response


def with_session(response: AnyResponse, token: str) -> AnyResponse:
    """An answer that tells the browser its session's token."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=SESSION_LASTS,
        path=base() + HOME,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return response


def _whose_turn() -> str | None:
    """Whose password was right in this browser a moment ago."""
    name, at = session.get(_HALF, (None, 0))
    return name if 0 <= pages.seconds() - at <= _HALF_LASTS else None


def _code_form(name: str, target: str, code: int = 200, notice: Said | str = "") -> Response:
    with db.snapshot():
        text = pages.render(
            "sign_in_code.html",
            target=target,
            notice=notice,
            passkey_options=browser_keys.asking(name),
        )
    return pages.answer(text, code)
