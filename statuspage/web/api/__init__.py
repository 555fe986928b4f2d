"""The half of `/api/v1` that needs a token; all else is read from the catalogue, before Flask.

There are no cookies here, so no page in a browser can act for somebody: the token is all.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Blueprint, Response

from statuspage.site.api import BASE, GUARDED, WRITES
from statuspage.web.api.assignments import VIEWS as READ
from statuspage.web.api.batches import batch
from statuspage.web.api.heartbeats import heartbeat
from statuspage.web.api.incidents import VIEWS

blueprint = Blueprint("api", __name__, url_prefix=BASE)

for write in WRITES:
    rule = write.pattern.replace("{", "<").replace("}", ">")
    if write.scope is None:
        view: Callable[..., Response] = heartbeat
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
