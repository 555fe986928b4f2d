"""What other systems send of their alerts, in the forms that they document."""

from __future__ import annotations

from typing import Any

NEVER = "0001-01-01T00:00:00Z"
START = "2026-07-01T11:58:00.157Z"
END = "2026-07-01T12:20:00.201Z"


def alertmanager(
    *names: str, over: bool = False, truncated: int = 0, start: str = START, **labels: str
) -> dict[str, Any]:
    """A group of one alert for each name."""
    status = "resolved" if over else "firing"
    alerts = [
        {
            "status": status,
            "labels": {"alertname": name, "severity": "critical", **labels},
            "annotations": {"summary": f"{name} is bad on host-7"},
            "startsAt": start,
            "endsAt": END if over else NEVER,
            "generatorURL": "http://prometheus:9090/graph?g0.expr=up",
            "fingerprint": f"fp-{name}",
        }
        for name in names
    ]
    return {
        "version": "4",
        "groupKey": '{}:{alertname="ApiDown"}',
        "truncatedAlerts": truncated,
        "status": status,
        "receiver": "statuspage",
        "groupLabels": {},
        "commonLabels": {},
        "commonAnnotations": {},
        "externalURL": "http://alertmanager:9093",
        "alerts": alerts,
    }


def grafana(*, over: bool = False) -> dict[str, Any]:
    """The same with what Grafana has besides."""
    group = alertmanager("Api errors", over=over)
    own = {"panelURL": "https://grafana.example/d/x?viewPanel=1", "values": {"B": 44.2}}
    return {
        **group,
        "version": "1",
        "orgId": 1,
        "state": "alerting",
        "title": "[FIRING:1]",
        "alerts": [alert | own for alert in group["alerts"]],
    }


def pagerduty(event: str = "triggered", at: str = "2026-07-01T11:58:01.000Z") -> dict[str, Any]:
    """An event of one incident."""
    status = event if event in ("triggered", "acknowledged", "resolved") else "triggered"
    service = {"id": "PF9KMXH", "summary": "API Service", "type": "service_reference"}
    return {
        "event": {
            "id": "01BTCVXKUXUVBKA",
            "event_type": f"incident.{event}",
            "resource_type": "incident",
            "occurred_at": at,
            "agent": {"id": "PLH1HKV", "summary": "Tenex Engineer", "type": "user_reference"},
            "client": {"name": "PagerDuty"},
            "data": {
                "id": "PGR0VU2",
                "type": "incident",
                "html_url": "https://acme.pagerduty.com/incidents/PGR0VU2",
                "number": 2,
                "status": status,
                "incident_key": "d3640fbd41094207a1c11e58e46b1662",
                "created_at": "2026-07-01T11:58:00Z",
                "title": "A little bump in the road",
                "service": service,
                "assignees": [],
                "teams": [{"summary": "Engineering", "type": "team_reference"}],
                "priority": {"summary": "P1", "type": "priority_reference"},
                "urgency": "high",
                "conference_bridge": None,
                "resolve_reason": None,
            },
        }
    }


def opsgenie(action: str = "Create") -> dict[str, Any]:
    """An action on one alert. Its times: 11:58 of 1 July 2026, and 12:20.

    In milliseconds, but for the last change, which comes in nanoseconds.
    """
    return {
        "action": action,
        "alert": {
            "alertId": "052652ac-5d1c-464a-812a-7dd18bbfba8c",
            "message": "API is down",
            "tags": ["api", "prod"],
            "tinyId": "23",
            "entity": "api",
            "alias": "api-down",
            "createdAt": 1782907080000,
            "updatedAt": 1782908400000000135 if action == "Close" else 1782907080000000135,
            "username": "System",
            "details": {"region": "eu-1"},
            "priority": "P1",
            "source": "ops",
        },
        "source": {"name": "web", "type": "API"},
        "integrationName": "Webhook",
    }


def generic(state: str = "firing", **more: str) -> dict[str, Any]:
    """Our own form."""
    at = "2026-07-01T11:58:00Z" if state == "firing" else "2026-07-01T12:20:00Z"
    return {"id": "job-7", "title": "Job 7 failed", "state": state, "at": at, **more}
