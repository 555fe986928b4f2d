"""What was pulled is taken in once, however often it comes, and never into a published figure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.measurements.pulled import (
    ratio_standing_of,
    record_counted,
    record_pull,
    standing_of,
)
from statuspage.config import Probe
from statuspage.domain.measured.pulls import DuePull, Pull, PullStanding
from statuspage.domain.measured.ratios import Slice
from statuspage.domain.measured.samples import ProbeState, Sample
from statuspage.domain.vocabulary.spans import Span
from statuspage.store import db
from statuspage.store.measured import measurements, probes, pulls, ratios
from statuspage.store.published import topics
from statuspage.store.settings import current_settings
from tests.helpers.periods import freeze_all
from tests.helpers.sites import a_table, add_to_config, an_sla, change_config

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def site(store: Path) -> None:
    source = a_table("sources", id="prom", type="prometheus", url="http://127.0.0.1:1")
    with clock.standing_at(NOW):
        add_to_config(
            store,
            source + "since = 2026-09-01\n",
            a_table("sources.series", component="api", query="up"),
            a_table("sources.ratios", sla="requests", good="good", total="all"),
            an_sla("api-up", "availability", components=["api"], source="probes"),
            an_sla("requests", "ratio"),
        )


def the_probe() -> Probe:
    with db.snapshot():
        [probe] = current_settings().probes
    return probe


def standing(at: datetime = NOW) -> PullStanding:
    with db.snapshot():
        return standing_of(current_settings(), the_probe(), at)


def take(start: datetime, minutes: int, *, is_final: bool = False) -> None:
    samples = [Sample(start + n * MINUTE, ProbeState.UP) for n in range(1, minutes + 1)]
    due = DuePull(Span(start, start + minutes * MINUTE), is_final)
    pull = Pull("prom-api", due.span.start, due.span.end, NOW, "up >= 1", minutes, b"\0" * 32)
    with clock.standing_at(NOW):
        after = standing().after(due, NOW, samples[-1].at)
        record_pull(the_probe(), samples, pull, after)


def test_series_is_a_probe_whose_versions_say_what_was_asked(store: Path) -> None:
    probe = the_probe()
    assert (probe.id, probe.type, probe.source) == ("prom-api", "prometheus", "prom")
    with db.snapshot():
        [version] = probes.versions(["prom-api"])["prom-api"]
        assert (version.source, version.query) == ("prom", "up >= 1")
        assert not current_settings().checked_here
    with clock.standing_at(NOW + MINUTE):
        change_config(store, '"up"', '"ready"')
    with db.snapshot():
        assert [one.query for one in probes.versions(["prom-api"])["prom-api"]] == [
            "up >= 1",
            "ready >= 1",
        ]


def test_what_comes_again_is_not_taken_again() -> None:
    start = NOW - timedelta(hours=3)
    take(start, 30)
    generation = topics.versions(["component:api"])
    take(start + 10 * MINUTE, 20)
    assert topics.versions(["component:api"]) == generation
    take(start + 20 * MINUTE, 30)
    with db.snapshot():
        [series] = measurements.series_on(["api"])["api"]
        samples = measurements.samples_between(series.number, start, NOW)
        assert len(samples) == 50
    assert standing().reached == start + 50 * MINUTE


def test_final_pull_takes_the_place_of_those_of_its_time() -> None:
    start = NOW - timedelta(hours=3)
    take(start, 30)
    take(start + 20 * MINUTE, 20)
    take(start, 40, is_final=True)
    take(start + 40 * MINUTE, 10)
    with db.snapshot():
        kept = pulls.settled_between(["prom-api"], start, NOW)["prom-api"]
    assert [(one.start, one.points) for one in kept] == [(start, 40)]
    assert standing().settled == start + 40 * MINUTE


def test_catching_up_begins_where_no_figure_is_published_yet() -> None:
    wanted = datetime(2026, 8, 31, 23, tzinfo=UTC)  # midnight in London
    assert standing().settled == wanted
    take(wanted, 1)
    freeze_all(datetime(2026, 10, 20, tzinfo=UTC))
    assert standing().settled == datetime(2026, 9, 30, 23, tzinfo=UTC)
    assert standing().since == wanted


def test_counted_slices_take_the_place_of_those_of_their_time() -> None:
    start, five = NOW - timedelta(hours=3), timedelta(minutes=5)

    def count(*rows: tuple[int, int, int]) -> None:
        found = [
            Slice(Span(start + first * MINUTE, start + last * MINUTE), total - 1, total)
            for first, last, total in rows
        ]
        pull = Pull("prom/requests", start, start + 2 * five, NOW, "good / all", 9, b"\0" * 32)
        with db.snapshot():
            [source] = current_settings().sources
            before = ratio_standing_of(source, source.ratios[0], NOW)
        due = DuePull(Span(pull.start, pull.end), is_final=False)
        with clock.standing_at(NOW):
            record_counted("requests", found, pull, before.after(due, NOW, pull.end), NOW)

    count((0, 3, 10), (5, 10, 20))
    count((0, 5, 12), (5, 10, 20))  # what came late fills a gap
    with db.snapshot():
        kept = ratios.starting_between("requests", start, NOW)
        assert pulls.standings()["prom/requests"].reached == start + 2 * five
    assert [one.total for one in kept] == [12, 20]
