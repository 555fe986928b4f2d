"""/api/v1/alerts: each sender in its own form, twice the same, and what is refused."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from statuspage import clock
from statuspage.actions.staff.tokens import create_token
from statuspage.domain.alerts.alert import Alert
from statuspage.store import db
from statuspage.store.incidents import alerts
from statuspage.web.app import create_app
from tests.helpers.alerts import alertmanager, generic, grafana, opsgenie, pagerduty
from tests.helpers.sites import add_to_config

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
SECRET = "hunter2hunter2"

Send = Callable[..., TestResponse]


@pytest.fixture
def send(store: Path, monkeypatch: pytest.MonkeyPatch) -> Send:
    monkeypatch.setenv("PD_SECRET", SECRET)
    add_to_config(store, '\n[alerting]\npagerduty_secret = "env:PD_SECRET"\n')
    client, token = Client(create_app()), create_token("alerts", ["alerts"], [])

    def post(sender: str, body: object, secret: str = SECRET, minute: int = 30) -> TestResponse:
        data = json.dumps(body)
        headers = {"Authorization": f"Bearer {token}"}
        if sender == "pagerduty":
            made = hmac.new(secret.encode(), data.encode(), hashlib.sha256).hexdigest()
            headers = {"X-PagerDuty-Signature": f"v1={'0' * 64},v1={made}"}
        with clock.standing_at(NOON + timedelta(minutes=minute)):
            path = f"/api/v1/alerts/{sender}"
            return client.post(path, data=data, content_type="application/json", headers=headers)

    return post


def kept() -> list[Alert]:
    with db.snapshot():
        return alerts.firing_or_ended_since(NOON)


SENDERS: dict[str, tuple[dict[str, Any], dict[str, Any], str, dict[str, str]]] = {
    "alertmanager": (
        alertmanager("ApiDown"),
        alertmanager("ApiDown", over=True),
        "ApiDown is bad on host-7",
        {"severity": "critical"},
    ),
    "grafana": (
        grafana(),
        grafana(over=True),
        "Api errors is bad on host-7",
        {"alertname": "Api errors"},
    ),
    "pagerduty": (
        pagerduty(),
        pagerduty("resolved", at="2026-07-01T12:20:00Z"),
        "A little bump in the road",
        {"service": "API Service", "priority": "P1", "teams": "Engineering"},
    ),
    "opsgenie": (
        opsgenie(),
        opsgenie("Close"),
        "API is down",
        {"tags": "api,prod", "region": "eu-1", "priority": "P1"},
    ),
    "generic": (
        generic(component="api", severity="page"),
        generic("resolved"),
        "Job 7 failed",
        {"component": "api", "severity": "page"},
    ),
}


@pytest.mark.parametrize("sender", SENDERS)
def test_each_sender_is_understood_and_a_repeat_changes_nothing(send: Send, sender: str) -> None:
    firing, over, title, labels = SENDERS[sender]
    for _ in range(2):
        answer = send(sender, firing)
        assert (answer.status_code, answer.get_json()) == (200, {"taken": 1}), answer.text
    [alert] = kept()
    assert (alert.sender, alert.title, alert.is_firing) == (sender, title, True)
    assert alert.started_at == NOON - timedelta(minutes=2)
    assert labels.items() <= alert.labels.items()
    for _ in range(2):
        assert send(sender, over).status_code == 200
    [alert] = kept()
    assert alert.ended_at == NOON + timedelta(minutes=20)


def test_truncated_group_is_kept_with_what_is_missing(send: Send) -> None:
    send("grafana", alertmanager("ApiDown", truncated=12))
    assert [one.left_out for one in kept()] == [12]


def test_pagerduty_reopens_and_says_much_that_is_no_alert(send: Send) -> None:
    send("pagerduty", pagerduty("resolved", at="2026-07-01T12:05:00Z"))
    send("pagerduty", pagerduty("reopened", at="2026-07-01T12:06:00Z"))
    [alert] = kept()
    assert alert.is_firing
    note = pagerduty("annotated")
    note["event"]["data"] = {"id": "x", "type": "incident_note", "content": "hm"}
    assert send("pagerduty", note).get_json() == {"taken": 0}


@pytest.mark.parametrize(
    ("sender", "body", "field"),
    [
        ("alertmanager", {"alerts": [{"status": "burning"}]}, "alerts.0.status"),
        ("alertmanager", alertmanager("A", start="yesterday"), "alerts.0.startsAt"),
        ("generic", generic("lit"), "state"),
        ("generic", generic() | {"colour": "red"}, "colour"),
        ("pagerduty", {"event": {"event_type": "x"}}, "event.occurred_at"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_mend(
    send: Send, sender: str, body: object, field: str
) -> None:
    answer = send(sender, body)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert field in [one["field"] for one in answer.get_json()["errors"]]
    assert kept() == []


def test_characters_that_no_page_can_show_cost_no_alert(send: Send) -> None:
    body = alertmanager("ApiDown")
    body["commonAnnotations"] = {"note": "a\u202eb"}
    body["alerts"][0]["annotations"]["summary"] = "a\u202eb\nc" + "d" * 5000
    assert send("alertmanager", body).status_code == 200
    assert kept()[0].title.startswith("ab cddd")


def test_nobody_sends_without_a_token_or_the_secret(store: Path, send: Send) -> None:
    other = create_token("prober", ["measurements"], [])
    client = Client(create_app())
    for headers, status in (({}, 401), ({"Authorization": f"Bearer {other}"}, 403)):
        answer = client.post("/api/v1/alerts/generic", json=generic(), headers=headers)
        assert answer.status_code == status
    assert send("pagerduty", pagerduty(), secret="wrong").status_code == 401
    assert client.post("/api/v1/alerts/pagerduty", json=pagerduty()).status_code == 401
    assert kept() == []
