"""The demo site: a page that is alive, made twice without a duplicate."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.sync import sync
from statuspage.domain.measured.satisfaction import Survey
from statuspage.domain.promises.promise import PromiseState, next_update_promises
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.measured import cases, measurements, ratings, ratios
from statuspage.store.published import components, tallies
from tests.demo.filling import fill_demo, served_at, write_files
from tests.demo.measuring import fill_year

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
    assert found.next_due == NOW + timedelta(minutes=42)
    assert [promise.state(NOW) for promise in next_update_promises(found)] == [
        PromiseState.KEPT,
        PromiseState.OPEN,
    ]


def test_demo_has_incidents_that_are_over_and_maintenance_past_and_to_come(demo: None) -> None:
    states = {entry.status: entry for entry in incidents.newest(20)}
    ended = {Status.RESOLVED, Status.POSTMORTEM, Status.COMPLETED}
    assert states.keys() == {Status.IDENTIFIED, Status.SCHEDULED, *ended}
    assert not states[Status.RESOLVED].is_added_afterwards
    planned = states[Status.SCHEDULED].scheduled_for
    assert planned is not None
    assert planned > NOW


def test_demo_says_in_each_title_that_it_is_one(demo: None) -> None:
    assert all(entry.title.startswith("Demo: ") for entry in incidents.newest(10))


def test_demo_filled_again_duplicates_nothing(demo: None) -> None:
    fill_demo(NOW + timedelta(days=30))
    assert len(incidents.all_keys()) == 8


def test_demo_has_answers_of_readers(demo: None) -> None:
    told = {kind: tallies.all_of(kind) for kind in ("csat", "nps", "true", "told", "affected")}
    assert all(told.values())
    assert tallies.all_of("csat")["customers"].total == 71


def test_measurements_end_now_and_go_on_from_there_without_a_gap(demo: None) -> None:
    later = NOW + timedelta(hours=7)
    for now in (NOW, later):
        with clock.standing_at(now):
            fill_year(now, 3)
            taken = counted()
            fill_year(now, 3)
            assert counted() == taken
            assert all(taken)
        watching = measurements.series_on(["actions", "pages"])
        for series in (one for some in watching.values() for one in some):
            runs = measurements.runs_between(series.number, now - timedelta(days=2), now)
            assert all(one.end == two.start for one, two in pairwise(runs))
            assert runs[-1].end >= now


def counted() -> list[int]:
    """How much is known of checks, cases, ratings and ratios."""
    start = NOW - timedelta(days=9)
    runs = [
        len(measurements.runs_between(series.number, start, NOW))
        for series in measurements.series_on(["actions"])["actions"]
    ]
    known = cases.running_since(start, NOW), ratios.starting_between("webhook-calm", start, NOW)
    return [*runs, *map(len, known), sum(ratings.counts(Survey.CSAT, start, NOW))]


def test_address_of_the_demo_is_the_one_it_is_served_at() -> None:
    text = CONFIG.read_text("utf-8")
    served = tomllib.loads(served_at(text, "http://127.0.0.1:9123"))
    assert served["site"]["url"] == "http://127.0.0.1:9123"


def test_dates_of_the_demo_move_with_today_and_stay_in_a_demo_that_is_there(
    tmp_path: Path,
) -> None:
    write_files(tmp_path, date(2027, 3, 8))
    entries = sorted(file.name for file in (tmp_path / "content" / "changelog").iterdir())
    assert entries[-1].startswith("2027-02-17")
    write_files(tmp_path, date(2027, 3, 20))
    assert entries == sorted(file.name for file in (tmp_path / "content" / "changelog").iterdir())
    words = (tmp_path / "content" / "outcomes" / "errors-first.md").read_text("utf-8")
    assert "2026-12-23-build-logs" in words
    assert (tmp_path / "content" / "changelog" / "2026-12-23-build-logs.md").exists()


def test_demo_lists_every_component_of_the_real_history(demo: None) -> None:
    assert {component.name for component in components.listed()} == {
        *("Actions", "API Requests", "Codespaces", "Copilot", "Copilot AI Model Providers"),
        *("Git Operations", "Issues", "Packages", "Pages", "Pull Requests", "Visit www"),
        "Webhooks",
    }
