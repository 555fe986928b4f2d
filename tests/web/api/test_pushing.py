"""The API over the whole application: who may push what, how often, and what a refusal says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from werkzeug.test import Client, TestResponse

from statuspage import clock
from statuspage.actions.staff.tokens import create_token, revoke_token
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.figures import measured
from statuspage.site import catalogue
from statuspage.site.api import WRITES, Write
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.settings import current_settings
from statuspage.web.app import create_app
from tests.helpers.sites import a_probe, add_to_config, an_sla
from tests.helpers.stores import away

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PROBES = (
    a_probe()
    + a_probe("backup", "docs", type="heartbeat", interval="24h")
    + an_sla("good-share", "ratio", target="90%")
)
CHECK = {"probe": "api-http", "at": "2026-07-01T11:59:00Z", "state": "up", "latency_ms": 12}
JSON = "application/json"
LINES = "application/x-ndjson"
PROBLEM = "application/problem+json"

Push = Callable[..., TestResponse]


@pytest.fixture
def client(store: Path) -> Client:
    add_to_config(store, PROBES)
    return Client(create_app())


@pytest.fixture
def token(client: Client) -> str:
    return create_token("prober", ["measurements"], [])


@pytest.fixture
def push(client: Client, token: str) -> Push:
    """Push a body to /checks at noon."""

    def send(body: object, kind: str = JSON, path: str = "/checks", **headers: str) -> TestResponse:
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        given = {"Authorization": f"Bearer {token}"}
        given |= {name.replace("_", "-"): text for name, text in headers.items()}
        with clock.standing_at(NOON):
            return client.post(f"/api/v1{path}", data=data, content_type=kind, headers=given)

    return send


def problem(answer: TestResponse, status: int) -> dict[str, Any]:
    """The problem document of an answer, after a look at its form."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == PROBLEM
    found = answer.get_json()
    assert (found["status"], found["type"]) == (status, f"/api#problem-{status}")
    assert found["title"]
    assert found["detail"]
    assert isinstance(found, dict)
    return found


def state(component: str, at: datetime) -> ComponentState | None:
    with db.snapshot():
        return measured.states_now(LIBRARY, current_settings(), [component], at).get(component)


@pytest.mark.parametrize(
    ("body", "kind", "taken"),
    [
        (CHECK, JSON, 1),
        ([CHECK, CHECK | {"location": "eu-1"}], JSON, 2),
        (f"{json.dumps(CHECK)}\n\n{json.dumps(CHECK)}\r\n", LINES, 2),
        ([], JSON, 0),
    ],
)
def test_checks_are_taken_in_each_form(push: Push, body: object, kind: str, taken: int) -> None:
    answer = push(body, kind)
    assert (answer.status_code, answer.get_json()) == (200, {"taken": taken})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert (state("api", NOON) is ComponentState.OPERATIONAL) is (taken > 0)


def test_pushed_failures_are_measured_like_our_own(push: Push) -> None:
    down = [CHECK | {"at": f"2026-07-01T11:5{n}:00Z", "state": "down"} for n in (8, 9)]
    assert push(down).status_code == 200
    assert state("api", NOON) is ComponentState.MAJOR_OUTAGE


def test_one_bad_row_refuses_the_batch_with_every_fault_by_line(push: Push) -> None:
    rows = [
        CHECK,
        CHECK | {"probe": "api-htp"},
        CHECK | {"state": "broken"},
        CHECK | {"at": "2026-07-01T12:06:00Z"},
        CHECK | {"at": "1989-06-01T12:00:00Z"},
        {"probe": "api-http"},
        CHECK | {"latency_ms": -1, "colour": "red"},
        "up",
    ]
    lines = "\n".join(map(json.dumps, rows))
    for answer in (push(rows), push(lines, LINES)):
        errors = problem(answer, 422)["errors"]
        assert {error["line"] for error in errors} == {2, 3, 4, 5, 6, 7, 8}
        said = {(error["line"], error["field"]): error["detail"] for error in errors}
        assert 'did you mean "api-http"?' in said[2, "probe"]
        assert "degraded" in said[3, "state"]
        assert "in the future" in said[4, "at"]
        assert "too long ago" in said[5, "at"]
        assert {(6, "at"), (6, "state"), (7, "latency_ms"), (7, "colour")} <= set(said)
    assert state("api", NOON) is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", JSON),
        ("  \n", LINES),
        ("{", JSON),
        ("[1,", JSON),
        (b"\xff\xfe", JSON),
        ('{"probe": NaN}', JSON),
        ("[" * 100_000, JSON),
        ("{}\nnot json\n{}", LINES),
        ("9" * 5000, JSON),
        ('{"probe": "\\ud800"}', JSON),
        ("null", JSON),
    ],
)
def test_what_is_not_json_is_said_plainly(push: Push, body: object, kind: str) -> None:
    is_json = body in ("", "  \n", "null")
    errors = problem(push(body, kind), 422 if is_json else 400)["errors"]
    assert all(error["line"] >= 1 and error["detail"] for error in errors)


def test_other_media_type_is_refused(push: Push) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = push(CHECK, kind)
        problem(answer, 415)
        assert answer.headers["Accept"] == f"{JSON}, {LINES}"


def test_body_over_a_megabyte_is_refused(push: Push) -> None:
    problem(push(b" " * (1024 * 1024 + 1)), 413)


ROWS = {
    "checks": CHECK,
    "cases": {"id": "C-1", "opened_at": "2026-07-01T09:00:00Z"},
    "ratings": {"id": "R-1", "at": "2026-07-01T09:00:00Z", "kind": "csat", "score": 5},
    "ratios": {
        "sla": "good-share",
        "from": "2026-07-01T09:00:00Z",
        "to": "2026-07-01T10:00:00Z",
        "good": 9,
        "total": 10,
    },
}


@pytest.mark.parametrize("write", [write for write in WRITES if write.row], ids=lambda w: w.name)
def test_rows_of_each_kind_are_taken_with_its_scope_and_twice_does_no_harm(
    client: Client, write: Write
) -> None:
    assert write.scope is not None
    headers = {"Authorization": f"Bearer {create_token('x', [write.scope], [])}"}
    with clock.standing_at(NOON):
        for _ in range(2):
            answer = client.post(write.path, json=[ROWS[write.name]], headers=headers)
            assert (answer.status_code, answer.get_json()) == (200, {"taken": 1})
        problem(client.post(write.path, json=[ROWS[write.name], {}], headers=headers), 422)


@pytest.mark.parametrize("given", ["", "Basic YTpi", "Bearer", "Bearer sp_wrong"])
def test_write_without_a_known_token_is_refused(client: Client, given: str) -> None:
    answer = client.post("/api/v1/checks", json=CHECK, headers={"Authorization": given})
    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_token_opens_only_its_scope_and_nothing_once_revoked(client: Client) -> None:
    other = {"Authorization": f"Bearer {create_token('desk', ['incidents'], [])}"}
    answer = client.post("/api/v1/checks", json=CHECK, headers=other)
    assert "scope measurements" in problem(answer, 403)["detail"]
    revoke_token("desk")
    problem(client.post("/api/v1/checks", json=CHECK, headers=other), 401)


def test_too_many_requests_are_told_when_to_come_again(push: Push) -> None:
    for _ in range(120):
        assert push([]).status_code == 200
    answer = push([])
    problem(answer, 429)
    assert int(answer.headers["Retry-After"]) >= 1


def test_repeat_with_an_idempotency_key_gives_the_first_answer(push: Push) -> None:
    first = push([CHECK, CHECK], Idempotency_Key="one")
    assert push([CHECK, CHECK], Idempotency_Key="one").get_json() == first.get_json()
    assert "different request" in problem(push([CHECK], Idempotency_Key="one"), 422)["detail"]
    assert push([CHECK], Idempotency_Key="two").get_json() == {"taken": 1}


def test_refused_request_can_be_mended_under_the_same_key(push: Push) -> None:
    problem(push({}, Idempotency_Key="one"), 422)
    assert push(CHECK, Idempotency_Key="one").status_code == 200


def test_idempotency_key_of_another_token_is_another_key(push: Push, client: Client) -> None:
    push([CHECK, CHECK], Idempotency_Key="one")
    other = create_token("other", ["measurements"], [])
    headers = {"Authorization": f"Bearer {other}", "Idempotency-Key": "one"}
    assert client.post("/api/v1/checks", json=[], headers=headers).get_json() == {"taken": 0}


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "ä"])
def test_idempotency_key_that_is_none_is_refused(push: Push, key: str) -> None:
    problem(push([], Idempotency_Key=key), 422)


def test_heartbeat_needs_only_its_key(client: Client) -> None:
    key = create_token("nightly", ["heartbeat:backup"], ["backup"])
    with clock.standing_at(NOON):
        answer = client.post(f"/api/v1/heartbeats/{key}")
    assert answer.get_json() == {"probe": "backup", "at": "2026-07-01T12:00:00Z"}
    assert state("docs", NOON) is ComponentState.OPERATIONAL


def test_unknown_or_revoked_key_is_not_found_and_not_repeated(client: Client, token: str) -> None:
    key = create_token("nightly", ["heartbeat:backup"], ["backup"])
    revoke_token("nightly")
    for wrong in (key, token, "nonsense"):
        answer = client.post(f"/api/v1/heartbeats/{wrong}")
        problem(answer, 404)
        assert wrong not in answer.text


def test_heartbeat_key_opens_nothing_else(client: Client) -> None:
    key = create_token("nightly", ["heartbeat:backup"], ["backup"])
    headers = {"Authorization": f"Bearer {key}"}
    problem(client.post("/api/v1/checks", json=CHECK, headers=headers), 403)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "", 404),
        ("POST", "/nothing", 404),
        ("GET", "/slas/nothing", 404),
        ("GET", "/components/nothing", 404),
        ("GET", "/slas/api-availability/periods/July", 404),
        ("GET", "/slas/api-availability/periods/2999-Q4", 404),
        ("GET", "/checks", 405),
        ("PUT", "/checks", 405),
        ("POST", "/slas", 405),
        ("DELETE", "/slas/api-availability", 405),
    ],
)
def test_wrong_address_or_method_is_a_problem_document(
    client: Client, method: str, path: str, status: int
) -> None:
    answer = client.open(f"/api/v1{path}", method=method)
    problem(answer, status)
    assert (status == 405) is ("Allow" in answer.headers)
    if method == "GET":
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_store_that_is_gone_is_a_problem_document(push: Push, store: Path) -> None:
    with away(store):
        answer = push(CHECK)
    problem(answer, 503)
    assert answer.headers["Retry-After"]


def test_reading_is_open_to_other_sites_and_cached(client: Client) -> None:
    answer = client.get("/api/v1/slas")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get("/api/v1/slas", headers={"If-None-Match": answer.headers["ETag"]})
    assert (answer.status_code, again.status_code) == (200, 304)


def test_every_path_of_openapi_is_in_the_app_and_on_the_page(client: Client, token: str) -> None:
    paths = client.get("/api/v1/openapi.json").get_json()["paths"]
    guide = html.document_fromstring(client.get("/api").text).text_content()
    assert {write.path for write in WRITES} <= set(paths)
    for path, verbs in paths.items():
        for verb in verbs:
            assert f"{verb.upper()} {path}" in guide
            filled = re.sub(r"\{\w+\}", "x", path)
            known = catalogue.find(filled) is not None
            answer = client.open(filled, method=verb.upper())
            assert known or answer.status_code in (401, 404, 415)
            assert answer.status_code != 405


def test_every_problem_is_explained_on_the_page(client: Client) -> None:
    page = html.document_fromstring(client.get("/api").text)
    for status in (401, 403, 404, 405, 413, 415, 422, 429, 500, 503):
        assert page.get_element_by_id(f"problem-{status}").text_content().strip()
