"""Locations from which nothing comes any more, and where that is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.measurements.results import record_samples
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.figures.silent import SilentLocation, silent_locations
from statuspage.health.health import Condition
from statuspage.health.locations import locations
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.settings import current_settings
from tests.helpers.pages import rendered
from tests.helpers.sites import a_probe, add_to_config

MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
HERE = '\n[network]\nlocation = "home"\n'


def report(*places: str, minute: float = 0, probe: str = "api-http") -> None:
    at = NOON + minute * MINUTE
    watched = Watched(probe, "api", Cadence(MINUTE, 2))
    with clock.standing_at(at):
        record_samples((watched, Sample(at, ProbeState.UP, location=one)) for one in places)


def silent(minute: float) -> list[SilentLocation]:
    now = NOON + minute * MINUTE
    with clock.standing_at(now), db.snapshot():
        return silent_locations(LIBRARY, current_settings(), now)


@pytest.fixture
def watched(store: Path) -> Path:
    with clock.standing_at(NOON):
        add_to_config(store, HERE, a_probe(locations=["home", "eu-1", "us-1"]))
    return store


def test_location_is_silent_when_its_last_word_speaks_no_more(watched: Path) -> None:
    report("eu-1", "us-1")
    report("us-1", minute=2)
    assert silent(3) == []
    assert silent(3.1) == [SilentLocation("eu-1", NOON, ("api-http",))]


def test_location_that_never_reported_is_silent_from_when_it_was_named(watched: Path) -> None:
    report("eu-1")
    assert silent(2) == []
    assert SilentLocation("us-1", None, ("api-http",)) in silent(4)


def test_own_place_is_not_among_them(watched: Path) -> None:
    assert [one.location for one in silent(60)] == ["eu-1", "us-1"]


def test_location_with_several_probes_names_those_it_is_silent_about(watched: Path) -> None:
    with clock.standing_at(NOON):
        add_to_config(watched, a_probe("api-other", locations=["eu-1"]))
    report("eu-1", "us-1", minute=8)
    report("eu-1", minute=1, probe="api-other")
    assert silent(9) == [SilentLocation("eu-1", NOON + MINUTE, ("api-other",))]


def test_pushed_location_that_no_settings_name_is_due_for_a_week(store: Path) -> None:
    with clock.standing_at(NOON):
        add_to_config(store, a_probe())
    report("", "eu-1")
    week = timedelta(days=7) / MINUTE
    assert [one.location for one in silent(10)] == ["eu-1"]
    with clock.standing_at(NOON + 10 * MINUTE):
        assert "No probe names eu-1 in its locations" in str(locations().text)
        assert "prober is running" not in str(locations().text)
    assert silent(week + 1) == []


def test_readers_and_monitors_are_told(watched: Path) -> None:
    report("eu-1")
    with clock.standing_at(NOON + 9 * MINUTE):
        with db.snapshot():
            page = rendered("/components/api").body.decode()
        health = locations()
    assert "No word from <bdi>eu-1</bdi> since" in page
    assert "No word from <bdi>us-1</bdi> yet." in page
    assert health.condition is Condition.LATE
    assert "No word from eu-1 since 2026-07-01 12:00 UTC about: api-http." in str(health.text)
    assert health.figures["locations_silent"] == 2


def test_all_is_well_while_they_report(watched: Path) -> None:
    report("eu-1", "us-1")
    with clock.standing_at(NOON + MINUTE):
        assert str(locations().text) == "Results come from: eu-1, us-1."
        with db.snapshot():
            page = rendered("/components/api").body.decode()
            document = json.loads(rendered("/api/v1/components/api").body)
    assert "No word from" not in page
    assert [one["location"] for one in document["probes"][0]["newest"]] == ["eu-1", "us-1"]
