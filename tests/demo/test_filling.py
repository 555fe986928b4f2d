"""The demo site: a page that is alive, made twice without a duplicate."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from statuspage import clock
from statuspage.actions.sync import sync
from statuspage.domain.measured.satisfaction import Survey
from statuspage.domain.promises.promise import PromiseState, next_update_promises
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.measured import cases, measurements, ratings, ratios
from statuspage.store.published import components
from tests.demo.filling import fill_demo, fill_year, served_at

CONFIG = Path(__file__).parents[1] / "data" / "demo" / "config.toml"
NOW = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[None]:
    db.open_store(tmp_path / "statuspage.db", create=True)
    db.migrate()
    report = sync(CONFIG, {})
    assert not report.problems
    fill_demo(NOW)
    yield
    db.close_store()


def test_demo_has_an_open_incident_with_an_owner_and_a_promise(demo: None) -> None:
    found = next(entry for entry in incidents.open_ones() if entry.kind is Kind.INCIDENT)
    assert found.owner
    assert found.started_at == NOW - timedelta(minutes=40)
    assert found.next_due == NOW + timedelta(minutes=20)
    assert [promise.state(NOW) for promise in next_update_promises(found)] == [
        PromiseState.KEPT,
        PromiseState.OPEN,
    ]


def test_demo_has_a_resolved_incident_and_maintenance_past_and_to_come(demo: None) -> None:
    states = {entry.status: entry for entry in incidents.newest(10)}
    ended = {Status.RESOLVED, Status.COMPLETED}
    assert states.keys() == {Status.IDENTIFIED, Status.SCHEDULED, *ended}
    assert not states[Status.RESOLVED].is_added_afterwards
    planned = states[Status.SCHEDULED].scheduled_for
    assert planned is not None
    assert planned > NOW


def test_demo_says_in_each_title_that_it_is_one(demo: None) -> None:
    assert all(entry.title.startswith("Demo: ") for entry in incidents.newest(10))


def test_demo_filled_again_duplicates_nothing(demo: None) -> None:
    fill_demo(NOW + timedelta(days=30))
    assert len(incidents.all_keys()) == 4


def test_measurements_end_with_yesterday_and_are_not_made_twice(demo: None) -> None:
    with clock.standing_at(NOW):
        fill_year(NOW, 3)
        taken = counted()
        fill_year(NOW + timedelta(days=2), 3)
    assert counted() == taken
    assert all(taken)
    midnight = NOW.replace(hour=0, minute=0)
    for series in measurements.series_on(["actions"]):
        last = measurements.runs_between(series.number, midnight - timedelta(days=9), NOW)[-1]
        assert midnight - timedelta(hours=1) < last.end <= midnight + timedelta(minutes=13)


def counted() -> list[int]:
    """How much is known of checks, cases, ratings and ratios."""
    start = NOW - timedelta(days=9)
    runs = [
        len(measurements.runs_between(series.number, start, NOW))
        for series in measurements.series_on(["actions"])
    ]
    known = cases.running_since(start, NOW), ratios.starting_between("webhook-calm", start, NOW)
    return [*runs, *map(len, known), sum(ratings.counts(Survey.CSAT, start, NOW))]


def test_address_of_the_demo_is_the_one_it_is_served_at() -> None:
    text = CONFIG.read_text("utf-8")
    served = tomllib.loads(served_at(text, "http://127.0.0.1:9123"))
    assert served["site"]["url"] == "http://127.0.0.1:9123"
    assert {urlsplit(probe["url"]).port for probe in served["probes"]} == {9123}


def test_demo_lists_every_component_of_the_real_history(demo: None) -> None:
    assert {component.name for component in components.listed()} == {
        *("Actions", "API Requests", "Codespaces", "Copilot", "Copilot AI Model Providers"),
        *("Git Operations", "Issues", "Packages", "Pages", "Pull Requests", "Visit www"),
        "Webhooks",
    }
