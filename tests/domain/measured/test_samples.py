"""Folding probe results into state runs: vectors P1 and P2, and what must hold for any samples."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.measured.folding import fold
from statuspage.domain.measured.samples import (
    Cadence,
    Fold,
    ProbeState,
    Sample,
    StateRun,
    in_order,
    median_interval,
)
from statuspage.errors import InvalidInput

VECTORS = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())
T0 = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
LATER = T0 + timedelta(days=1)
MINUTELY = Cadence(timedelta(seconds=60))
UP, DEGRADED, DOWN, UNKNOWN = ProbeState


def at(second: float) -> datetime:
    return T0 + timedelta(seconds=second)


def each_minute(letters: str) -> list[Sample]:
    """One sample a minute: u up, g degraded, d down, ? unknown, and a blank for none at all."""
    states = {"u": UP, "g": DEGRADED, "d": DOWN, "?": UNKNOWN}
    return [Sample(at(60 * n), states[c]) for n, c in enumerate(letters) if c != " "]


def all_runs(samples: Sequence[Sample], cadence: Cadence = MINUTELY) -> list[StateRun]:
    closed, state = fold(Fold(), samples, cadence)
    return [*closed, *state.tail]


def told(runs: Sequence[StateRun]) -> list[tuple[ProbeState, int, int, bool]]:
    return [
        (run.state, int((run.start - T0).seconds), int((run.end - T0).seconds), run.is_confirmed)
        for run in runs
    ]


def seconds_in(runs: Sequence[StateRun], state: ProbeState, until: int) -> int:
    return sum(
        int((min(run.end, at(until)) - run.start).total_seconds())
        for run in runs
        if run.counted is state
    )


def test_p1_counts_two_failures_in_a_row_from_the_first() -> None:
    p1 = VECTORS["probes"]["P1"]
    letters = "".join("d" if n in p1["down_at_min"] else "u" for n in range(p1["n"]))
    runs = all_runs(each_minute(letters))
    assert seconds_in(runs, DOWN, p1["window_s"]) == p1["down_s"]
    assert seconds_in(runs, UP, p1["window_s"]) == p1["window_s"] * p1["availability"]


def test_p2_leaves_time_without_samples_unknown() -> None:
    p2 = VECTORS["probes"]["P2"]
    letters = "".join("u" if n in p2["present_min"] else " " for n in range(10))
    assert MINUTELY.hold == timedelta(seconds=p2["G_s"])
    runs = all_runs(each_minute(letters))
    assert seconds_in(runs, UP, p2["window_s"]) == p2["up_s"]
    assert told(runs) == [(UP, 0, 390, True), (UP, 540, 690, True)]


@pytest.mark.parametrize(("interval", "hold"), [(60, 150), (1, 2), (7, 17), (0.5, 1), (300, 750)])
def test_hold_is_two_and_a_half_intervals_in_whole_seconds(interval: float, hold: int) -> None:
    assert Cadence(timedelta(seconds=interval)).hold == timedelta(seconds=hold)


def test_single_failure_is_listed_and_its_time_is_unknown() -> None:
    runs = all_runs(each_minute("udu"))
    assert told(runs) == [(UP, 0, 60, True), (DOWN, 60, 120, False), (UP, 120, 270, True)]
    assert runs[1].counted is UNKNOWN


def test_u1_unconfirmed_failure_is_neither_up_nor_down() -> None:
    u1 = VECTORS["method2"]["U1_unconfirmed"]
    cadence = Cadence(timedelta(seconds=u1["interval_s"]), u1["fail_after"])
    runs = all_runs(each_minute("".join(state[0] for state in u1["states"])), cadence)
    assert seconds_in(runs, UP, 240) == u1["up_s_of_first_4_holds"]
    assert seconds_in(runs, UNKNOWN, 240) == u1["unknown_s"]
    assert seconds_in(runs, DOWN, 240) == u1["bad_s"]


def test_single_slow_answer_is_listed_and_its_time_is_unknown() -> None:
    runs = all_runs(each_minute("ugu"))
    assert told(runs) == [(UP, 0, 60, True), (DEGRADED, 60, 120, False), (UP, 120, 270, True)]


def test_failure_confirms_the_slow_answer_before_it_and_not_the_other_way_round() -> None:
    assert [(run.state, run.is_confirmed) for run in all_runs(each_minute("gdu"))] == [
        (DEGRADED, True),
        (DOWN, False),
        (UP, True),
    ]
    assert [run.is_confirmed for run in all_runs(each_minute("dg"))] == [False, True]


def test_failure_ends_at_the_first_sample_that_is_not_down() -> None:
    assert told(all_runs(each_minute("ddg"))) == [(DOWN, 0, 120, True), (DEGRADED, 120, 270, True)]


def test_fail_after_one_believes_at_once() -> None:
    runs = all_runs(each_minute("ud"), Cadence(timedelta(seconds=60), fail_after=1))
    assert told(runs)[-1] == (DOWN, 60, 210, True)


def test_fail_after_three_needs_three() -> None:
    thrice = Cadence(timedelta(seconds=60), fail_after=3)
    assert [run.is_confirmed for run in all_runs(each_minute("ddu"), thrice)] == [False, True]
    assert told(all_runs(each_minute("uddd"), thrice))[-1] == (DOWN, 60, 330, True)


def test_blind_sample_is_unknown_time_and_does_not_interrupt_a_failure() -> None:
    runs = all_runs(each_minute("ud?d"))
    assert told(runs) == [(UP, 0, 60, True), (DOWN, 60, 120, True), (DOWN, 180, 330, True)]


def test_confirmed_failure_goes_on_after_a_gap() -> None:
    runs = all_runs(each_minute("dd       d"))
    assert told(runs) == [(DOWN, 0, 210, True), (DOWN, 540, 690, True)]


def test_failures_on_both_sides_of_a_gap_confirm_each_other() -> None:
    assert [run.is_confirmed for run in all_runs(each_minute("d       d"))] == [True, True]


def test_contradicting_samples_of_one_instant_leave_the_worse() -> None:
    samples = [Sample(T0, DOWN), Sample(T0, UP), Sample(T0, UNKNOWN)]
    assert in_order(samples, LATER) == [Sample(T0, DOWN)]


def test_sample_from_the_future_is_refused() -> None:
    ahead = [Sample(at(300), UP), Sample(at(301), UP)]
    assert in_order(ahead[:1], T0) == ahead[:1]
    with pytest.raises(InvalidInput, match="12:05:01 UTC is more than 5 minutes in the future"):
        in_order(ahead, T0)


def test_fold_refuses_a_sample_that_is_not_newer() -> None:
    _, state = fold(Fold(), each_minute("uu"), MINUTELY)
    with pytest.raises(InvalidInput, match="not after the newest sample"):
        fold(state, [Sample(at(60), UP)], MINUTELY)


def test_interval_in_force_decides_how_long_a_sample_holds() -> None:
    closed, state = fold(Fold(), [Sample(at(0), UP)], Cadence(timedelta(minutes=5)))
    closed, state = fold(state, [Sample(at(10), UP)], Cadence(timedelta(seconds=10)))
    assert told([*closed, *state.tail]) == [(UP, 0, 35, True)]


def test_median_interval_is_that_of_the_gaps() -> None:
    assert median_interval([at(s) for s in (0, 60, 130, 190, 1000)]) == timedelta(seconds=60)
    assert median_interval([T0]) is None


def test_steady_month_is_one_run() -> None:
    assert len(all_runs(each_minute("u" * 43_200))) == 1


# Properties that hold for any samples.

moments = st.integers(0, 400)
samples = st.lists(
    st.builds(lambda second, state: Sample(at(second), state), moments, st.sampled_from(ProbeState))
)
cadences = st.builds(
    lambda seconds, fail_after: Cadence(timedelta(seconds=seconds), fail_after),
    st.integers(1, 60),
    st.integers(1, 4),
)


def state_from_raw(raw: Sequence[Sample], second: int, cadence: Cadence) -> ProbeState:
    """The rule applied to one second, straight from the samples and with no fold."""
    places = [n for n, sample in enumerate(raw) if sample.at <= at(second)]
    if not places or at(second) >= raw[places[-1]].at + cadence.hold:
        return UNKNOWN
    state = raw[places[-1]].state
    if state in (UP, UNKNOWN):
        return state
    seen = [(n, s.state) for n, s in enumerate(raw) if s.state is not UNKNOWN]
    in_a_row = (DOWN,) if state is DOWN else (DOWN, DEGRADED)
    first = last = seen.index((places[-1], state))
    while first > 0 and seen[first - 1][1] in in_a_row:
        first -= 1
    while last + 1 < len(seen) and seen[last + 1][1] in in_a_row:
        last += 1
    return state if last - first + 1 >= cadence.fail_after else UNKNOWN


@given(samples, cadences)
def test_raw_and_runs_agree_exactly(some: list[Sample], cadence: Cadence) -> None:
    raw = in_order(some, LATER)
    runs = all_runs(raw, cadence)
    for second in range(0, 560, 3):
        holding = [run.counted for run in runs if run.start <= at(second) < run.end]
        assert (holding or [UNKNOWN]) == [state_from_raw(raw, second, cadence)]


@given(samples, cadences)
def test_folding_one_by_one_equals_folding_at_once(some: list[Sample], cadence: Cadence) -> None:
    raw = in_order(some, LATER)
    state, closed = Fold(), []
    for sample in raw:
        more, state = fold(state, [sample], cadence)
        closed += more
    assert (closed, state) == fold(Fold(), raw, cadence)


@given(samples, cadences)
def test_closed_runs_keep_the_start_they_had(some: list[Sample], cadence: Cadence) -> None:
    state = Fold()
    stored: dict[datetime, StateRun] = {}
    raw = in_order(some, LATER)
    for sample in raw:
        closed, state = fold(state, [sample], cadence)
        stored |= {run.start: run for run in [*closed, *state.tail]}
    assert list(stored.values()) == all_runs(raw, cadence)


@given(samples, st.randoms(use_true_random=False))
def test_order_and_duplicates_do_not_matter(some: list[Sample], random: object) -> None:
    shuffled = some + some
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert in_order(shuffled, LATER) == in_order(some, LATER)


@given(samples, cadences)
def test_runs_never_overlap_and_always_last(some: list[Sample], cadence: Cadence) -> None:
    runs = all_runs(in_order(some, LATER), cadence)
    assert all(run.start < run.end for run in runs)
    assert all(one.end <= other.start for one, other in pairwise(runs))


@given(samples, cadences, moments)
def test_one_more_failure_never_shortens_an_outage(
    some: list[Sample], cadence: Cadence, second: int
) -> None:
    raw = in_order(some, LATER)
    worse = in_order([*raw, Sample(at(second), DOWN)], LATER)
    believed = Cadence(cadence.interval, fail_after=1)
    before, after = all_runs(raw, believed), all_runs(worse, believed)
    assert seconds_in(after, DOWN, 10_000) >= seconds_in(before, DOWN, 10_000)


def test_f1_what_is_not_confirmed_hides_nothing() -> None:
    """Of outages at random a figure counts a share as bad, and all the rest as unknown."""
    f1 = VECTORS["method2"]["F1_unbiased_share_counted"]
    for interval, mean in ((60, 60), (300, 120)):
        chance = random.Random(7)
        starts = [1800 * n + chance.uniform(0, 600) for n in range(4000)]
        outages = [(start, start + min(chance.expovariate(1 / mean), 1000)) for start in starts]
        down = {
            tick
            for start, end in outages
            for tick in range(math.ceil(start / interval), math.ceil(end / interval))
        }
        ticks = range(int(starts[-1] + 1800) // interval)
        samples = [Sample(at(interval * n), DOWN if n in down else UP) for n in ticks]
        runs = all_runs(samples, Cadence(timedelta(seconds=interval), 2))
        true = sum(end - start for start, end in outages)
        bad, unknown = (length_of(runs, state) for state in (DOWN, UNKNOWN))
        known = f1[f"interval_{interval}_mean_{mean}_fail_after_2"]
        assert abs(bad / true - known) < 0.03
        assert abs((bad + unknown) / true - 1) < 0.05


def length_of(runs: Sequence[StateRun], state: ProbeState) -> float:
    return sum((run.end - run.start).total_seconds() for run in runs if run.counted is state)
