"""GET of what a location checks: behind a token, for it holds addresses and names of headers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import Response, request

from statuspage.site.api.assignments import assigned
from statuspage.site.api.writes import JSON
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.web.api.requests import bearer


def assignment() -> Response:
    """What a location checks."""
    bearer("measurements")
    with db.snapshot():
        settings = current_settings()
    return private(assigned(settings, request.args.get("location", "")).as_json())


def private(body: bytes) -> Response:
    """What only this token reads; 304 for who has it already."""
    answer = Response(body, content_type=JSON)
    answer.set_etag(hashlib.sha256(body).hexdigest()[:32])
    answer.headers["Cache-Control"] = "no-store"
    answer.vary.add("Authorization")
    answer.make_conditional(request)
    return answer


VIEWS: dict[str, Callable[..., Response]] = {"assignment": assignment}
"""What answers each of these addresses, by its name."""
