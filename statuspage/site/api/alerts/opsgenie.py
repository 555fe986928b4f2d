"""Opsgenie's outgoing webhook, and that of Jira Service Management, which sends the same.

https://support.atlassian.com/opsgenie/docs/opsgenie-edge-connector-alert-action-data/
"""

from __future__ import annotations

from pydantic import Field, StrictStr

from statuspage.domain.alerts.alert import AlertWord
from statuspage.said import said
from statuspage.site.api.alerts.format import Foreign, Format, Labels, Milliseconds, line, texts

_OVER = ("Close", "Delete")


class OpsgenieAlert(Foreign):
    """The alert that something was done with."""

    alertId: StrictStr = Field(min_length=1, max_length=200)  # noqa: N815 -- its own names
    message: StrictStr = ""
    description: StrictStr = ""
    alias: StrictStr = ""
    entity: StrictStr = ""
    source: StrictStr = ""
    priority: StrictStr = ""
    tags: list[StrictStr] = Field(default_factory=list)
    details: Labels
    createdAt: Milliseconds  # noqa: N815
    updatedAt: Milliseconds | None = None  # noqa: N815


class OpsgenieMessage(Foreign):
    """One action, as Opsgenie sends it."""

    action: StrictStr
    alert: OpsgenieAlert


def _told(sent: OpsgenieMessage) -> list[AlertWord]:
    alert = sent.alert
    labels = {
        **alert.details,
        "message": alert.message,
        "alias": alert.alias,
        "entity": alert.entity,
        "source": alert.source,
        "priority": alert.priority,
        "tags": ",".join(alert.tags),
    }
    return [
        AlertWord(
            fingerprint=line(alert.alertId),
            is_firing=sent.action not in _OVER,
            started_at=alert.createdAt,
            at=alert.updatedAt,
            title=line(alert.message or alert.alertId),
            labels=texts(labels),
            annotations=texts({"description": alert.description}),
        )
    ]


FORMAT = Format(said("Take alerts of Opsgenie."), OpsgenieMessage, _told)
