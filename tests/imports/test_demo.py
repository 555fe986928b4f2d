"""The demo site: a page that is alive, made twice without a duplicate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage.actions.sync import sync
from statuspage.domain.promise import PromiseState, next_update_promises
from statuspage.domain.states import Kind, Status
from statuspage.imports.demo import fill_demo
from statuspage.store import components, db, incidents

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


def test_demo_has_a_resolved_incident_and_a_maintenance_to_come(demo: None) -> None:
    states = {entry.status: entry for entry in incidents.newest(10)}
    assert states.keys() == {Status.IDENTIFIED, Status.RESOLVED, Status.SCHEDULED}
    assert not states[Status.RESOLVED].is_added_afterwards
    planned = states[Status.SCHEDULED].scheduled_for
    assert planned is not None
    assert planned > NOW


def test_demo_says_in_each_title_that_it_is_one(demo: None) -> None:
    assert all(entry.title.startswith("Demo: ") for entry in incidents.newest(10))


def test_demo_filled_again_duplicates_nothing(demo: None) -> None:
    fill_demo(NOW + timedelta(days=30))
    assert len(incidents.all_keys()) == 3


def test_demo_lists_every_component_of_the_real_history(demo: None) -> None:
    assert {component.name for component in components.listed()} == {
        *("Actions", "API Requests", "Codespaces", "Copilot", "Copilot AI Model Providers"),
        *("Git Operations", "Issues", "Packages", "Pages", "Pull Requests", "Visit www"),
        "Webhooks",
    }
