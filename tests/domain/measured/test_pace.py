"""Which cadence is in force when: dated settings, and intervals that samples tell by the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from statuspage.domain.measured.pace import fold_at_pace, in_force, measured
from statuspage.domain.measured.samples import Cadence, Fold, ProbeState, Sample

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
UNSTATED = [(NOON, Cadence(None, 2))]


def every(minutes: int, count: int, start: datetime = NOON) -> list[datetime]:
    return [start + number * minutes * MINUTE for number in range(count)]


def test_first_entry_holds_for_all_time_before() -> None:
    dated = [(NOON, "old"), (NOON + DAY, "new")]
    instants = (NOON - DAY, NOON, NOON + DAY - MINUTE, NOON + DAY)
    assert [in_force(dated, instant) for instant in instants] == ["old", "old", "old", "new"]


def test_stated_pace_is_left_as_it_is() -> None:
    stated = [(NOON, Cadence(MINUTE))]
    assert measured(stated, every(5, 10)) is stated


def test_each_day_has_the_median_of_its_own_gaps() -> None:
    pace = measured(UNSTATED, [*every(5, 20), *every(1, 20, NOON + DAY)])
    assert in_force(pace, NOON).interval == 5 * MINUTE
    assert in_force(pace, NOON + DAY).interval == MINUTE


def test_day_with_one_sample_has_the_interval_of_the_day_before() -> None:
    pace = measured(UNSTATED, [*every(5, 20), NOON + DAY, NOON + 5 * DAY])
    assert in_force(pace, NOON + DAY).interval == 5 * MINUTE
    assert in_force(pace, NOON + 5 * DAY).interval is None


def test_interval_that_was_stated_later_counts_from_then_on() -> None:
    change = NOON + 50 * MINUTE
    pace = measured([*UNSTATED, (change, Cadence(MINUTE, 3))], every(5, 20))
    assert in_force(pace, change - MINUTE) == Cadence(5 * MINUTE, 2)
    assert in_force(pace, change) == Cadence(MINUTE, 3)


def test_each_sample_is_folded_by_what_was_in_force_then() -> None:
    samples = [Sample(at, ProbeState.DOWN) for at in every(5, 4)]
    pace = [(NOON, Cadence(2 * MINUTE, 9)), (NOON + 8 * MINUTE, Cadence(MINUTE, 3))]
    closed, state = fold_at_pace(Fold(), samples, pace)
    runs = [*closed, *state.tail]
    assert [run.end - run.start for run in runs] == [12.5 * MINUTE, 2.5 * MINUTE]
    assert all(run.is_confirmed for run in runs)
