"""POST /api/v1/heartbeats/KEY: a job calls in. Its key is its authority."""

from __future__ import annotations

from typing import Any

from flask import Response

from statuspage.actions.measurements.heartbeats import record_heartbeat
from statuspage.actions.staff.tokens import token_of
from statuspage.said import said
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.web.api.problems import Refused
from statuspage.web.api.requests import answer_once, counted


def heartbeat(key: str) -> Response:
    """Record that the job behind a key is up."""
    token = token_of(key)
    if token is None or token.probe is None:
        raise Refused(404, said("No heartbeat has this key; it may have been revoked."))
    probe = token.probe
    with db.snapshot():
        settings = current_settings()

    def call() -> dict[str, Any]:
        at = record_heartbeat(probe, settings)
        return {"probe": probe, "at": at.strftime("%Y-%m-%dT%H:%M:%SZ")}

    return answer_once(counted(token), call)
