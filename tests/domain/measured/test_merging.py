"""Two histories of one probe merged: the worse stands, and nothing is lost or doubled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from statuspage.domain.measured.folding import fold
from statuspage.domain.measured.merging import worse_of_both
from statuspage.domain.measured.samples import (
    SEVERITY,
    Cadence,
    Fold,
    ProbeState,
    Sample,
    StateRun,
)

START = datetime(2026, 7, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
UP, DOWN = ProbeState.UP, ProbeState.DOWN


def run(state: ProbeState, start: int, end: int, *, is_confirmed: bool = True) -> StateRun:
    return StateRun(state, START + start * MINUTE, START + end * MINUTE, is_confirmed)


def merged(left: list[StateRun], right: list[StateRun]) -> list[StateRun]:
    return list(worse_of_both(left, right))


def test_failure_that_one_side_saw_stands_and_the_rest_is_joined() -> None:
    assert merged([run(UP, 0, 10)], [run(UP, 2, 4), run(DOWN, 4, 6)]) == [
        run(UP, 0, 4),
        run(DOWN, 4, 6),
        run(UP, 6, 10),
    ]


def test_gap_of_one_side_is_filled_by_the_other() -> None:
    assert merged([run(UP, 0, 2), run(UP, 8, 9)], [run(UP, 1, 8)]) == [run(UP, 0, 9)]


def test_gap_of_both_sides_stays() -> None:
    assert merged([run(UP, 0, 2)], [run(UP, 5, 6)]) == [run(UP, 0, 2), run(UP, 5, 6)]


def test_confirmed_failure_outweighs_an_unconfirmed_one() -> None:
    found = merged([run(DOWN, 0, 4, is_confirmed=False)], [run(DOWN, 0, 2)])
    assert found == [run(DOWN, 0, 2), run(DOWN, 2, 4, is_confirmed=False)]


histories = some.dictionaries(
    some.integers(0, 60), some.sampled_from([UP, UP, DOWN, ProbeState.DEGRADED]), max_size=25
)


def folded(states: dict[int, ProbeState]) -> list[StateRun]:
    samples = [Sample(START + minute * MINUTE, states[minute]) for minute in sorted(states)]
    closed, state = fold(Fold(), samples, Cadence(MINUTE, 1))
    return [*closed, *state.tail]


def at(runs: list[StateRun], instant: datetime) -> int:
    return max((SEVERITY[r.counted] for r in runs if r.start <= instant < r.end), default=0)


@given(histories, histories)
def test_each_instant_has_the_worse_of_both_sides(
    left: dict[int, ProbeState], right: dict[int, ProbeState]
) -> None:
    one, other = folded(left), folded(right)
    found = merged(one, other)
    for step in range(-2, 140):
        instant = START + step * MINUTE / 2
        assert at(found, instant) == max(at(one, instant), at(other, instant))
    assert all(before.end <= after.start for before, after in pairwise(found))


@given(histories, histories)
def test_merging_again_changes_nothing(
    left: dict[int, ProbeState], right: dict[int, ProbeState]
) -> None:
    once = merged(folded(left), folded(right))
    assert merged(once, folded(right)) == once
    assert merged(folded(right), folded(left)) == once
