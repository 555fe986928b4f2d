"""Signing in over plain http at a site that is served over https, where no cookie comes back."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from statuspage.store import db
from statuspage.store.settings import site
from statuspage.web.forms.peers import scheme

_AGAIN = "plain"  # in the query: it was led to https before, and came back as plain http


def leads_to_https() -> Response | None:
    """Lead a browser to https when a proxy of ours says that it asked over http.

    Once only: a proxy may say so wrongly of what another proxy took over https.
    """
    if not _is_plain() or scheme(request.environ) != "http" or _AGAIN in request.args:
        return None
    query = urlencode([*request.args.items(multi=True), (_AGAIN, "1")])
    return redirect(f"{_address()}?{query}", 307)


def address_instead() -> str:
    """Where to sign in, for a browser that cannot here; "" for one that can."""
    return _address() if _is_plain() else ""


def _is_plain() -> bool:
    """Whether our cookies, for https alone, would not come back: as far as anything tells.

    A cookie of ours came over https, and browsers send Sec-Fetch-Mode over https only (and to this
    machine, where cookies come back too): https://www.w3.org/TR/fetch-metadata/#framework
    """
    if not current_app.config["SESSION_COOKIE_SECURE"]:
        return False
    has_cookie = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
    if has_cookie or "Sec-Fetch-Mode" in request.headers:
        return False
    return scheme(request.environ) != "https"


def _address() -> str:
    with db.snapshot():
        return f"{site().url}/admin/sign-in"
