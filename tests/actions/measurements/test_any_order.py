"""What is published of checks is a function of their set: any order, any pieces, any delay."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from statuspage import clock
from statuspage.actions.measurements.bulk_checks import import_checks
from statuspage.actions.measurements.checks import record_checks
from statuspage.actions.measurements.refolding import History
from statuspage.actions.measurements.results import paces, pack_old_samples, record_samples
from statuspage.actions.sync import sync
from statuspage.domain.measured.folding import fold
from statuspage.domain.measured.hours import roll_up
from statuspage.domain.measured.pace import Dated, fold_at_pace, measured
from statuspage.domain.measured.probe import watched
from statuspage.domain.measured.samples import Cadence, Fold, ProbeState, Sample, StateRun, merged
from statuspage.store import db
from statuspage.store.measured import hours, measurements
from statuspage.store.settings import current_settings
from statuspage.store.tables.measured import ProbeDay, ProbeHour, ProbeRun, ProbeSample, Series
from tests.helpers.sites import a_probe, add_to_config

START = datetime(2026, 7, 1, tzinfo=UTC)
NOW, LATER = START + timedelta(days=8), START + timedelta(days=30)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
PLACES = ("", "eu-1")
S1 = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())["method2"][
    "S1_any_order"
]

DEFINITIONS = {
    "believed at once": ['interval = "60m"\nfail_after = 1\n'],
    "confirmed": ['interval = "60m"\nfail_after = 3\n'],
    "changed": [
        'interval = "60m"\nfail_after = 1\n',
        'interval = "20m"\nfail_after = 3\n',
        'interval = "3h"\nfail_after = 2\n',
    ],
    "measured": ["fail_after = 2\n"],
}


@pytest.fixture(params=DEFINITIONS)
def site(store: Path, request: pytest.FixtureRequest) -> str:
    """A probe, the definition of which changes every two days."""
    plain = (store / "config.toml").read_text("utf-8")
    for place, keys in enumerate(DEFINITIONS[request.param]):
        with clock.standing_at(START + place * 2 * DAY):
            table = a_probe("job", type="heartbeat") + keys
            (store / "config.toml").write_text(plain + table, "utf-8")
            sync(store / "config.toml", {})
    return str(request.param)


def row(sample: Sample) -> dict[str, Any]:
    at = sample.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    found = {"probe": "job", "at": at, "state": sample.state.value, "latency_ms": sample.latency_ms}
    return found | ({"location": sample.location} if sample.location else {})


def by_import(samples: Sequence[Sample]) -> None:
    with db.snapshot():
        known = current_settings()
    taken = import_checks([list(enumerate(map(row, samples), 1))], known)
    assert not taken.fault_count


def by_api(samples: Sequence[Sample]) -> None:
    with db.snapshot():
        known = current_settings()
    record_checks(enumerate(map(row, samples), 1), known)


def by_prober(samples: Sequence[Sample]) -> None:
    with db.snapshot():
        [probe] = current_settings().probes
    record_samples((watched(probe), sample) for sample in samples)


WAYS: dict[str, Callable[[Sequence[Sample]], None]] = {
    "import": by_import,
    "api": by_api,
    "prober": by_prober,
}


def forget() -> None:
    with db.transaction():
        for table in (ProbeSample, ProbeDay, ProbeRun, ProbeHour, Series):
            table.delete().execute()


def known_pace() -> Dated[Cadence]:
    with db.snapshot():
        [probe] = current_settings().probes
        return paces([watched(probe)])["job"]


def everything() -> dict[str, object]:
    """All that is kept of each location."""
    found: dict[str, object] = {}
    with db.snapshot():
        for one in measurements.series_on(["api"])["api"]:
            reach = START - DAY, LATER
            found[one.location] = (
                measurements.runs_between(one.number, *reach),
                one.fold,
                measurements.samples_between(one.number, *reach),
                hours.between(one.number, *reach),
            )
    return found


def of_one_sorted_file(samples: Iterable[Sample], pace: Dated[Cadence]) -> dict[str, object]:
    """The same, straight from the rules."""
    found: dict[str, object] = {}
    for place in sorted({one.location for one in samples}):
        ordered = merged(
            Sample(one.at, one.state, one.latency_ms) for one in samples if one.location == place
        )
        told = measured(pace, [one.at for one in ordered])
        closed, state = fold_at_pace(Fold(), ordered, told)
        found[place] = ([*closed, *state.tail], state, ordered, roll_up(ordered, []))
    return found


STATES = some.sampled_from([*[ProbeState.UP] * 3, ProbeState.DOWN, ProbeState.DEGRADED])
SAMPLES = some.lists(
    some.builds(
        lambda slot, jitter, state, latency, place: Sample(
            START + slot * 20 * MINUTE + timedelta(seconds=jitter), state, latency, place
        ),
        some.integers(0, 7 * 72),
        some.sampled_from([0, 0, 0, 40]),
        STATES,
        some.sampled_from([None, 5, 2000]),
        some.sampled_from(PLACES),
    ),
    min_size=1,
    max_size=40,
)


def hourly(state: ProbeState | None) -> list[Sample]:
    """A week of one state, if any."""
    return [Sample(START + hour * 60 * MINUTE, state) for hour in range(7 * 24)] if state else []


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=SAMPLES,
    beside=some.sampled_from([None, ProbeState.UP, ProbeState.DOWN]),
    ways=some.lists(
        some.tuples(some.sampled_from(sorted(WAYS)), some.booleans()), min_size=1, max_size=5
    ),
    shuffler=some.randoms(use_true_random=False),
)
def test_any_order_division_repeats_and_age_are_one_sorted_file(
    site: str,
    drawn: list[Sample],
    beside: ProbeState | None,
    ways: list[tuple[str, bool]],
    shuffler: random.Random,
) -> None:
    samples = drawn + hourly(beside)
    expected = of_one_sorted_file(samples, known_pace())
    forget()
    pieces: list[list[Sample]] = [[] for _ in ways]
    for sample in [*samples, *shuffler.sample(samples, len(samples) // 3)]:
        shuffler.choice(pieces).append(sample)
    for piece, (way, is_packed) in zip(pieces, ways, strict=True):
        shuffler.shuffle(piece)
        with clock.standing_at(LATER if is_packed else NOW):
            if piece:
                WAYS[way](piece)
            if is_packed:
                pack_old_samples(14 * DAY)
    assert everything() == expected


def test_late_check_amid_a_failure_of_weeks_folds_little_of_it_anew(store: Path) -> None:
    add_to_config(store, a_probe("job", type="heartbeat") + 'interval = "60m"\nfail_after = 3\n')
    hours_down = [Sample(START + n * 60 * MINUTE, ProbeState.DOWN) for n in range(24 * 29)]
    late = START + 14 * DAY + 10 * MINUTE
    with clock.standing_at(LATER):
        by_import(hours_down)
        with db.snapshot():
            [series] = measurements.series_on(["api"])["api"]
            window = History(series.number, known_pace()).window(late, late)
        by_api([Sample(late, ProbeState.UP)])
    assert (window.since, window.until) == (
        late - 10 * MINUTE - 120 * MINUTE,
        late + 50 * MINUTE + 120 * MINUTE,
    )
    assert everything() == of_one_sorted_file(
        [*hours_down, Sample(late, ProbeState.UP)], known_pace()
    )


def week() -> list[Sample]:
    down = [minute // 6 % 30 == 0 for minute in range(S1["rows"])]
    states = [ProbeState.DOWN if is_down else ProbeState.UP for is_down in down]
    return [Sample(START + n * MINUTE, state) for n, state in enumerate(states)]


WHOLE = range(S1["rows"])
UPS = [minute for minute in WHOLE if minute // 6 % 30]
CUTS: dict[str, list[Sequence[int]]] = {
    "one file": [WHOLE],
    "even minutes then odd": [WHOLE[::2], WHOLE[1::2]],
    "ups then downs": [UPS, sorted({*WHOLE} - {*UPS})],
    "cut inside a failure": [WHOLE[:5403], WHOLE[5403:]],
    "imported twice": [WHOLE, WHOLE],
    "the later part first": [WHOLE[5403:], WHOLE[:5403]],
    "a shuffle over files": [[n for n in WHOLE if n * 7919 % 5 == file] for file in range(5)],
}


@pytest.mark.parametrize("cut", CUTS)
def test_s1_week_comes_to_the_same_however_it_is_cut(store: Path, cut: str) -> None:
    keys = f'interval = "{S1["interval_s"]}s"\nfail_after = {S1["fail_after"]}\n'
    add_to_config(store, a_probe("job", type="heartbeat") + keys)
    samples = week()
    for file in CUTS[cut]:
        with clock.standing_at(LATER):
            by_import([samples[minute] for minute in file])
    with db.snapshot():
        [series] = measurements.series_on(["api"])["api"]
        runs = measurements.runs_between(series.number, START, LATER)
    assert runs == at_once(samples, Cadence(MINUTE, S1["fail_after"]))
    end = START + timedelta(seconds=S1["total_s"])
    bad = sum((min(r.end, end) - r.start).seconds for r in runs if r.counted is ProbeState.DOWN)
    assert bad == S1["bad_s"]


def at_once(samples: Sequence[Sample], cadence: Cadence) -> list[StateRun]:
    closed, state = fold(Fold(), samples, cadence)
    return [*closed, *state.tail]
