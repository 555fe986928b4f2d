"""Who sends a body, before it is read: staff, a browser known here, a token, or a stranger."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from statuspage.actions.staff.sign_in import who
from statuspage.actions.staff.tokens import token_of
from statuspage.errors import StoreError
from statuspage.web.admin.access import known, sign_in

_HEARTBEAT = re.compile(r"/api/v1/heartbeats/([^/]+)(?:/[^/]*)?")


def is_known(environ: Mapping[str, Any], address: str, secret: str | bytes) -> bool:
    """Whether a request comes from anybody but a stranger; `secret` signs our cookies."""
    kind, _, token = str(environ.get("HTTP_AUTHORIZATION", "")).partition(" ")
    heartbeat = _HEARTBEAT.fullmatch(str(environ.get("PATH_INFO", "")))
    cookies = _cookies(str(environ.get("HTTP_COOKIE", "")))
    try:
        if kind.lower() == "bearer" and token_of(token.strip()) is not None:
            return True
        if heartbeat is not None and token_of(heartbeat[1]) is not None:
            return True
        session = cookies.get(sign_in.COOKIE, "")
        if session and who(session, address) is not None:
            return True
    except StoreError:
        pass  # whoever needs the store says so
    return known.is_genuine(cookies.get(known.COOKIE, ""), secret)


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: found.value for name, found in SimpleCookie(header).items()}
    except CookieError:
        return {}
