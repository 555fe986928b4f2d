"""`min_run`: outages that are shorter do not count, each as long as it was known to be."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.freezing import Closed, freeze
from statuspage.actions.measurements.results import record_samples
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.promises.figure import Figure
from statuspage.domain.vocabulary.window import parse_period
from statuspage.figures.measure import measure, zone_of
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.measured import slas
from statuspage.store.settings import current_settings
from tests.helpers.pages import rendered
from tests.helpers.sites import a_probe, add_to_config, an_sla, change_config

AUGUST = datetime(2026, 8, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
AFTER = datetime(2026, 8, 20, tzinfo=UTC)
UP, DOWN = ProbeState.UP, ProbeState.DOWN


@pytest.fixture(autouse=True)
def site(store: Path) -> None:
    with clock.standing_at(AUGUST - timedelta(days=2)):
        promise = an_sla("sure", "availability", components=["api"], min_run="5m", timezone="UTC")
        add_to_config(store, a_probe(), a_probe("other"), promise)


def record(probe: str, states: dict[int, ProbeState]) -> None:
    """By the minute from the beginning of August on; minutes before it are negative."""
    watched = Watched(probe, "api", Cadence(MINUTE, 2))
    samples = [Sample(AUGUST + minute * MINUTE, state) for minute, state in states.items()]
    with clock.standing_at(AUGUST + 200 * MINUTE):
        record_samples((watched, sample) for sample in samples)


def calm(start: int = -60, end: int = 120) -> dict[int, ProbeState]:
    return dict.fromkeys(range(start, end), UP)


def figure(name: str) -> Figure:
    with clock.standing_at(AFTER), db.snapshot():
        versions = slas.versions("sure")
        zone = zone_of(versions[0].promised, current_settings().site.timezone)
        return measure(LIBRARY, versions, parse_period(name, zone, AFTER), AFTER)


def test_short_outage_does_not_count_and_a_longer_one_does_whole() -> None:
    record(
        "api-http", calm() | dict.fromkeys([10, 11, 12], DOWN) | dict.fromkeys(range(20, 26), DOWN)
    )
    record("other", calm())
    assert figure("2026-08").counts.bad == 6 * 60


def test_outage_across_the_edge_of_a_period_is_as_long_as_it_was() -> None:
    record("api-http", calm() | dict.fromkeys(range(-3, 3), DOWN))
    record("other", calm())
    assert [figure(name).counts.bad for name in ("2026-07", "2026-08")] == [180, 180]


def test_length_is_that_of_the_component_and_not_of_one_probe() -> None:
    record("api-http", calm() | dict.fromkeys([10, 11, 12], DOWN))
    record("other", calm() | dict.fromkeys([12, 13, 14], DOWN))
    assert figure("2026-08").counts.bad == 300


def test_run_that_unknown_time_cuts_keeps_its_own_length() -> None:
    gap = {minute: state for minute, state in calm().items() if not 14 <= minute < 17}
    for probe in ("api-http", "other"):
        record(probe, gap | dict.fromkeys([10, 11, 12, 13, 17, 18, 19, 20], DOWN))
    counts = figure("2026-08").counts
    # 10:00 to 15:30 is long enough; the rest, from 17:00 on, is not.
    assert counts.bad == 330


def test_rule_says_so_wherever_the_figure_stands() -> None:
    record("api-http", calm())
    for path in ("/sla/sure", "/sla/sure/2026-08", "/sla/sure/2026-08.json"):
        text = rendered(path, AFTER).body.decode()
        assert "measured outages shorter than 5 min do not count" in text


def test_csv_lists_what_was_not_confirmed() -> None:
    record("api-http", calm() | {30: DOWN})
    record("other", calm())
    table = csv.DictReader(io.StringIO(rendered("/sla/sure/2026-08.csv", AFTER).body.decode()))
    [listed] = [row for row in table if row["kind"] == "unconfirmed"]
    assert (listed["from"], listed["to"]) == ("2026-08-01T00:30:00Z", "2026-08-01T00:31:00Z")
    assert figure("2026-08").counts.bad == 0


def test_what_was_not_confirmed_and_what_can_go_unseen_stand_beside_the_figure() -> None:
    record("api-http", calm() | {-30: DOWN, 30: DOWN, 40: DOWN, 50: DOWN, 51: DOWN})
    record("other", calm() | {70: DOWN})
    told = json.loads(rendered("/sla/sure/2026-08.json", AFTER).body)
    assert (told["unconfirmed"], told["can_miss_seconds"]) == (3, 120)
    listed = rendered("/sla/sure/2026-08.csv", AFTER).body.decode().count("unconfirmed,")
    assert listed == told["unconfirmed"]


def test_frozen_figure_keeps_what_could_go_unseen_then(store: Path) -> None:
    record("api-http", calm() | {30: DOWN})
    with clock.standing_at(AFTER + timedelta(days=30)):
        freeze(Closed("sure", "2026-08"))
        change_config(store, 'id = "api-http"', 'id = "api-http"\ninterval = "10m"')
    told = json.loads(rendered("/sla/sure/2026-08.json", AFTER + timedelta(days=31)).body)
    assert (told["unconfirmed"], told["can_miss_seconds"]) == (1, 120)
