"""Silence of a job that should call in: late, believed, and our own deafness."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from statuspage.config.kinds.cron import CronLine
from statuspage.domain.measured.folding import fold
from statuspage.domain.measured.heartbeat import Rhythm, failed, silence
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


def test_job_that_began_may_run_for_its_grace() -> None:
    begun = NOON + 63 * MINUTE
    state = called()

    def late(now: datetime) -> list[Sample]:
        return silence(state, HOURLY, heard_since=NOON, now=now, begun_at=begun)

    assert late(LATE + 5 * SECOND) == []  # it was due, and it is at work
    end = begun + HOURLY.grace
    assert [one.at for one in late(end + 5 * SECOND)] == [end, end + SECOND]


def test_beginning_before_the_last_call_says_nothing() -> None:
    begun = NOON - MINUTE
    found = silence(called(), HOURLY, heard_since=NOON, now=LATE + 5 * SECOND, begun_at=begun)
    assert [one.at for one in found] == [LATE, LATE + SECOND]


def test_failure_that_a_job_tells_is_believed_at_once() -> None:
    found = failed(called(), HOURLY.fail_after, NOON)  # in the second of its call
    assert [one.at for one in found] == [NOON + SECOND, NOON + 2 * SECOND]
    assert fold(called(), found, CADENCE)[1].is_down


NIGHTLY = Rhythm(24 * 60 * MINUTE, 60 * MINUTE, 2, CronLine("0 3 * * *", "Europe/Berlin").after)


def test_job_with_a_schedule_is_late_after_its_instant_not_after_its_last_call() -> None:
    at_hand = datetime(2026, 7, 1, 20, tzinfo=UTC)  # somebody ran it by hand in the evening
    due = datetime(2026, 7, 2, 1, tzinfo=UTC)  # three in the night in Berlin
    late = due + NIGHTLY.grace
    state = called(at_hand)
    assert silence(state, NIGHTLY, heard_since=NOON, now=late) == []
    found = silence(state, NIGHTLY, heard_since=NOON, now=late + 5 * SECOND)
    assert [one.at for one in found] == [late, late + SECOND]


def test_call_a_moment_before_its_instant_counts_for_it() -> None:
    due = datetime(2026, 7, 2, 1, tzinfo=UTC)
    state = called(due - 3 * SECOND)
    assert silence(state, NIGHTLY, heard_since=NOON, now=due + 2 * NIGHTLY.grace) == []


def test_deafness_at_the_instant_of_a_schedule_waits_for_the_next_one() -> None:
    due = datetime(2026, 7, 2, 1, tzinfo=UTC)
    state, deaf_until = called(due - timedelta(days=1)), due + 10 * MINUTE
    late = due + timedelta(days=1) + NIGHTLY.grace
    assert silence(state, NIGHTLY, heard_since=deaf_until, now=late) == []
    assert silence(state, NIGHTLY, heard_since=deaf_until, now=late + 5 * SECOND) != []
