"""What rules make of the alerts of other systems: failures that go on, or recovery."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from statuspage.config.alerts import AlertRule
from statuspage.domain.alerts.alert import Alert
from statuspage.domain.incidents.automatic import OngoingFailure, Sight, Wish
from statuspage.domain.vocabulary.states import ComponentState, Impact


def rule_of(alert: Alert, rules: Iterable[AlertRule]) -> AlertRule | None:
    """The rule that takes an alert: the first that it fits."""
    return next((rule for rule in rules if rule.takes(alert.sender, alert.labels)), None)


def components_of(alert: Alert, rule: AlertRule, known: Collection[str]) -> list[str]:
    """The components that an alert is about, of those that there are."""
    named = alert.labels.get(rule.component_label or "", "")
    return [one for one in dict.fromkeys((*rule.components, named)) if one in known]


def subject_of(alert: Alert, rule: AlertRule) -> str:
    """What an alert makes one incident with: no component has such a name, for the stroke in it."""
    return f"{rule.id}/" + "/".join(alert.labels.get(name, "") for name in rule.group_by)


def look_at(
    alerts: Iterable[Alert], rules: Collection[AlertRule], known: Collection[str], now: datetime
) -> list[Sight]:
    """What each group of alerts shows; those of which nothing is to follow are left out."""
    groups: dict[str, tuple[AlertRule, list[Alert]]] = {}
    for alert in alerts:
        rule = rule_of(alert, rules)
        if rule is None or rule.on_alert == "nothing" or not components_of(alert, rule, known):
            continue
        groups.setdefault(subject_of(alert, rule), (rule, []))[1].append(alert)
    return [_sight(name, *found, known, now) for name, found in groups.items()]


def _sight(
    subject: str, rule: AlertRule, alerts: list[Alert], known: Collection[str], now: datetime
) -> Sight:
    firing = [one for one in alerts if one.is_firing]
    failure = works_since = None
    if firing:
        since = min(now, *(one.started_at for one in firing))
        failure = OngoingFailure(since, dict(_states(firing, rule, known)))
    else:
        works_since = max(one.ended_at for one in alerts if one.ended_at is not None)
    return Sight(
        source=rule.id,
        subject=subject,
        wish=Wish(rule.on_alert),
        failure=failure,
        works_since=works_since,
        template=rule.template,
        resolves=rule.resolve_on_recovery,
        impact=Impact(rule.impact) if rule.impact else None,
    )


def _states(
    firing: Iterable[Alert], rule: AlertRule, known: Collection[str]
) -> Iterator[tuple[str, ComponentState]]:
    for alert in firing:
        for component in components_of(alert, rule, known):
            yield component, ComponentState(rule.state)
