"""Lists by parts: Link leads on, nothing is met twice or missed, and faults are problems."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.domain.vocabulary.states import Status
from tests.helpers.languages import speak

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
ADA = Actor("ada")


@pytest.fixture
def seven(client: Client) -> list[str]:
    """Titles of seven incidents, the newest first; two began at once, every second is open."""
    titles = [f"No. {n}" for n in range(7)]
    for n, title in enumerate(titles):
        with clock.standing_at(NOON + timedelta(minutes=max(1, n))):
            status = Status.RESOLVED if n % 2 else Status.INVESTIGATING
            open_incident(title, NewUpdate("Words.", status), ADA)
    return titles[::-1]


def followed(client: Client, query: str) -> tuple[list[dict[str, Any]], str]:
    """One part, and the query of the next one."""
    with clock.standing_at(NOON + timedelta(hours=1)):
        answer = client.get(f"/api/v1/incidents{query}")
    assert answer.status_code == 200, answer.text
    [_, link] = re.fullmatch(r'(<(.*)>; rel="next")?', answer.headers.get("Link", "")).groups()  # type: ignore[union-attr]
    following = (link or "").removeprefix("https://status.acme.example/api/v1/incidents")
    found: list[dict[str, Any]] = answer.get_json()["incidents"]
    return found, following


def test_walk_meets_each_once_while_others_are_added(client: Client, seven: list[str]) -> None:
    met, query = [], "?limit=3"
    while query:
        found, query = followed(client, query)
        assert 0 < len(found) <= 3
        met += [one["title"] for one in found]
        with clock.standing_at(NOON + timedelta(minutes=30 + len(met))):
            open_incident("Later", NewUpdate("Words."), ADA)
    assert met == seven


def test_open_ones_alone_can_be_walked(client: Client, seven: list[str]) -> None:
    found, query = followed(client, "?state=open&limit=3")
    rest, end = followed(client, query)
    assert [one["title"] for one in found + rest] == ["No. 6", "No. 4", "No. 2", "No. 0"]
    assert end == ""


def test_whole_list_has_the_open_ones_and_leads_on_only_where_there_are_more(
    client: Client, seven: list[str]
) -> None:
    found, query = followed(client, "")
    assert ([one["title"] for one in found], query) == (seven, "")


def test_part_has_an_etag_and_is_not_sent_twice(client: Client, seven: list[str]) -> None:
    with clock.standing_at(NOON + timedelta(hours=1)):
        first = client.get("/api/v1/incidents?limit=2")
        again = client.get(
            "/api/v1/incidents?limit=2", headers={"If-None-Match": first.headers["ETag"]}
        )
    assert (again.status_code, again.headers.get("Link")) == (304, first.headers["Link"])


def test_faults_of_a_query_are_problems_in_the_language_asked_for(
    client: Client, store: Path
) -> None:
    speak(store, "de")
    for path in ("incidents", "maintenance", "changelog", "outcomes"):
        answer = client.get(f"/api/v1/{path}?limit=x&cursor=y")
        assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
        assert {one["field"] for one in answer.get_json()["errors"]} == {"limit", "cursor"}
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/v1/changelog?state=open").status_code == 400
    told = client.get("/api/v1/slas/nothing?lang=de").get_json()
    assert told["title"] == "Nicht gefunden"


def test_language_in_the_address_goes_before_the_header(client: Client, store: Path) -> None:
    speak(store, "de")
    told = client.get("/api/v1/slas?lang=de", headers={"Accept-Language": "en"})
    assert told.headers["Content-Language"] == "de"
    told = client.get("/api/v1/slas?lang=en", headers={"Accept-Language": "de"})
    assert told.headers["Content-Language"] == "en"


def test_language_that_the_site_has_not_is_a_fault_of_the_query(
    client: Client, store: Path
) -> None:
    for path in ("slas", "incidents?limit=2"):
        answer = client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}lang=fr")
        [fault] = answer.get_json()["errors"]
        assert (answer.status_code, fault["field"]) == (400, "lang")
        assert fault["detail"] == "There is no language 'fr'."
    assert client.get("/api/v1/slas?lang=en").status_code == 200
    assert client.get("/api/v1/slas?lang=").status_code == 200
    assert client.get("/api/v1/nothing?lang=fr").status_code == 404
    assert client.get("/?lang=fr").status_code == 200  # pages leave queries to others
    speak(store, "de")
    told = client.get("/api/v1/slas?lang=fr", headers={"Accept-Language": "de"}).get_json()
    assert told["errors"][0]["detail"] == "Eine Sprache „fr“ gibt es nicht."


def test_other_sites_may_read_and_never_write(client: Client) -> None:
    asked = {"Origin": "https://else.example", "Access-Control-Request-Headers": "If-None-Match"}
    told = client.options("/api/v1/incidents", headers=asked)
    assert told.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert told.headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    for path in ("/api/v1/checks", "/api/v1/incidents/x/updates", "/api/v1/changelog/drafts"):
        told = client.options(path, headers=asked)
        assert "Access-Control-Allow-Methods" not in told.headers
    refused = client.post("/api/v1/incidents", headers=asked)
    assert "Access-Control-Allow-Origin" not in refused.headers


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/api/v1/nothing", 404, None),
        ("GET", "/api/v1/incidents/nothing", 404, None),
        ("POST", "/api/v1/slas", 405, "GET, HEAD"),
        ("PUT", "/api/v1/incidents/x", 405, "GET, HEAD, OPTIONS, PATCH"),
        ("DELETE", "/api/v1/checks", 405, "OPTIONS, POST"),
        ("TRACE", "/api/v1/slas", 405, "GET, HEAD"),
        ("POST", "/api/v1/openapi.json", 405, "GET, HEAD"),
    ],
)
def test_whatever_is_not_there_is_a_problem(
    client: Client, method: str, path: str, status: int, allow: str | None
) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    there = answer.headers.get("Allow")
    assert (there and ", ".join(sorted(there.split(", ")))) == allow
