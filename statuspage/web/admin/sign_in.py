"""Signing in and out. What was being written when a session ended comes back after signing in."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, g, redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from statuspage.actions import staff
from statuspage.actions.staff import SESSION_LASTS, SignInRefused
from statuspage.store import db
from statuspage.web.admin import pages, words

COOKIE = "statuspage_session"
HOME = "/admin"
_INSIDE = re.compile(r"/admin(?:/[a-z0-9-]+)*(?:\?[\w=&%-]*)?", re.ASCII)


def sign_in() -> AnyResponse:
    """The form, and what it leads to."""
    if request.method in ("GET", "HEAD"):
        return _form(target=inside(request.args.get("next", "")))
    target = inside(request.form.get("next", ""))
    name, password = request.form.get("name", ""), request.form.get("password", "")
    if not g.is_genuine:
        notice = "Please send the form once more; the page had been open for too long."
        return _form(400, target=target, name=name, notice=notice)
    agent = request.headers.get("User-Agent", "")
    try:
        token = staff.sign_in(name, password, client_address(request.environ), agent)
    except SignInRefused as refused:
        return _refused(refused, target, name)
    session.clear()
    return _welcome(token, target)


def sign_out() -> AnyResponse:
    """End the session here and in the store."""
    staff.sign_out(request.cookies.get(COOKIE, ""))
    session.clear()
    response = redirect(f"{HOME}/sign-in", 303)
    response.delete_cookie(COOKIE, path=HOME)
    return response


def ask() -> AnyResponse:
    """Ask somebody who is not signed in; words sent with a form of ours are kept for them."""
    if request.method in ("GET", "HEAD"):
        query = f"?next={request.path}" if request.path != HOME else ""
        return redirect(f"{HOME}/sign-in{query}", 303)
    given = request.form.to_dict()
    if pages.is_live() or words.submission(given) is None:
        return _form(401, notice="You were signed out. Nothing was published.")
    target = words.keep(request.path, given, words.SIGNED_OUT)
    notice = "You were signed out. Your words are safe, and nothing was published yet."
    return _form(401, target=target, notice=notice)


def inside(target: str) -> str:
    """Where to go after signing in: an address of the desk, never one elsewhere."""
    return target if _INSIDE.fullmatch(target) else HOME


def client_address(environ: Mapping[str, Any]) -> str:
    """Whose tries are counted: the peer, or whom a proxy on this machine speaks for."""
    peer = str(environ.get("REMOTE_ADDR", ""))
    forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    try:
        if ipaddress.ip_address(peer).is_loopback:
            return str(ipaddress.ip_address(forwarded))
    except ValueError:
        return peer  # not an address, or nothing was forwarded
    return peer


def _form(code: int = 200, *, target: str = HOME, name: str = "", notice: str = "") -> Response:
    with db.snapshot():
        text = pages.render("sign_in.html", target=target, name=name, notice=notice)
    return pages.answer(text, code)


def _refused(refused: SignInRefused, target: str, name: str) -> Response:
    wait = refused.retry_after
    response = _form(429 if wait else 401, target=target, name=name, notice=str(refused))
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _welcome(token: str, target: str) -> AnyResponse:
    response = redirect(target, 303)
    response.set_cookie(
        COOKIE,
        token,
        max_age=SESSION_LASTS,
        path=HOME,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return response
