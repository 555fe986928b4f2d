"""Alerts of whatever can send JSON: our own form."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictStr

from statuspage.actions.measurements.rows import Instant, Word
from statuspage.config.kinds.values import Model
from statuspage.domain.alerts.alert import AlertWord
from statuspage.said import said
from statuspage.site.api.alerts.format import Format, line, texts, web


class GenericAlert(Model):
    """One alert. Sent again with the same id, it is the same alert until it is resolved."""

    id: StrictStr = Field(min_length=1, max_length=200, description="By which it is known again.")
    title: StrictStr = Field(min_length=1, max_length=500, description="What is wrong.")
    state: Literal["firing", "resolved"]
    at: Instant = Field(description="When it began, or when it was over.")
    component: Word | None = Field(default=None, description="Its label `component`.")
    severity: Word | None = Field(default=None, description="Its label `severity`.")
    body: StrictStr = Field(default="", description="More about it, for staff.")
    url: StrictStr = Field(default="", description="Where staff can see more.")
    labels: dict[StrictStr, StrictStr] = Field(
        default={}, description="Further labels, for rules to match."
    )


def _told(alert: GenericAlert) -> list[AlertWord]:
    labels = alert.labels | {"title": alert.title}
    named = {"component": alert.component, "severity": alert.severity}
    return [
        AlertWord(
            fingerprint=line(alert.id),
            is_firing=alert.state == "firing",
            started_at=None,
            at=alert.at,
            title=line(alert.title),
            labels=texts(labels | {name: value for name, value in named.items() if value}),
            annotations=texts({"description": alert.body} if alert.body else {}),
            url=web(alert.url),
        )
    ]


FORMAT = Format(said("Take an alert of anything else."), GenericAlert, _told)
