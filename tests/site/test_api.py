"""What the API gives to read: each document has its shape, and says what the pages say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.reports import NewReport, publish_report
from statuspage.cli import main
from statuspage.domain.desk.token import METRICS, SCOPES
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.site import catalogue
from statuspage.site.api import GUARDED, READINGS, WRITES
from statuspage.store import db
from tests.helpers.pages import rendered


def read(path: str) -> Any:
    return json.loads(rendered(path).body)


def openapi() -> Any:
    return read("/api/v1/openapi.json")


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.page.pattern)
def test_every_document_has_its_shape(store: Path, reading: Any) -> None:
    open_incident(
        "Slow", NewUpdate("Look.", components={"api": ComponentState.DEGRADED}), Actor("ada")
    )
    publish_report("2026-01", NewReport(), Actor("ada"))
    pages = [found for found in catalogue.all_pages() if found.page is reading.page]
    assert pages
    for found in pages:
        body = catalogue.render(found).body
        shown = reading.answer.model_validate_json(body)
        assert set(json.loads(body)) == set(shown.model_dump(by_alias=True))


def test_component_says_what_is_declared(store: Path) -> None:
    assert read("/api/v1/components/api")["state"] == "operational"
    open_incident(
        "Out", NewUpdate("L.", components={"api": ComponentState.MAJOR_OUTAGE}), Actor("ada")
    )
    shown = read("/api/v1/components/api")
    assert (shown["state"], shown["declared"], shown["measured"]) == (
        "major_outage",
        "major_outage",
        None,
    )
    assert shown["watched"] is False
    assert len(shown["days"]) == 90


def test_period_is_the_object_of_the_command(store: Path) -> None:
    with clock.standing_at(clock.now()):
        period = read("/api/v1/slas/api-availability")["current"]["period"]
        shown = read(f"/api/v1/slas/api-availability/periods/{period}")
        config = str(store / "config.toml")
        words = ["--config", config, "sla", "show", "api-availability", "--period", period]
        printed = CliRunner().invoke(main, [*words, "--json"])
    assert json.loads(printed.stdout) == shown
    assert list(json.loads(printed.stdout)) == list(shown)


def test_every_listed_period_can_be_asked_for(store: Path) -> None:
    periods = read("/api/v1/slas/api-availability")["periods"]
    assert periods
    for period in periods:
        assert read(f"/api/v1/slas/api-availability/periods/{period}")["period"] == period


def test_openapi_says_what_validates(store: Path) -> None:
    document = openapi()
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": "https://status.acme.example"}]
    check = document["components"]["schemas"]["Check"]
    assert check["additionalProperties"] is False
    assert check["required"] == ["probe", "at", "state"]
    assert check["properties"]["state"]["enum"] == ["up", "degraded", "down", "unknown"]
    for write in WRITES:
        operation = document["paths"][write.path][write.method.lower()]
        assert operation.get("x-required-scope") == write.scope
        assert ("requestBody" in operation) is bool(write.row or write.one)


def test_every_scope_opens_something() -> None:
    used = {one.scope for one in (*WRITES, *GUARDED)}
    assert used | {METRICS} >= {*SCOPES}


def test_every_reference_of_openapi_leads_somewhere(store: Path) -> None:
    document = openapi()
    text = json.dumps(document)
    named = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert named == set(document["components"]["schemas"])


def test_operations_have_names_of_their_own(store: Path) -> None:
    names = [
        operation["operationId"]
        for verbs in openapi()["paths"].values()
        for operation in verbs.values()
    ]
    assert len(set(names)) == len(names)


@pytest.fixture(autouse=True)
def _closed() -> Any:
    yield
    db.close_store()
