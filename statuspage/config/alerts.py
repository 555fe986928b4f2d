"""[[alerts]] and [alerting]: what becomes of the alerts that other systems send."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, StrictBool, ValidationInfo, field_validator

from statuspage.config.kinds.environment import Secret
from statuspage.config.kinds.matchers import Matcher, condition
from statuspage.config.kinds.values import Id, Model, Name, Positive
from statuspage.said import said

AlertSender = Literal["alertmanager", "grafana", "pagerduty", "opsgenie", "generic"]


class AlertRule(Model):
    """One rule. The first one that an alert fits takes it, in the order of this file."""

    id: Id
    """Its name in this file and at the desk."""
    senders: tuple[AlertSender, ...] = ()
    """Only alerts of these systems; absent: of all."""
    match: tuple[Matcher, ...] = ()
    """Conditions on the labels of an alert, all of which must hold, in the form of Alertmanager:
    `=`, `!=`, `=~` and `!~`, whose pattern holds the whole value. Absent: every alert."""
    on_alert: Literal["nothing", "draft", "publish"] = "draft"
    """What becomes of it by itself: nothing, a drafted incident, or a published one."""
    component_label: Name | None = None
    """The label that names the component by its id, where alerts have one; what it names is
    affected besides `components`."""
    components: Annotated[tuple[Id, ...], Field(validate_default=True)] = ()
    """The components that are affected. All of a rule go into one incident."""
    state: Literal["degraded_performance", "partial_outage", "major_outage"] = "major_outage"
    """What the components are then."""
    impact: Literal["none", "minor", "major", "critical"] | None = None
    """The impact of the incident; absent: it follows from the components."""
    group_by: tuple[Name, ...] = ()
    """Labels: alerts that differ in one of them make incidents of their own."""
    template: Id | None = None
    """The words of that incident, from content/templates."""
    resolve_on_recovery: StrictBool = False
    """Whether that incident is resolved by itself, too, when the last alert is over."""

    @field_validator("components")
    @classmethod
    def _leads_somewhere(cls, found: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        """Raises ValueError for a rule that would speak of nothing."""
        is_quiet = info.data.get("on_alert") == "nothing"
        if not (found or is_quiet or info.data.get("component_label")):
            raise ValueError(
                said(
                    'is missing: name what is affected, or write on_alert = "nothing" for alerts '
                    "that nothing should follow from"
                )
            )
        return found

    def takes(self, sender: str, labels: Mapping[str, str]) -> bool:
        """Whether an alert is this rule's, if no earlier one takes it."""
        if self.senders and sender not in self.senders:
            return False
        return all(condition(text).holds(labels) for text in self.match)


class Alerting(Model):
    """[alerting]: what all alerts have in common."""

    pagerduty_secret: Secret | None = None
    """What PagerDuty signs its webhooks with, as `"env:NAME"`. Without it, none is taken."""
    keep: Positive = timedelta(days=30)
    """How long alerts that are over are kept for staff."""
