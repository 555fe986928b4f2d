"""Alertmanager's webhook, version 4.

https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, StrictInt, StrictStr

from statuspage.actions.measurements.rows import instant
from statuspage.domain.alerts.alert import AlertWord
from statuspage.errors import InvalidInput, message
from statuspage.said import said
from statuspage.site.api.alerts.format import MOST, Foreign, Format, Labels, line, texts, web


class AlertmanagerAlert(Foreign):
    """One alert of the group."""

    status: Literal["firing", "resolved"]
    labels: Labels
    annotations: Labels
    startsAt: StrictStr  # noqa: N815 -- its names are those of the sender
    endsAt: StrictStr = ""  # noqa: N815
    generatorURL: StrictStr = ""  # noqa: N815
    fingerprint: StrictStr = Field(min_length=1, max_length=200)
    panelURL: StrictStr = ""  # noqa: N815 -- Grafana has these two besides
    dashboardURL: StrictStr = ""  # noqa: N815


class AlertmanagerGroup(Foreign):
    """A group of alerts, as Alertmanager sends it."""

    alerts: list[AlertmanagerAlert] = Field(max_length=MOST)
    truncatedAlerts: StrictInt = Field(default=0, ge=0, le=2**31 - 1)  # noqa: N815


def told(group: AlertmanagerGroup) -> list[AlertWord]:
    """The alerts of a group. Raises InvalidInput for times that are none."""
    faults: dict[str, Any] = {}
    found = []
    for number, one in enumerate(group.alerts):
        try:
            started_at = instant(one.startsAt)
        except ValueError as error:
            faults[f"alerts.{number}.startsAt"] = message(error)
            continue
        try:
            at = instant(one.endsAt) if one.status == "resolved" else None
        except ValueError as error:
            faults[f"alerts.{number}.endsAt"] = message(error)
            continue
        labels, annotations = texts(one.labels), texts(one.annotations)
        name = labels.get("rulename") or labels.get("alertname") or one.fingerprint
        found.append(
            AlertWord(
                fingerprint=line(one.fingerprint),
                is_firing=one.status == "firing",
                started_at=started_at,
                at=at,
                title=line(annotations.get("summary") or name),
                labels=labels,
                annotations=annotations,
                url=web(one.panelURL, one.dashboardURL, one.generatorURL),
                left_out=group.truncatedAlerts,
            )
        )
    if faults:
        raise InvalidInput(faults)
    return found


FORMAT = Format(said("Take the alerts of an Alertmanager."), AlertmanagerGroup, told)
