"""Series that nobody sees: filled in the dark, shown by one small write, dropped step by step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from statuspage.domain.measured.samples import ProbeState, Sample, StateRun
from statuspage.store import db
from statuspage.store.measured import measurements, unseen
from statuspage.store.tables.measured import ProbeRun, ProbeSample, Series

START = datetime(2026, 7, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("store")


def filled(probe: str, location: str, state: ProbeState) -> int:
    number = unseen.make(probe, location)
    measurements.put_runs(number, [StateRun(state, START, START + MINUTE)])
    measurements.put_samples(number, [Sample(START, state)])
    return number


def test_unseen_series_is_found_by_nothing_until_it_is_shown() -> None:
    with db.transaction():
        number = filled("job", "eu-1", ProbeState.UP)
        assert measurements.series_known("job", "eu-1") is None
        assert measurements.series_on(["api"]) == {"api": []}
        unseen.show(number, "job", "eu-1", "api")
    with db.snapshot():
        [found] = measurements.series_on(["api"])["api"]
        assert (found.number, found.probe, found.location) == (number, "job", "eu-1")


def test_series_that_is_replaced_is_seen_no_more() -> None:
    with db.transaction():
        for state in (ProbeState.UP, ProbeState.DOWN):
            unseen.show(filled("job", "", state), "job", "", "api")
    with db.snapshot():
        [found] = measurements.series_on(["api"])["api"]
        [run] = measurements.runs_between(found.number, START, START + MINUTE)
        assert run.state is ProbeState.DOWN


def test_dropping_takes_away_all_that_is_unseen_and_nothing_else() -> None:
    with db.transaction():
        kept = filled("job", "", ProbeState.UP)
        unseen.show(kept, "job", "", "api")
        for location in ("eu-1", "us-1"):
            filled("job", location, ProbeState.DOWN)
        assert len([*unseen.drop()]) == 4
        for table in (ProbeRun, ProbeSample):
            assert [row.series_id for row in table.select()] == [kept]
        assert [row.id for row in Series.select()] == [kept]


def test_dropping_and_copying_go_through_all_rows_once_in_short_steps() -> None:
    runs = [
        StateRun(ProbeState.UP, START + MINUTE * n, START + MINUTE * (n + 1)) for n in range(12_000)
    ]
    with db.transaction():
        known, number = measurements.series("job", "", "api").number, unseen.make("job", "")
        measurements.put_runs(known, runs)
        assert len([*unseen.copy(known, number, runs[-1].start, None)]) == 3
        assert ProbeRun.select().where(ProbeRun.series == number).count() == 11_999
        assert len([*unseen.drop()]) == 3
        assert ProbeRun.select().count() == 12_000
