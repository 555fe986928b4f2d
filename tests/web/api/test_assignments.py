"""What a location is to check: who may read it, and that no secret is in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from statuspage.actions.staff.tokens import create_token
from statuspage.web.app import create_app
from tests.helpers.sites import a_probe, add_to_config

PLACES = ["home", "eu-1", "größe 2/b"]
PROBES = (
    '\n[network]\nconnectivity = ["https://one.example"]\nlocation = "home"\n'
    + a_probe(locations=PLACES, on_failure="draft", timeout="5s", quorum=1, body="ping")
    + "headers = { X-Key = 'env:API_KEY', Accept = 'text/html' }\n"
    + a_probe("search-http", "search", locations=["us-1"])
    + a_probe("here", "docs")
    + a_probe("job", "docs", type="heartbeat", locations=["eu-1"])
)


@pytest.fixture
def client(store: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("API_KEY", "a-secret")
    add_to_config(store, PROBES)
    return Client(create_app())


def read(client: Client, location: str | None, **headers: str) -> TestResponse:
    token = create_token("eyes", ["measurements"], [])
    query = {} if location is None else {"location": location}
    asked = {"Authorization": f"Bearer {token}", **headers}
    return client.get("/api/v1/probes", query_string=query, headers=asked)


def test_location_reads_what_it_is_to_check_without_any_secret(client: Client) -> None:
    answer = read(client, "eu-1")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.get_json()
    assert (told["location"], told["connectivity"]) == ("eu-1", ["https://one.example"])
    [probe] = told["probes"]
    assert probe["headers"] == {"X-Key": "env:API_KEY", "Accept": "text/html"}
    assert (probe["id"], probe["timeout"], probe["body"]) == ("api-http", "5s", "ping")
    assert not {"on_failure", "quorum", "locations"} & probe.keys()
    assert "a-secret" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_location_of_any_letters_is_known(client: Client) -> None:
    assert read(client, "größe 2/b").get_json()["location"] == "größe 2/b"


def test_who_has_it_already_gets_nothing_again(client: Client, store: Path) -> None:
    etag = read(client, "eu-1").headers["ETag"]
    token = create_token("again", ["measurements"], [])
    headers = {"Authorization": f"Bearer {token}", "If-None-Match": etag}
    again = client.get("/api/v1/probes?location=eu-1", headers=headers)
    assert (again.status_code, again.data) == (304, b"")
    config = store / "config.toml"
    config.write_text(config.read_text("utf-8").replace('"5s"', '"6s"'), "utf-8")
    add_to_config(store, "")
    assert client.get("/api/v1/probes?location=eu-1", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("location", "status", "why"),
    [
        ("us-2", 404, 'did you mean "us-1"?'),
        ("mars", 404, "known here: eu-1, größe 2/b, us-1"),
        (None, 404, "known here: eu-1"),
        ("home", 409, "is where the server itself checks"),
    ],
)
def test_unknown_location_is_told_which_there_are(
    client: Client, location: str | None, status: int, why: str
) -> None:
    answer = read(client, location)
    assert answer.status_code == status
    assert why in json.loads(answer.text)["detail"] + answer.text


def test_it_needs_a_token_for_measurements(client: Client) -> None:
    address = "/api/v1/probes?location=eu-1"
    assert client.get(address).status_code == 401
    token = create_token("other", ["cases"], [])
    assert client.get(address, headers={"Authorization": f"Bearer {token}"}).status_code == 403
