"""Beside a figure stands where its measurements come from, and the fingerprints of the answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.domain.measured.pulls import Pull, PullStanding
from statuspage.said import said
from statuspage.store import db
from statuspage.store.measured import pulls
from tests.helpers.pages import rendered, words_of
from tests.helpers.sites import a_table, add_to_config, an_sla

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
START = datetime(2026, 11, 1, tzinfo=UTC)


def with_source(folder: Path) -> None:
    """A site that rests on a Prometheus: one day of it is kept for good, the newest try failed."""
    source = a_table("sources", id="prom", type="prometheus", url="http://127.0.0.1:1")
    with clock.standing_at(NOW - 3 * DAY):
        add_to_config(
            folder,
            source,
            a_table("sources.series", component="api", query='probe_success{job="api"}'),
            a_table("sources.ratios", sla="requests", good="good", total="all"),
            an_sla("api-up", "availability", components=["api"], source="probes"),
            an_sla("requests", "ratio"),
        )
    with db.transaction():
        for start, end in ((START, START + DAY), (START + DAY, NOW)):
            query = 'probe_success{job="api"} >= 1'
            pulls.keep(Pull("prom-api", start, end, NOW, query, 1440, b"\xab" * 32))
        well = PullStanding("prom-api", START, START + DAY, NOW, NOW, NOW)
        pulls.keep_standing(well.failed(said("It is closed."), NOW - DAY))


@pytest.fixture(autouse=True)
def site(store: Path) -> None:
    with_source(store)


def seen(path: str) -> str:
    return words_of(rendered(path, NOW))


def test_period_says_who_measured_and_by_what() -> None:
    found = seen("/sla/api-up/2026-11")
    assert "prom measures API by this query:" in found
    assert 'probe_success{job="api"} >= 1' in found
    assert "1 answer is kept with its fingerprint." in found
    assert "prom counts the events by this query: good / all" in seen("/sla/requests/2026-11")
    assert "by this query" not in seen("/sla/api-availability/2026-11")


def test_fingerprints_are_those_of_what_was_asked_for_good() -> None:
    found = json.loads(rendered("/sla/api-up/2026-11/pulls.json", NOW).body)
    [series] = found["series"]
    assert (series["id"], series["source"], series["component"]) == ("prom-api", "prom", "api")
    assert series["pulls"] == [
        {
            "from": "2026-11-01T00:00:00Z",
            "to": "2026-11-02T00:00:00Z",
            "asked_at": "2026-11-02T12:00:00Z",
            "query": 'probe_success{job="api"} >= 1',
            "points": 1440,
            "sha256": "ab" * 32,
        }
    ]


def test_figure_keeps_who_measured_it() -> None:
    found = json.loads(rendered("/sla/api-up/2026-11.json", NOW).body)
    assert found["measured_by"] == ['prom: probe_success{job="api"} >= 1']


def test_component_says_it_with_each_change_of_what_is_asked() -> None:
    assert "measured by prom, asked probe_success" in seen("/components/api")
