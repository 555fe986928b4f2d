"""Failures and repairs on pages, figures of groups, and what else holds a component."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.measurements.results import record_samples
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store.tables.site import Component
from tests.helpers.pages import rendered, words_of
from tests.helpers.sites import a_probe, add_to_config

ADA = Actor("ada")
MINUTE = timedelta(minutes=1)
START = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
NOW = START + timedelta(days=10)
MAJOR = ComponentState.MAJOR_OUTAGE


@pytest.fixture(autouse=True)
def site(store: Path) -> Path:
    """A site whose components were listed ten days ago."""
    Component.update({Component.added_at: START}).execute()
    return store


def happened(
    after: timedelta,
    length: timedelta,
    state: ComponentState = MAJOR,
    component: str = "api",
    word: timedelta = timedelta(),
) -> None:
    """An incident that began so long after the start; `word` is how much later we spoke."""
    begin = START + after
    with clock.standing_at(begin + word):
        said = NewUpdate("It is down.", components={component: state}, impact_from=begin)
        key = open_incident("Down", said, ADA).key
    with clock.standing_at(begin + max(length, word) + MINUTE):
        over = NewUpdate("Over.", status=Status.RESOLVED, impact_until=begin + length)
        post_update(key, over, ADA)


def words(path: str, now: datetime = NOW) -> str:
    return words_of(rendered(path, now))


def test_page_without_failures_says_over_how_many_days() -> None:
    assert "No failures in 10 days." in words("/components/api")
    assert "No failures in 10 days." in words("/sla/api-availability")


def test_page_lists_a_few_failures_and_how_soon_we_spoke() -> None:
    happened(timedelta(days=1), 40 * MINUTE, word=4 * MINUTE)
    happened(timedelta(days=2), 6 * MINUTE, word=10 * MINUTE)
    for path in ("/components/api", "/sla/api-availability"):
        shown = words(path)
        assert "2 failures in 10 days." in shown
        assert "Repaired after the start of the impact: after 6 min, 40 min." in shown
        assert "First notice after the start of the impact: after 4 min, 10 min." in shown
    assert "No failures" in words("/components/docs")


def test_slowness_is_no_failure() -> None:
    happened(timedelta(days=1), 40 * MINUTE, ComponentState.DEGRADED)
    assert "No failures in 10 days." in words("/components/api")


def test_outage_that_is_measured_and_told_is_one_failure(site: Path) -> None:
    add_to_config(site, a_probe())
    watched = Watched("api-http", "api", Cadence(MINUTE))
    states = [
        ProbeState.DOWN if 60 <= m < 80 or 200 <= m < 230 else ProbeState.UP for m in range(1500)
    ]
    samples = [(watched, Sample(START + m * MINUTE, state)) for m, state in enumerate(states)]
    with clock.standing_at(START + 1500 * MINUTE):
        record_samples(samples)
    happened(65 * MINUTE, 10 * MINUTE, word=5 * MINUTE)
    shown = words("/components/api", START + 1500 * MINUTE)
    assert "2 failures in 1 day." in shown
    assert "after 20 min, 30 min." in shown
    assert "Never announced by us: 1." in shown


def test_group_shows_its_mean_and_its_worst_on_the_first_page_and_in_the_api() -> None:
    happened(timedelta(days=1), timedelta(hours=24))
    shown = words("/")
    assert "95.00% worst 90.00%" in shown
    groups = json.loads(rendered("/api/v1/components", NOW).body)["groups"]
    assert [(group["id"], group["mean"], group["worst"]) for group in groups] == [
        (None, None, None),
        ("platform", "95.00%", "90.00%"),
    ]
    assert [one["id"] for one in groups[1]["components"]] == ["api", "search"]


def test_incident_page_shows_what_another_incident_still_holds() -> None:
    with clock.standing_at(NOW - 10 * MINUTE):
        open_incident("Down", NewUpdate("Look.", components={"api": MAJOR}), ADA)
    with clock.standing_at(NOW - 5 * MINUTE):
        calm = {"api": ComponentState.OPERATIONAL}
        other = open_incident("Mail is late", NewUpdate("Look.", components=calm), ADA)
    for path in (other.path, "/"):
        assert "API: major outage this alone: operational" in words(path)
