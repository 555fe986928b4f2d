"""/healthz: for load balancers and monitors, in words and in JSON, without a secret or a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import current_app, request

from statuspage.errors import StoreError
from statuspage.health.asking import HEADER, Sighting, is_ours
from statuspage.health.checks import all_health, status_of
from statuspage.health.health import Health
from statuspage.store import db
from statuspage.store.settings import site
from statuspage.web.forms.peers import client_address, is_proxy, scheme
from statuspage.web.language import speaker


def health() -> tuple[dict[str, Any], int]:
    """`status` in one word, `reason` where it is not "ok", and what each check found.

    What leaves the pages in service is told with status 200: they are needed most then.
    """
    found = [one.for_strangers() for one in all_health()]
    status = status_of(found)
    told: dict[str, Any] = {"status": status}
    if name := _site():
        told["site"] = name
    if reasons := [speaker().say(one.text) for one in found if not one.is_well]:
        told["reason"] = " ".join(reasons)
    told["checks"] = [_told(one) for one in found]
    asked = request.headers.get(HEADER, "")
    if asked and is_ours(current_app.config["SECRET_KEY"], asked):
        told["asked"] = asdict(_seen(request.environ))
    return told, 503 if status == "unavailable" else 200


def _site() -> str:
    try:
        with db.snapshot():
            return site().name
    except StoreError:
        return ""


def _seen(environ: Mapping[str, Any]) -> Sighting:
    return Sighting(
        client=client_address(environ),
        forwarded=str(environ.get("HTTP_X_FORWARDED_FOR", "")),
        scheme=scheme(environ),
        peer=str(environ.get("REMOTE_ADDR", "")),
        is_peer_trusted=is_proxy(environ),
    )


def _told(one: Health) -> dict[str, Any]:
    told = {"name": one.name, "state": str(one.condition), "text": speaker().say(one.text)}
    if one.since is not None:
        told["since"] = one.since.strftime("%Y-%m-%dT%H:%M:%SZ")
    return told
