"""One example of each operation, in an order in which they can be typed.

Their answers are recorded in answers.json, by tests/helpers/api_examples.py.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from statuspage.site.api.shapes import BASE
from statuspage.site.api.writes import WRITES

CUT = "…"
"""Stands in a recorded answer for what was left out of a list or an object."""

_ANSWERS = Path(__file__).parent / "answers.json"
_NEEDED = {(write.method, write.path): write for write in WRITES}
_SIGNED = (
    'X-PagerDuty-Signature: v1=$(printf %s "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -r | '
    "cut -d' ' -f1)"
)


@dataclass(frozen=True)
class Example:
    """What is typed for one operation. `$NAME` in an address is what an answer before gave."""

    method: str
    pattern: str
    address: str = ""  # where it is not the pattern with $NAME for each {name}
    body: Any = None
    token: bool = False  # of a reading
    sets: Mapping[str, str] = field(default_factory=dict)  # names, by where the answer has each

    @property
    def name(self) -> str:
        return f"{self.method} {BASE}{self.pattern}"

    @property
    def recorded(self) -> Any:
        """What came back, cut where it was long."""
        return _answers()[self.name]

    @property
    def answer(self) -> str:
        """The same as it is shown."""
        return _shown(self.recorded)

    def typed(self, url: str) -> str:
        """What is typed into a shell, for a site."""
        write = _NEEDED.get((self.method, BASE + self.pattern))
        address = self.address or self.pattern.replace("{", "$").replace("}", "")
        place = address if self.address else _upper(address)
        lines = [f'curl "{url}{BASE}{place}"']
        if self.method not in ("GET", "POST") or (self.method == "POST" and self.body is None):
            lines[0] = f'curl -X {self.method} "{url}{BASE}{place}"'
        if self.token or (write and write.scope):
            lines.append('-H "Authorization: Bearer $TOKEN"')
        if write and write.needs_match:
            lines.append('-H "If-Match: *"')
        if self.body is None:
            return _joined(lines)
        text = json.dumps(self.body, ensure_ascii=False)
        lines.append('-H "Content-Type: application/json"')
        if write and write.signature:
            return f"BODY='{text}'\n" + _joined([*lines, f'-H "{_SIGNED}"', '-d "$BODY"'])
        return _joined([*lines, f"-d '{text}'"])


def _upper(address: str) -> str:
    parts = (part.upper() if part.startswith("$") else part for part in address.split("/"))
    return "/".join(parts)


def _joined(lines: list[str]) -> str:
    return " \\\n  ".join(lines)


@cache
def _answers() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_ANSWERS.read_text("utf-8"))
    return found


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    cut = json.dumps(CUT, ensure_ascii=False)
    return text.replace(f"{cut}: {cut}", CUT).replace(cut, CUT)


_ALERT = {
    "status": "firing",
    "labels": {"alertname": "ApiDown", "component": "api"},
    "annotations": {"summary": "The API does not answer."},
    "startsAt": "2026-07-01T00:00:00Z",
    "fingerprint": "c0ffee",
}
_SPAN = {"from": "2031-03-01T20:00:00Z", "until": "2031-03-01T21:00:00Z"}
_CASE = {
    "id": "C-1",
    "opened_at": "2026-07-01T08:00:00Z",
    "first_response_at": "2026-07-01T09:00:00Z",
    "priority": "high",
}
_CHECK = {"probe": "api-http", "at": "2026-07-01T00:00:00Z", "state": "up", "latency_ms": 123}
_DRAFT = {"title": "Faster search", "type": "added", "version": "2.4.0", "draft": True}

EXAMPLES = (
    Example(
        "POST",
        "/incidents",
        body={
            "title": "API errors",
            "body": "Some calls fail.",
            "components": {"api": "partial_outage"},
            "next_update": "30m",
        },
        sets={"INCIDENT": "id", "UPDATE": "update.id"},
    ),
    Example(
        "PATCH",
        "/incidents/{incident}",
        body={"title": "One in five API calls fails", "reason": "We know more now"},
    ),
    Example(
        "PATCH",
        "/incidents/{incident}/updates/{update}",
        body={"body": "One in five calls fails.", "reason": "We know more now"},
    ),
    Example(
        "POST",
        "/incidents/{incident}/updates/{update}/texts",
        body={
            "texts": {"de": {"title": "API-Fehler", "body": "Jeder fünfte Aufruf schlägt fehl."}}
        },
    ),
    Example(
        "POST",
        "/incidents/{incident}/updates",
        body={"body": "All calls are answered again.", "status": "resolved"},
    ),
    Example("POST", "/incidents/{incident}/follow-up", body={"by": "60d"}),
    Example("POST", "/incidents/{incident}/finding", body={"found": "No repetition in 60 days"}),
    Example(
        "POST",
        "/incidents/{incident}/updates/{update}/erasure",
        body={"body": "A customer called us.", "reason": "The customer asked for it"},
    ),
    Example(
        "POST",
        "/incidents/{incident}/updates/{update}/withdrawal",
        body={"reason": "It was about another service"},
    ),
    Example(
        "POST",
        "/incidents/{incident}/erasure",
        body={"title": "API errors", "reason": "The title held a name", "dry_run": True},
    ),
    Example(
        "POST",
        "/maintenance",
        body={"title": "New disks", "body": "Writes pause.", **_SPAN, "components": ["api"]},
        sets={"WORK": "id"},
    ),
    Example(
        "PATCH",
        "/maintenance/{incident}",
        address="/maintenance/$WORK",
        body={
            "from": "2031-03-02T20:00:00Z",
            "until": "2031-03-02T21:00:00Z",
            "reason": "The disks come a day later",
        },
    ),
    Example(
        "POST",
        "/maintenance/{incident}/steps",
        address="/maintenance/$WORK/steps",
        body={"step": "cancel", "body": "We found a way without a pause."},
    ),
    Example("POST", "/changelog", body=_DRAFT, sets={"DRAFT": "draft"}),
    Example("GET", "/changelog/drafts", token=True),
    Example("POST", "/changelog/drafts/{draft}/publication", body={"at": "2031-03-01T09:00:00Z"}),
    Example("DELETE", "/changelog/drafts/{draft}"),
    Example("POST", "/commands", body={"words": ["incident", "list", "--all"]}),
    Example("POST", "/feedback", body={"text": "Exports as CSV, please.", "components": ["api"]}),
    Example("POST", "/checks", body=_CHECK | {"location": "eu-1"}),
    Example("POST", "/cases", body=_CASE),
    Example(
        "POST",
        "/ratings",
        body={"id": "R-1", "at": "2026-07-01T10:00:00Z", "kind": "csat", "score": 5},
    ),
    Example(
        "POST",
        "/ratios",
        body={
            "sla": "answers",
            "from": "2026-07-01T00:00:00Z",
            "to": "2026-07-01T01:00:00Z",
            "good": 10,
            "total": 11,
        },
    ),
    Example("POST", "/heartbeats/{key}"),
    Example("GET", "/heartbeats/{key}"),
    Example("POST", "/heartbeats/{key}/{signal}", address="/heartbeats/$KEY/start"),
    Example("GET", "/heartbeats/{key}/{signal}", address="/heartbeats/$KEY/0"),
    Example("POST", "/alerts/alertmanager", body={"alerts": [_ALERT]}),
    Example("POST", "/alerts/grafana", body={"alerts": [_ALERT | {"fingerprint": "c0ffee2"}]}),
    Example(
        "POST",
        "/alerts/opsgenie",
        body={
            "action": "Create",
            "alert": {"alertId": "a-1", "message": "API down", "createdAt": 1782864000000},
        },
    ),
    Example(
        "POST",
        "/alerts/generic",
        body={
            "id": "a-1",
            "title": "API down",
            "state": "firing",
            "at": "2026-07-01T00:00:00Z",
            "component": "api",
        },
    ),
    Example(
        "POST",
        "/alerts/pagerduty",
        body={
            "event": {
                "event_type": "incident.triggered",
                "occurred_at": "2026-07-01T00:00:00Z",
                "data": {
                    "type": "incident",
                    "id": "PABC123",
                    "status": "triggered",
                    "title": "API down",
                    "created_at": "2026-07-01T00:00:00Z",
                },
            }
        },
    ),
    Example("GET", "/slas"),
    Example("GET", "/slas/{sla}", address="/slas/api-availability"),
    Example(
        "GET",
        "/slas/{sla}/periods/{period}",
        address="/slas/api-availability/periods/$(date +%Y-%m)",
    ),
    Example("GET", "/components"),
    Example("GET", "/components/{component}", address="/components/api"),
    Example("GET", "/components/{component}/latency", address="/components/api/latency"),
    Example("GET", "/incidents", address="/incidents?limit=1"),
    Example("GET", "/incidents/{incident}"),
    Example("GET", "/maintenance", address="/maintenance?state=open"),
    Example("GET", "/changelog"),
    Example("GET", "/outcomes"),
    Example("GET", "/notices"),
    Example("GET", "/recovery/{year}", address="/recovery/$(date +%Y)"),
    Example("GET", "/promises"),
    Example("GET", "/reports"),
    Example("GET", "/reports/{report}", address="/reports/2026-01"),
    Example("GET", "/reports/{report}/{revision}", address="/reports/2026-01/1"),
    Example("GET", "/surveys"),
    Example("GET", "/probes", address="/probes?location=eu-1", token=True),
)
