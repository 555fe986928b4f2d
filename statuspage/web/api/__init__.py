"""The half of `/api/v1` that takes something, or needs a token; all else stands in the catalogue.

There are no cookies here, so no page in a browser can act for somebody: the token is all, where
one is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Blueprint, Response

from statuspage.site.api import BASE, GUARDED, WRITES
from statuspage.web.api.assignments import VIEWS as READ
from statuspage.web.api.batches import batch
from statuspage.web.api.feedback import feedback
from statuspage.web.api.heartbeats import heartbeat
from statuspage.web.api.incidents import VIEWS

blueprint = Blueprint("api", __name__, url_prefix=BASE)

for write in WRITES:
    rule = write.pattern.replace("{", "<").replace("}", ">")
    if write.is_open:
        view: Callable[..., Response] = feedback
    elif write.scope is None:
        view = heartbeat
    else:
        view = VIEWS[write.name] if write.one else batch(write.name, write.scope)
    methods = ["GET", "POST"] if write.by_get else ["POST"]  # HEAD comes with GET
    blueprint.add_url_rule(rule, write.name, view, methods=methods)

for guarded in GUARDED:
    blueprint.add_url_rule(
        guarded.path.removeprefix(BASE), guarded.name, READ[guarded.name], methods=["GET"]
    )


_WRITTEN = tuple(re.compile(re.sub(r"\{\w+\}", "[^/]+", write.path)) for write in WRITES)


def is_written(path: str) -> bool:
    """Whether an address takes POST."""
    return any(pattern.fullmatch(path) for pattern in _WRITTEN)


def owns(path: str) -> bool:
    """Whether an address is the API's, so that its errors are problem documents."""
    return path == BASE or path.startswith(f"{BASE}/")
