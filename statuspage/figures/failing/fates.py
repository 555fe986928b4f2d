"""What became of each alert of another system: the rule that takes it, the draft, the incident."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from statuspage.config.alerts import AlertRule
from statuspage.domain.alerts.alert import Alert
from statuspage.domain.incidents.automatic import Alarm, Standing
from statuspage.domain.incidents.incident import Incident
from statuspage.figures.failing.alerts import components_of, rule_of, subject_of


class Became(StrEnum):
    """What became of an alert."""

    UNRULED = "unruled"  # no rule takes it
    NAMELESS = "nameless"  # its rule finds no component that there is
    LEFT_ALONE = "left_alone"  # as its rule says
    DRAFT = "draft"
    DISCARDED = "discarded"  # by staff
    INCIDENT = "incident"  # an incident was made of it
    SPOKEN_OF = "spoken_of"  # an incident that was there already tells of its components
    WAITS = "waits"  # until it is looked at, or until the pause after the last word is over
    NOTHING = "nothing"  # it was over before anything was said


@dataclass(frozen=True)
class AlertFate:
    """An alert and what became of it. `incident` is the key of one, where it was told."""

    alert: Alert
    became: Became
    rule: str = ""
    incident: str | None = None

    @property
    def needs_staff(self) -> bool:
        """Whether nothing will follow from it until somebody mends the settings."""
        return self.alert.is_firing and self.became in (Became.UNRULED, Became.NAMELESS)


def fates(
    alerts: Iterable[Alert],
    rules: Collection[AlertRule],
    known: Collection[str],
    alarms: Mapping[str, Alarm],
    going_on: Collection[Incident],
) -> list[AlertFate]:
    """The fate of each; `known` are the ids of components, `alarms` has the newest by subject."""
    spoken = {component: one.key for one in going_on for component in one.declared}
    return [_fate(alert, rules, known, alarms, spoken) for alert in alerts]


def _fate(
    alert: Alert,
    rules: Collection[AlertRule],
    known: Collection[str],
    alarms: Mapping[str, Alarm],
    spoken: Mapping[str, str],
) -> AlertFate:
    rule = rule_of(alert, rules)
    if rule is None:
        return AlertFate(alert, Became.UNRULED)
    if rule.on_alert == "nothing":
        return AlertFate(alert, Became.LEFT_ALONE, rule.id)
    named = components_of(alert, rule, known)
    if not named:
        return AlertFate(alert, Became.NAMELESS, rule.id)
    alarm = alarms.get(subject_of(alert, rule))
    if alarm is not None and _is_of(alarm, alert):
        became = {Standing.DRAFT: Became.DRAFT, Standing.DISCARDED: Became.DISCARDED}
        kept = Became.INCIDENT if alarm.incident else Became.DISCARDED
        return AlertFate(alert, became.get(alarm.standing, kept), rule.id, alarm.incident)
    if not alert.is_firing:
        return AlertFate(alert, Became.NOTHING, rule.id)
    told = next((spoken[one] for one in named if one in spoken), None)
    return AlertFate(alert, Became.SPOKEN_OF if told else Became.WAITS, rule.id, told)


def _is_of(alarm: Alarm, alert: Alert) -> bool:
    """Whether an alarm was about the time in which an alert fired."""
    begins_in_time = alert.ended_at is None or alarm.failing_since <= alert.ended_at
    is_over = alarm.recovered_at is not None and alarm.recovered_at < alert.started_at
    return begins_in_time and not is_over
