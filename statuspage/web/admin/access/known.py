"""Browsers in which somebody signed in before: a signed cookie tells them from strangers.

It opens nothing. It has tries to sign in to those accounts counted apart from everybody else's.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from statuspage.domain.desk.caller import Caller
from statuspage.web.forms.peers import client_address
from statuspage.web.language import base

COOKIE = "statuspage_browser"
LASTS = timedelta(days=180)
_MOST = 8  # accounts that one browser is known for: the latest ones


def caller() -> Caller:
    """Who sends this request."""
    browser, accounts = _known()
    return Caller(client_address(request.environ), browser, frozenset(accounts))


def remember(response: Response, account: str) -> None:
    """Have the browser show from now on that somebody signed in with it."""
    browser, accounts = _known()
    latest = [*(name for name in accounts if name != account), account][-_MOST:]
    response.set_cookie(
        COOKIE,
        str(
            _serializer(current_app.config["SECRET_KEY"]).dumps(
                [browser or secrets.token_urlsafe(16), latest]
            )
        ),
        max_age=LASTS,
        path=f"{base()}/admin",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )


def is_genuine(cookie: str, secret: str | bytes) -> bool:
    """Whether a cookie is one that `remember` gave, by the secret that signs them."""
    return _read(cookie, _serializer(secret))[0] != ""


def _known() -> tuple[str, list[str]]:
    """The id of this browser, and the accounts that signed in with it, the latest last."""
    return _read(request.cookies.get(COOKIE, ""), _serializer(current_app.config["SECRET_KEY"]))


def _read(cookie: str, serializer: URLSafeTimedSerializer) -> tuple[str, list[str]]:
    try:
        found: Any = serializer.loads(cookie, max_age=int(LASTS.total_seconds()))
    except BadSignature:
        return "", []
    browser, accounts = found
    return browser, accounts


def _serializer(secret: str | bytes) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="browser")
