"""The API answers in the language of its site: no refusal has English of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.staff.tokens import create_token
from statuspage.domain.desk.token import SCOPES
from statuspage.domain.vocabulary.states import ComponentState, Impact, Status
from statuspage.site.api import WRITES
from statuspage.web.app import create_app
from tests.helpers.made_up import LANGUAGE, left_over, made_up
from tests.helpers.sites import add_to_config, change_config
from tests.web.api.test_pushing import PROBES

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
FIELDS = r"[\"'][\w:./-]*[\"']"
LIBRARY = r"(?:Expecting|EOF) [^.]*line \d+ column \d+(?: \(char \d+\))?"
"""What the reader of JSON says of a fault."""

BODIES: list[Any] = [
    {},
    7,
    "{",
    {"probe": "no", "at": "2026-07-01T11:59:00Z", "state": "up"},
    {"probe": "api-http", "at": "2027-07-01T11:59:00Z", "state": "up"},
    {"probe": "api-http", "at": "2000-07-01T11:59:00Z", "state": "up"},
    {"probe": "api-http", "at": "noon", "state": "upward", "latency_ms": -1, "colour": "red"},
    {"id": "a", "opened_at": "2026-07-01T11:59:00Z", "resolved_at": "2026-07-01T11:00:00Z"},
    {"id": "a", "at": "2026-07-01T11:59:00Z", "kind": "csat", "score": 12},
    {"title": "", "body": "", "components": {"no": "major_outage"}, "next_update": "soon"},
    {"title": "a", "body": "b", "components": {"no": "major_outage"}, "template": "none"},
    {"body": "b", "status": "postmortem", "after": "x", "gaps": 7, "draft": 1},
    {"body": "b", "status": "completed", "until": "2026-07-01T11:59:00Z", "owner": 3},
    {"sla": "no", "from": "2026-07-01T10:00:00Z", "to": "2026-07-01T11:00:00Z"},
    {
        "sla": "good-share",
        "from": "2026-07-01T10:00:00Z",
        "to": "2026-07-01T09:00:00Z",
        "good": 3,
        "total": 1,
    },
]


@pytest.fixture
def client(store: Path, tmp_path: Path) -> Iterator[Client]:
    """The API of a site in the made-up language."""
    add_to_config(store, PROBES)
    change_config(store, "[site]\n", f'[site]\nlanguage = "{LANGUAGE}"\n')
    with made_up(tmp_path):
        yield Client(create_app())


def words_of(document: dict[str, Any]) -> list[str]:
    """What a problem document says to people."""
    return [
        document["title"],
        document["detail"],
        *(error["detail"] for error in document.get("errors", ())),
    ]


def test_refusals_of_pushes_speak_the_language_of_the_site(client: Client) -> None:
    incident = open_incident("A", NewUpdate("B"), Actor("ada"))
    key, word = incident.key, incident.updates[0].key
    token = create_token("all", [*SCOPES], [])
    headers = {"Authorization": f"Bearer {token}", "If-Match": "*"}
    count = 0
    for write in WRITES:
        for body in BODIES:
            data = body if isinstance(body, str) else json.dumps(body)
            path = write.path.replace("{key}", "none").replace("{incident}", key)
            path = path.replace("{update}", word).replace("{draft}", "none")
            with clock.standing_at(NOON):
                told = {"data": data, "content_type": "application/json", "headers": headers}
                answer = client.open(path, method=write.method, **told)
            if answer.status_code < 400:
                continue
            count += 1
            for text in words_of(answer.get_json()):
                known = (FIELDS, LIBRARY, r"\b(UTC|csat|nps|ces|up|degraded|down|unknown)\b", NAMES)
                assert left_over(text, *known) == [], (path, body, text)
    assert count > 20


_MODELS = [model for write in WRITES for model in (write.row, write.one) if model]
_FIELDS = {name for model in _MODELS for name in model.model_fields}
_FIELDS |= {*Status, *ComponentState, *Impact}
NAMES = (
    rf"\b({'|'.join(sorted(_FIELDS))})\b|"
    r"\b(probe|at|state|latency_ms|location|id|opened_at|first_response_at|resolved_at|waiting"
    r"|priority|agent_replies|reopened|topic|follow_up_of|kind|score|incident|sla|from|to|good"
    r"|total|api-http|backup|good-share)\b"
)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v1/slas/nothing", 404),
        ("GET", "/api/v1/slas/api-availability/periods/never", 404),
        ("POST", "/api/v1/checks", 401),
        ("DELETE", "/api/v1/checks", 405),
        ("POST", "/api/v1/heartbeats/none", 404),
    ],
)
def test_other_problems_speak_it_too(client: Client, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    for text in words_of(answer.get_json()):
        assert left_over(text, r"'[\w-]+'", "Bearer TOKEN") == [], text
