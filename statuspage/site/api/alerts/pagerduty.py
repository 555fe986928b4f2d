"""PagerDuty's webhooks, version 3: incidents, signed.

https://developer.pagerduty.com/docs/webhooks/v3-overview/ and .../verifying-signatures/
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from pydantic import Field, StrictStr

from statuspage.actions.measurements.rows import Instant, instant
from statuspage.domain.alerts.alert import AlertWord
from statuspage.errors import InvalidInput, message
from statuspage.said import said
from statuspage.site.api.alerts.format import Foreign, Format, line, texts, web

SIGNATURE = "X-PagerDuty-Signature"
_FIRING = ("triggered", "acknowledged")


class PagerDutyEvent(Foreign):
    """What happened, and to what."""

    event_type: StrictStr
    resource_type: StrictStr = ""
    occurred_at: Instant
    data: dict[str, Any] = Field(default_factory=dict)


class PagerDutyMessage(Foreign):
    """One event, as PagerDuty sends it."""

    event: PagerDutyEvent


def is_signed(body: bytes, header: str, secret: str) -> bool:
    """Whether one of the signatures of a header is made of these bytes with our secret."""
    made = "v1=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    given = [one.strip() for one in header.split(",")]
    return any(hmac.compare_digest(made.encode(), one.encode()) for one in given)


def _told(sent: PagerDutyMessage) -> list[AlertWord]:
    """The incident of an event; none for events of other things, such as a test or a note."""
    event, data = sent.event, sent.event.data
    if data.get("type") != "incident" or not isinstance(data.get("id"), str):
        return []
    is_over = data.get("status") == "resolved" or event.event_type == "incident.resolved"
    if not is_over and data.get("status") not in _FIRING:
        return []
    try:
        started_at = instant(data.get("created_at"))
    except ValueError as error:
        raise InvalidInput({"event.data.created_at": message(error)}) from error
    title = str(data.get("title") or data["id"])
    teams = data.get("teams")
    labels = {
        "title": title,
        "service": _named(data.get("service")),
        "priority": _named(data.get("priority")),
        "urgency": data.get("urgency"),
        "escalation_policy": _named(data.get("escalation_policy")),
        "teams": ",".join(filter(None, map(_named, teams if isinstance(teams, list) else ()))),
    }
    return [
        AlertWord(
            fingerprint=line(data["id"]),
            is_firing=not is_over,
            started_at=started_at,
            at=event.occurred_at,
            title=line(title),
            labels=texts(labels),
            annotations={},
            url=web(data.get("html_url")),
        )
    ]


def _named(reference: object) -> str | None:
    """The name of what a reference leads to."""
    found = reference.get("summary") if isinstance(reference, dict) else None
    return found if isinstance(found, str) else None


FORMAT = Format(said("Take incidents of PagerDuty."), PagerDutyMessage, _told, signature=SIGNATURE)
