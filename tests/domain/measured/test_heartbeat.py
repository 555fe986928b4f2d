"""Silence of a job that should call in: late, believed, and our own deafness."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from statuspage.domain.measured.folding import fold
from statuspage.domain.measured.heartbeat import Rhythm, silence
from statuspage.domain.measured.samples import Cadence, Fold, ProbeState, Sample

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
HOURLY = Rhythm(60 * MINUTE, 5 * MINUTE, fail_after=2)
CADENCE = Cadence(60 * MINUTE, 2)
LATE = NOON + 65 * MINUTE


def called(at: datetime = NOON) -> Fold:
    return fold(Fold(), [Sample(at, ProbeState.UP)], CADENCE)[1]


def silent(state: Fold, now: datetime, heard_since: datetime = NOON) -> list[datetime]:
    found = silence(state, HOURLY, heard_since=heard_since, now=now)
    assert all(sample.state is ProbeState.DOWN for sample in found)
    return [sample.at for sample in found]


def test_job_that_is_in_time_or_within_its_grace_is_not_failing() -> None:
    assert silent(called(), LATE) == []


def test_job_that_never_called_is_not_failing() -> None:
    assert silent(Fold(), NOON + 100 * HOURLY.interval) == []


def test_late_job_is_down_from_the_end_of_its_grace_and_confirmed_at_once() -> None:
    failures = silent(called(), LATE + 2 * SECOND)
    assert failures == [LATE, LATE + SECOND]
    closed, state = fold(called(), [Sample(at, ProbeState.DOWN) for at in failures], CADENCE)
    assert [run.state for run in closed] == [ProbeState.UP]
    assert state.is_down
    assert state.tail[0].start == LATE


def test_silence_goes_on_with_each_interval() -> None:
    failing = [Sample(LATE, ProbeState.DOWN), Sample(LATE + SECOND, ProbeState.DOWN)]
    _, state = fold(called(), failing, CADENCE)
    following = LATE + SECOND + HOURLY.interval
    assert silent(state, following) == []
    assert silent(state, following + SECOND) == [following]


def test_call_ends_the_silence() -> None:
    failing = [Sample(LATE, ProbeState.DOWN), Sample(LATE + SECOND, ProbeState.DOWN)]
    back = Sample(LATE + 10 * MINUTE, ProbeState.UP)
    _, state = fold(called(), [*failing, back], CADENCE)
    assert silent(state, back.at + HOURLY.interval) == []


def test_call_that_may_have_been_lost_while_we_were_deaf_is_waited_for_once_more() -> None:
    deaf_until = NOON + 62 * MINUTE  # the call was due at 60
    assert silent(called(), LATE + 5 * MINUTE, deaf_until) == []
    late = deaf_until + 65 * MINUTE
    assert silent(called(), late + 2 * SECOND, deaf_until) == [late, late + SECOND]


def test_deafness_before_a_call_was_due_excuses_nothing() -> None:
    assert silent(called(), LATE + 2 * SECOND, NOON + 59 * MINUTE) == [LATE, LATE + SECOND]


def test_known_silence_goes_on_from_when_we_hear_again() -> None:
    failing = [Sample(LATE, ProbeState.DOWN), Sample(LATE + SECOND, ProbeState.DOWN)]
    _, state = fold(called(), failing, CADENCE)
    awake = LATE + timedelta(days=3)
    assert silent(state, awake + SECOND, awake) == [awake]


@given(ahead=some.integers(0, 400), deaf=some.integers(-100, 400), fail_after=some.integers(1, 5))
def test_no_failure_lies_in_the_present_or_before_the_last_call(
    ahead: int, deaf: int, fail_after: int
) -> None:
    now, rhythm = NOON + ahead * MINUTE, Rhythm(60 * MINUTE, 5 * MINUTE, fail_after)
    found = silence(called(), rhythm, heard_since=NOON + deaf * MINUTE, now=now)
    assert all(NOON < sample.at < now for sample in found)
    assert len(found) in (0, fail_after)
