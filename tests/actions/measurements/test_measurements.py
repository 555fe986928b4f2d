"""Recording probe results: in order, late, doubled, from the future; runs always as if at once."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from statuspage import clock
from statuspage.actions.measurements.results import pack_old_samples, record_samples
from statuspage.actions.sync import sync
from statuspage.domain.measured.folding import fold
from statuspage.domain.measured.hours import Hour, Verdicts, roll_up
from statuspage.domain.measured.pace import fold_at_pace, measured
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import (
    Cadence,
    Fold,
    ProbeState,
    Sample,
    StateRun,
    merged,
)
from statuspage.errors import InvalidInput
from statuspage.store import db
from statuspage.store.measured import hours, measurements
from statuspage.store.published import topics
from statuspage.store.tables.measured import ProbeDay, ProbeHour, ProbeRun, ProbeSample, Series
from tests.helpers.sites import a_probe, add_to_config, an_sla

MINUTE = timedelta(minutes=1)
START = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
WATCHED = Watched("api-http", "api", Cadence(MINUTE, 2))
DAY = timedelta(days=1)
UP, DOWN, DEGRADED = ProbeState.UP, ProbeState.DOWN, ProbeState.DEGRADED

LATENCY = an_sla("api-latency", "latency", components=["api"], under="100ms")

pytestmark = pytest.mark.usefixtures("store")


def sample(minute: int, state: ProbeState = UP, location: str = "") -> Sample:
    return Sample(START + minute * MINUTE, state, 100, location)


def record(*samples: Sample, at: datetime = START + timedelta(hours=2)) -> None:
    with clock.standing_at(at):
        record_samples([(WATCHED, one) for one in samples])


def runs(location: str = "") -> list[StateRun]:
    with db.snapshot():
        [chosen] = [s for s in measurements.series_on(["api"])["api"] if s.location == location]
        return measurements.runs_between(
            chosen.number, START - timedelta(days=1), START + timedelta(days=30)
        )


def kept_hours() -> list[Hour]:
    with db.snapshot():
        [chosen] = measurements.series_on(["api"])["api"]
        return hours.between(chosen.number, START, START + timedelta(days=1))


def kept_samples() -> list[Sample]:
    with db.snapshot():
        [chosen] = measurements.series_on(["api"])["api"]
        return measurements.samples_between(chosen.number, START - DAY, START + 30 * DAY)


def pack() -> int:
    with clock.standing_at(START + 20 * DAY):
        return pack_old_samples(14 * DAY)


def at_once(samples: list[Sample]) -> list[StateRun]:
    closed, state = fold(Fold(), samples, WATCHED.cadence)
    return [*closed, *state.tail]


def test_confirmed_failure_is_dated_back_to_its_first_sample() -> None:
    for minute, state in enumerate([UP, UP, DOWN, DOWN, UP]):
        record(sample(minute, state))
    down = [run for run in runs() if run.counted is DOWN]
    assert [(run.start, run.end) for run in down] == [(START + 2 * MINUTE, START + 4 * MINUTE)]


def test_locations_are_kept_apart() -> None:
    record(sample(0, UP, "eu-1"), sample(0, DOWN, "us-1"), sample(1, DOWN, "us-1"))
    assert [run.state for run in runs("eu-1")] == [UP]
    assert [run.state for run in runs("us-1")] == [DOWN]


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    states=some.lists(some.sampled_from([UP, UP, DOWN, DEGRADED]), min_size=1, max_size=14),
    seed=some.integers(0, 1000),
    pieces=some.integers(1, 5),
)
def test_runs_are_the_same_in_whatever_order_and_pieces_samples_come(
    states: list[ProbeState], seed: int, pieces: int
) -> None:
    with db.transaction():
        for table in (ProbeSample, ProbeDay, ProbeRun, ProbeHour, Series):
            table.delete().execute()
    samples = [sample(minute, state) for minute, state in enumerate(states)]
    shuffled = samples * 2
    random.Random(seed).shuffle(shuffled)
    for piece in range(pieces):
        if chosen := shuffled[piece::pieces]:
            record(*chosen)
    assert runs() == at_once(samples)
    assert kept_hours() == roll_up(samples, [])


def test_late_samples_land_in_their_hour() -> None:
    record(sample(0), sample(70), sample(120))
    record(sample(65, DEGRADED), at=START + timedelta(hours=3))
    assert [(hour.start, hour.up, hour.degraded) for hour in kept_hours()] == [
        (START, 1, 0),
        (START + timedelta(hours=1), 1, 1),
        (START + timedelta(hours=2), 1, 0),
    ]


def test_late_sample_is_added_to_an_hour_whose_raw_ones_are_packed() -> None:
    early = [sample(minute) for minute in range(0, 50, 10)]
    record(*early, sample(70))
    pack()
    late = [sample(55), sample(20, DOWN), sample(21, DOWN), sample(30)]
    record(*late, at=START + 20 * DAY)
    samples = merged([*early, *late, sample(70)])
    assert kept_hours() == roll_up(samples, [])
    assert runs() == at_once(samples)


def test_limit_of_a_latency_promise_is_counted_exactly(store: Path) -> None:
    add_to_config(store, LATENCY)
    record(sample(0), Sample(START + MINUTE, UP, 101), Sample(START + 2 * MINUTE, DOWN))
    [hour] = kept_hours()
    assert hour.within == {100: 1}
    with db.snapshot():
        [series] = measurements.series_on(["api"])["api"]
        end = START + timedelta(hours=1)
        assert hours.verdicts(series.number, START, end, 100) == Verdicts(1, 1, 0)


def test_topic_rises_only_when_a_displayed_fact_changes() -> None:
    def version() -> int:
        with db.snapshot():
            return topics.versions(["measurements"]).get("measurements", 0)

    record(sample(0))
    first = version()
    record(sample(1))
    assert version() == first
    record(sample(2, DEGRADED))
    assert version() > first
    record(sample(3, DEGRADED))  # which confirms the one before
    second = version()
    record(sample(4, DEGRADED))
    assert version() == second
    # Pages that show hours so long past are not made by the minute.
    record(sample(5, DEGRADED), at=START + timedelta(hours=3))
    assert version() > second


def test_sample_from_the_future_is_refused_and_nothing_of_its_batch_is_kept() -> None:
    with pytest.raises(InvalidInput, match="in the future"):
        record(sample(0), sample(6), at=START)
    with db.snapshot():
        assert measurements.series_on(["api"]) == {"api": []}


def test_old_samples_are_packed_by_whole_days_and_none_is_lost() -> None:
    samples = [sample(minute, DOWN if minute % 50 == 7 else UP) for minute in range(0, 3000, 3)]
    record(*samples, at=START + 3 * DAY)
    before = runs()
    assert pack() == 1000
    assert ProbeSample.select().count() == 0
    assert (runs(), kept_samples()) == (before, samples)


UNSTATED = Watched("api-http", "api", Cadence(None, 2))


def pushed(*minutes: int) -> None:
    with clock.standing_at(START + 3 * DAY):
        record_samples([(UNSTATED, sample(minute)) for minute in minutes])


def known_until() -> list[tuple[int, float]]:
    return [((run.start - START) // MINUTE, (run.end - START) / MINUTE) for run in runs()]


def test_pushed_probe_without_interval_is_held_by_the_median_of_its_day() -> None:
    for minute in range(0, 60, 10):
        pushed(minute)
    assert known_until() == [(0, 75)]


def test_day_is_folded_again_when_its_median_becomes_another() -> None:
    for minute in (0, 40, 80, 81, 82, 83):
        pushed(minute)
    assert known_until() == [(0, 2.5), (40, 42.5), (80, 85.5)]


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    minutes=some.lists(some.integers(0, 3 * 24 * 60), min_size=1, max_size=12, unique=True),
    pieces=some.integers(1, 4),
    shuffler=some.randoms(use_true_random=False),
)
def test_measured_intervals_are_the_same_in_whatever_order_samples_come(
    minutes: list[int], pieces: int, shuffler: random.Random
) -> None:
    with db.transaction():
        for table in (ProbeSample, ProbeDay, ProbeRun, ProbeHour, Series):
            table.delete().execute()
    shuffled = list(minutes)
    shuffler.shuffle(shuffled)
    for piece in range(pieces):
        if chosen := shuffled[piece::pieces]:
            pushed(*chosen)
    ordered = [sample(minute) for minute in sorted(minutes)]
    pace = measured([(START, UNSTATED.cadence)], [one.at for one in ordered])
    closed, state = fold_at_pace(Fold(), ordered, pace)
    assert runs() == [*closed, *state.tail]


def test_late_failure_is_judged_by_the_settings_of_its_time(store: Path) -> None:
    config = store / "config.toml"
    plain = config.read_text("utf-8")
    probe = a_probe(type="heartbeat")
    for minute, keys in ((0, 'interval = "1m"\nfail_after = 2\n'), (30, "fail_after = 5\n")):
        config.write_text(plain + probe + keys, "utf-8")
        with clock.standing_at(START + minute * MINUTE):
            sync(config, {})
    record(*(sample(minute) for minute in (0, 1, 2, 5, 31, 32)))
    record(sample(3, DOWN), sample(4, DOWN), sample(33, DOWN), sample(34, DOWN))
    confirmed = [run for run in runs() if run.counted is DOWN]
    assert [(run.start, run.end) for run in confirmed] == [(START + 3 * MINUTE, START + 5 * MINUTE)]
