"""Hour rows: merging equals rolling up at once, limits stay exact, failures have no latency."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.measured.hours import Hour, Verdicts, limit_of, roll_up
from statuspage.domain.measured.samples import ProbeState, Sample

START = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
TIMEOUT = timedelta(seconds=10)

samples = st.builds(
    Sample,
    st.integers(0, 4 * 3600 - 1).map(lambda seconds: START + timedelta(seconds=seconds)),
    st.sampled_from(ProbeState),
    st.none() | st.integers(0, 12_000),
)


def answered(*latencies: int) -> list[Sample]:
    return [
        Sample(START + timedelta(seconds=place), ProbeState.UP, latency)
        for place, latency in enumerate(latencies)
    ]


def merged(hours: list[Hour]) -> dict[datetime, Hour]:
    found: dict[datetime, Hour] = {}
    for hour in hours:
        found[hour.start] = found[hour.start] + hour if hour.start in found else hour
    return found


@given(st.lists(samples, max_size=40), st.integers(0, 40))
def test_merging_parts_equals_rolling_up_at_once(some: list[Sample], cut: int) -> None:
    parts = [
        *roll_up(some[:cut], [250, 500], TIMEOUT),
        *roll_up(some[cut:], [250, 500], TIMEOUT),
    ]
    whole = roll_up(some, [250, 500], TIMEOUT)
    assert merged(parts) == {hour.start: hour for hour in whole}


@given(st.lists(samples, max_size=40), st.integers(1, 12_000))
def test_limit_that_came_later_is_bounded_by_the_buckets(some: list[Sample], limit: int) -> None:
    for exact, later in zip(roll_up(some, [limit]), roll_up(some, []), strict=True):
        sure, bounded = exact.against(limit), later.against(limit)
        assert bounded.good <= sure.good <= bounded.good + bounded.unclear
        assert bounded.bad <= sure.bad <= bounded.bad + bounded.unclear


def test_sample_at_the_turn_of_the_hour_belongs_to_the_hour_that_begins() -> None:
    turn = START + timedelta(hours=1)
    hours = roll_up([Sample(turn - timedelta(seconds=1), ProbeState.UP, 1)], [])
    hours += roll_up([Sample(turn, ProbeState.UP, 1)], [])
    assert [hour.start for hour in hours] == [START, turn]


def test_failed_check_counts_and_has_no_latency() -> None:
    [hour] = roll_up([Sample(START, ProbeState.DOWN, 30)], [500], TIMEOUT)
    assert (hour.down, hour.sketch.total) == (1, 0)
    assert hour.against(500) == Verdicts()


def test_check_that_was_given_up_is_slower_than_any_limit() -> None:
    [hour] = roll_up([Sample(START, ProbeState.DOWN, 10_000)], [60_000], TIMEOUT)
    assert hour.against(60_000) == Verdicts(bad=1)
    assert dict(hour.sketch.buckets) == {}


def test_answer_at_the_limit_is_within_it() -> None:
    [hour] = roll_up(answered(499, 500, 501), [limit_of(timedelta(milliseconds=500))])
    assert hour.against(500) == Verdicts(good=2, bad=1)


def test_limit_that_comes_into_force_within_an_hour_is_not_taken_as_counted_throughout() -> None:
    [before] = roll_up(answered(100, 400), [])
    [after] = roll_up(answered(100, 900), [500])
    found = (before + after).against(500)
    assert (found.good, found.bad, found.unclear) == (3, 1, 0)
