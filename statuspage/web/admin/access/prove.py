"""Showing once more who one is, before anything that opens an account is changed.

What was sent waits in the page that asks, and is sent on with the answer: nothing is typed twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from statuspage import clock
from statuspage.actions.staff import sign_in as actions
from statuspage.actions.staff.tries import SignInRefused
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.desk import factors
from statuspage.store.settings import current_settings
from statuspage.web.admin import pages
from statuspage.web.admin.access import browser_keys
from statuspage.web.admin.access.browser_keys import Purpose
from statuspage.web.admin.access.sign_in import (
    COOKIE,
    HOME,
    TOO_OLD,
    here,
    inside,
    refuse,
    with_session,
)
from statuspage.web.forms import genuine

_OWN = "proof_"  # how the names of this page's own fields begin
_OTHERS_PASSKEY = said("This passkey belongs to another account.")

Fields = Sequence[tuple[str, str]]


def ask() -> AnyResponse:
    """Ask before a page is opened, or before a form is taken."""
    if request.method != "POST":
        return redirect(f"{HOME}/prove?{urlencode({'next': request.path})}", 303)
    return _page(request.path, _sent(), code=401)  # a button alone sends no fields, but waits too


def prove() -> AnyResponse:
    """The page, and a password or a code sent with it."""
    if request.method != "POST":
        target = inside(request.args.get("next", ""))
        return redirect(target, 303) if g.session.is_proven(clock.now()) else _page(target, None)
    me, code = pages.staff().name, request.form.get("proof_code", "")
    try:
        if code:
            return _proven(actions.check_code(me, code, here()))
        actions.check_password(me, request.form.get("proof_password", ""), here())
    except SignInRefused as refused:
        return refuse(refused, _page(*_waiting(), notice=refused.said))
    return _proven("password")


def passkey() -> AnyResponse:
    """A passkey, of this account and no other."""
    party, answer = browser_keys.party(), browser_keys.answer(Purpose.PROOF)
    if party is None or answer is None:
        return _page(*_waiting(), notice=TOO_OLD, code=400)
    try:
        if actions.check_passkey(answer, party, here()).name != pages.staff().name:
            raise SignInRefused(_OTHERS_PASSKEY)
    except SignInRefused as refused:
        return refuse(refused, _page(*_waiting(), notice=refused.said))
    return _proven("passkey")


def _proven(how: str) -> AnyResponse:
    """On to what was asked for; a form that waits is sent on by the browser (RFC 9110, 15.4.8)."""
    token = actions.prove(request.cookies.get(COOKIE, ""), how, pages.actor())
    target, fields = _waiting()
    return with_session(redirect(target, 303 if fields is None else 307), token)


def _page(target: str, fields: Fields | None, notice: Said | str = "", code: int = 200) -> Response:
    me = pages.staff().name
    with db.snapshot():
        text = pages.render(
            "prove.html",
            target=target,
            fields=fields,
            notice=notice,
            factors=factors.of(me),
            passkey_options=browser_keys.asking(me, Purpose.PROOF),
            elsewhere=current_settings().sign_in,
            then=target if fields is None else _page_of(target),
        )
    return pages.answer(text, code)


def _page_of(target: str) -> str:
    """The page whose button sends something to an address of an account."""
    parts = target.split("/")
    return f"{HOME}/account" if parts[2] == "account" else "/".join(parts[:4])


def _waiting() -> tuple[str, Fields | None]:
    """Where to go on, and what waits to be sent there; None where a page was to be opened."""
    waits = "proof_waits" in request.form
    return inside(request.form.get("proof_next", "")), _sent() if waits else None


def _sent() -> Fields:
    pairs = request.form.items(multi=True)
    return [pair for pair in pairs if pair[0] != genuine.FIELD and not pair[0].startswith(_OWN)]
