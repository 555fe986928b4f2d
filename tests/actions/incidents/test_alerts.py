"""From alerts of other systems to drafts and incidents, by the rules of the settings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.incidents.alerts import forget_alerts, take_alerts
from statuspage.actions.incidents.automatic import follow, publish_draft
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import ComponentState, Impact, Status
from statuspage.site.api.alerts import FORMATS
from statuspage.store import db
from statuspage.store.incidents import alarms, alerts, incidents
from tests.helpers.alerts import alertmanager, generic
from tests.helpers.sites import a_table, add_to_config

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PAGE = {"match": ['severity = "critical"'], "components": ["api", "search"]}


class Sent:
    """A site with one rule, and what is sent to it as time goes on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def rules(self, *rules: dict[str, Any]) -> None:
        tables = [a_table("alerts", **{"id": f"rule-{n}", **one}) for n, one in enumerate(rules)]
        add_to_config(self._folder, *tables)

    def send(self, minute: int, body: dict[str, Any], sender: str = "alertmanager") -> None:
        form = FORMATS[sender]
        with clock.standing_at(NOON + minute * MINUTE):
            take_alerts(sender, form.read(form.body.model_validate(body)))
            follow()

    def wait(self, minute: int) -> None:
        with clock.standing_at(NOON + minute * MINUTE):
            follow()


@pytest.fixture
def sent(store: Path) -> Sent:
    return Sent(store)


def incidents_now() -> list[Incident]:
    with db.snapshot():
        return incidents.newest(10)


def test_alert_becomes_one_incident_of_all_its_components_with_its_start(sent: Sent) -> None:
    sent.rules(PAGE | {"on_alert": "publish", "state": "partial_outage", "impact": "critical"})
    for minute in (0, 5, 6):
        sent.send(minute, alertmanager("ApiDown"))
    [found] = incidents_now()
    partial = ComponentState.PARTIAL_OUTAGE
    assert found.declared == {"api": partial, "search": partial}
    assert found.title == "API, Search do not work for everybody"
    assert found.impact_from == NOON - 2 * MINUTE
    assert found.impact is Impact.CRITICAL
    assert len(found.updates) == 1


def test_last_resolved_alert_ends_it_where_that_is_wished(sent: Sent) -> None:
    sent.rules(PAGE | {"on_alert": "publish", "resolve_on_recovery": True})
    sent.send(0, alertmanager("ApiDown", "ApiSlow"))
    sent.send(21, alertmanager("ApiDown", over=True))
    assert incidents_now()[0].is_open
    sent.send(22, alertmanager("ApiSlow", over=True))
    [found] = incidents_now()
    assert found.status is Status.RESOLVED
    assert found.impact_until == NOON + 20 * MINUTE


def test_draft_waits_for_staff_and_never_tells_what_the_alert_said(sent: Sent) -> None:
    sent.rules(PAGE)
    sent.send(0, alertmanager("ApiDown"))
    assert incidents_now() == []
    with db.snapshot():
        [draft] = alarms.drafts()
    assert set(draft.states) == {"api", "search"}
    found = publish_draft(draft.key, Actor("ada"))
    assert "host-7" not in found.title + str(found.updates[0].words)


def test_component_named_by_a_label_is_affected_and_groups_are_apart(sent: Sent) -> None:
    rule = {"component_label": "component", "group_by": ["component"], "on_alert": "publish"}
    sent.rules(rule)
    for component in ("api", "docs", "unheard-of"):
        sent.send(0, generic(id=component, component=component), "generic")
    assert [set(one.declared) for one in incidents_now()] == [{"docs"}, {"api"}]


def test_group_that_grows_is_one_incident_that_says_so(sent: Sent) -> None:
    sent.rules({"component_label": "component", "on_alert": "publish"})
    sent.send(0, generic(component="api"), "generic")
    sent.send(1, generic(id="job-8", component="docs"), "generic")
    assert [set(one.declared) for one in incidents_now()] == [{"api"}]
    sent.wait(11)
    [found] = incidents_now()
    assert set(found.declared) == {"api", "docs"}
    assert len(found.updates) == 2


def test_first_rule_takes_it_and_watchdogs_are_left_alone(sent: Sent) -> None:
    watchdog = {"match": ["alertname = Watchdog"], "on_alert": "nothing"}
    sent.rules(watchdog, PAGE | {"on_alert": "publish"})
    sent.send(0, alertmanager("Watchdog"))
    assert incidents_now() == []


def test_flapping_alert_makes_few_words(sent: Sent) -> None:
    sent.rules(PAGE | {"on_alert": "publish", "resolve_on_recovery": True})
    for minute in range(0, 30, 2):
        start = f"2026-07-01T12:{minute:02}:00Z"
        sent.send(minute, alertmanager("ApiDown", start=start))
        body = alertmanager("ApiDown", start=start, over=True)
        body["alerts"][0]["endsAt"] = f"2026-07-01T12:{minute + 1:02}:00Z"
        sent.send(minute + 1, body)
    found = incidents_now()
    assert len(found) <= 3
    assert sum(len(one.updates) for one in found) <= 9


def test_alerts_that_are_over_are_forgotten_in_time(sent: Sent) -> None:
    sent.send(0, alertmanager("ApiDown"))
    sent.send(21, alertmanager("ApiSlow", over=True))
    with clock.standing_at(NOON + timedelta(days=31)):
        forget_alerts(timedelta(days=30))
    with db.snapshot():
        assert [one.title for one in alerts.firing_or_ended_since(NOON)] == [
            "ApiDown is bad on host-7"
        ]
