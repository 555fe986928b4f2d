"""Whether a form was sent from a page of ours, and not from elsewhere in somebody's name (CSRF)."""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import urlsplit

from flask import request, session

FIELD = "csrf_token"


def token() -> str:
    """The secret of this session, for its forms; it lives in the signed cookie, as long as that."""
    if FIELD not in session:
        session[FIELD] = secrets.token_urlsafe(32)
    return str(session[FIELD])


def has_token() -> bool:
    """Whether the form of this request holds the secret of its session."""
    known, sent = str(session.get(FIELD, "")), request.form.get(FIELD, "")
    return known != "" and hmac.compare_digest(known.encode(), sent.encode())


def is_from(url: str) -> bool:
    """Whether the browser says that the form stood on a page of the site at `url`.

    For pages that are the same for everybody and so hold no secret. By Sec-Fetch-Site, else by
    Origin; what sends neither is no browser that could be misled (as Go's CrossOriginProtection).
    """
    if fetched := request.headers.get("Sec-Fetch-Site"):
        return fetched in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc in (urlsplit(url).netloc, request.host)
