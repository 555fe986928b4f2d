"""What version 0.1.0 left of old checks: read as checks, it folds to the same runs again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.measured.folding import fold
from statuspage.domain.measured.former import Former, filled
from statuspage.domain.measured.samples import Cadence, Fold, ProbeState, Sample, StateRun, merged

T0 = datetime(2026, 7, 1, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
UP, DEGRADED, DOWN, UNKNOWN = ProbeState
CADENCES = st.sampled_from([Cadence(MINUTE, 1), Cadence(MINUTE, 2), Cadence(5 * MINUTE, 3)])


def folded(samples: Sequence[Sample], cadence: Cadence) -> list[StateRun]:
    closed, state = fold(Fold(), samples, cadence)
    return [*closed, *state.tail]


def read(runs: Sequence[StateRun], real: Sequence[Sample], cadence: Cadence) -> list[Sample]:
    """The checks of three days."""
    found: list[Sample] = []
    for place in range(3):
        day = T0 + place * DAY
        around = [run for run in runs if run.end >= day and run.start < day + DAY + cadence.hold]
        inside = [one for one in real if day <= one.at < day + DAY]
        found += filled(day, inside, Former(around), [(T0, cadence)])
    return found


def seconds(runs: Sequence[StateRun], state: ProbeState) -> int:
    return sum(int((run.end - run.start).total_seconds()) for run in runs if run.counted is state)


def counted(runs: Sequence[StateRun]) -> list[tuple[ProbeState, datetime, datetime]]:
    """Time in one counted state, joined where it touches; what is unknown is left out."""
    found: list[tuple[ProbeState, datetime, datetime]] = []
    for run in runs:
        if run.counted is UNKNOWN:
            continue
        if found and found[-1][0] is run.counted and found[-1][2] == run.start:
            found[-1] = (run.counted, found[-1][1], run.end)
        else:
            found.append((run.counted, run.start, run.end))
    return found


def samples_of(cadence: Cadence) -> st.SearchStrategy[list[Sample]]:
    step = cadence.spacing
    drawn = st.lists(
        st.tuples(st.integers(0, 2 * DAY // step), st.sampled_from([UP, UP, DOWN, UNKNOWN])),
        min_size=1,
        max_size=30,
    )
    return drawn.map(lambda some: merged(Sample(T0 + n * step, state) for n, state in some))


SAMPLED = CADENCES.flatmap(lambda cadence: st.tuples(st.just(cadence), samples_of(cadence)))


@given(SAMPLED)
def test_runs_read_as_checks_fold_to_the_same_time(given: tuple[Cadence, list[Sample]]) -> None:
    cadence, samples = given
    runs = folded(samples, cadence)
    again = folded(read(runs, [], cadence), cadence)
    assert counted(again) == counted(runs)


@given(SAMPLED)
def test_rows_that_come_again_are_what_counts(given: tuple[Cadence, list[Sample]]) -> None:
    cadence, samples = given
    runs = folded(samples, cadence)
    again = folded(read(runs, samples, cadence), cadence)
    assert counted(again) == counted(runs)


def minutely(states: Sequence[ProbeState]) -> list[Sample]:
    return [Sample(T0 + n * MINUTE, state) for n, state in enumerate(states)]


def test_late_failure_takes_the_place_of_one_check() -> None:
    cadence = Cadence(MINUTE, 1)
    runs = folded(minutely([UP] * 600), cadence)
    for late in (T0 + 300 * MINUTE, T0 + 300 * MINUTE + timedelta(seconds=20)):
        found = folded(read(runs, [Sample(late, DOWN)], cadence), cadence)
        assert seconds(found, DOWN) <= 60
        assert seconds(found, DOWN) == (T0 + 301 * MINUTE - late).seconds
        assert seconds(found, UNKNOWN) == 0


def test_import_of_the_whole_time_mends_what_was_folded_wrongly() -> None:
    """As 0.1.0 did with even and odd minutes in two files: each failure reached too far."""
    cadence = Cadence(MINUTE, 1)
    samples = minutely([DOWN if n // 6 % 30 == 0 else UP for n in range(1440)])
    wrong = [
        StateRun(run.state, run.start + shift * MINUTE, run.end + MINUTE * (run.state is DOWN))
        for run in folded(samples, cadence)
        for shift in [0 if run.state is DOWN or run.start == T0 else 1]
    ]
    assert counted(folded(read(wrong, samples, cadence), cadence)) == counted(
        folded(samples, cadence)
    )


def test_silent_job_stays_down_though_its_failures_lay_a_second_apart() -> None:
    cadence = Cadence(DAY / 2, 2)
    runs = [
        StateRun(UP, T0, T0 + 20 * MINUTE),
        StateRun(DOWN, T0 + 20 * MINUTE, T0 + 25 * MINUTE),
        StateRun(UP, T0 + 25 * MINUTE, T0 + 2 * DAY),
    ]
    assert counted(folded(read(runs, [], cadence), cadence)) == counted(runs)
