"""The half of `/api/v1` that takes something, or needs a token; all else stands in the catalogue.

There are no cookies here, so no page in a browser can act for somebody: the token is all, where
one is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext

from flask import Blueprint, Response, request

from statuspage.site.api import BASE, GUARDED, WRITES, Write
from statuspage.site.api.bodies.commands import CommandBody
from statuspage.site.deprecations import met
from statuspage.store import db
from statuspage.store.settings import site
from statuspage.web.api import alerts, assignments, changes, edits, erasing, incidents, planned
from statuspage.web.api.acting import acting, apart, preparing
from statuspage.web.api.batches import batch
from statuspage.web.api.commands import command
from statuspage.web.api.feedback import feedback
from statuspage.web.api.heartbeats import heartbeat
from statuspage.web.api.requests import rate_headers

blueprint = Blueprint("api", __name__, url_prefix=BASE)

_ACTS = {**edits.ACTS, **planned.ACTS, **changes.ACTS}
_PREPARATIONS = {**incidents.PREPARATIONS, **planned.PREPARATIONS, **changes.PREPARATIONS}
_READ = {**assignments.VIEWS, **changes.VIEWS}


def _view(write: Write) -> Callable[..., Response]:
    if write.is_open:
        return feedback
    if write.name in alerts.VIEWS:
        return alerts.VIEWS[write.name]
    if write.scope is None:
        return heartbeat
    if write.one is CommandBody:
        return command
    if write.row is not None:
        return batch(write.name, write.scope)
    if write.name in erasing.ACTS:
        return apart(write, erasing.ACTS[write.name])
    if write.name in _ACTS:
        return acting(write, _ACTS[write.name])
    return preparing(write, _PREPARATIONS[write.name])


@blueprint.after_app_request
def _tell_what_is_left(answer: Response) -> Response:
    """After refusals, too, which the application makes of what a view raised; and what is to go."""
    answer.headers.extend(rate_headers())
    rule = request.url_rule.rule if request.url_rule else ""
    path = rule.replace("<", "{").replace(">", "}")
    used = met(request.method, path, lambda: request.get_json(force=True, silent=True))
    with db.snapshot() if used else nullcontext():
        answer.headers.extend(line for one in used for line in one.headers(site()))
    return answer


for write in WRITES:
    rule = write.pattern.replace("{", "<").replace("}", ">")
    methods = ["GET", write.method] if write.by_get else [write.method]  # HEAD comes with GET
    blueprint.add_url_rule(rule, write.name, _view(write), methods=methods)

for guarded in GUARDED:
    blueprint.add_url_rule(
        guarded.path.removeprefix(BASE), guarded.name, _READ[guarded.name], methods=["GET"]
    )


_WRITTEN = tuple(
    (re.compile(re.sub(r"\{\w+\}", "[^/]+", write.path)), write.method) for write in WRITES
)


def methods_of(path: str) -> list[str]:
    """The methods by which an address takes something."""
    return [method for pattern, method in _WRITTEN if pattern.fullmatch(path)]


def owns(path: str) -> bool:
    """Whether an address is the API's, so that its errors are problem documents."""
    return path == BASE or path.startswith(f"{BASE}/")
