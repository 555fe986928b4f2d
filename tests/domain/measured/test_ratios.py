"""Ratios of events: vectors R1 and R2, and what must hold for any slices."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.measured.availability import Timeline, count
from statuspage.domain.measured.ratios import Slice, coverage, event_counts, slice_counts
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import DEFAULT_WEIGHTS, ComponentState
from statuspage.errors import InvalidInput

VECTORS = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())
RATIO = VECTORS["ratio"]
T0 = datetime(2026, 7, 1, tzinfo=UTC)
FIVE_MINUTES = timedelta(minutes=5)
HOUR = timedelta(hours=1)


def piece(place: int, good: int, total: int, length: timedelta = FIVE_MINUTES) -> Slice:
    start = T0 + place * length
    return Slice(Span(start, start + length), good, total)


def percent(share: Fraction) -> float:
    return float(share * 100)


def test_r1_by_events_and_by_time() -> None:
    day = Span(T0, T0 + 24 * HOUR)
    busy = [piece(hour, 360_000, 360_000, HOUR) for hour in range(23)]
    counts = event_counts([*busy, piece(23, 0, 3600, HOUR)], day)
    assert percent(counts.good / counts.total) == pytest.approx(RATIO["R1_ratio"], abs=6e-7)
    outage = Span(day.end - HOUR, day.end)
    down = Timeline([(outage, ComponentState.MAJOR_OUTAGE)])
    seconds = count([down], day, day.end, weights=DEFAULT_WEIGHTS)
    assert percent(seconds.good / seconds.total) == pytest.approx(RATIO["R1_time"], abs=6e-7)


def test_r2_takes_an_empty_slice_as_without_error() -> None:
    month = Span(T0, T0 + timedelta(days=31))
    slices = [piece(0, 0, 7), piece(1, 5, 10), piece(2, 9, 9)]
    slices += [piece(place, 0, 0) for place in range(3, 8928)]
    found = slice_counts(slices, month, month.end, FIVE_MINUTES)
    assert (found.bad, found.total) == (Fraction(3, 2), 8928)
    assert percent(found.good / found.total) == pytest.approx(RATIO["R2_s3"], abs=6e-7)


def test_r3_takes_a_slice_without_a_row_as_unknown() -> None:
    r3 = VECTORS["method2"]["R3_slices"]
    period = Span(T0, T0 + r3["slices"] * FIVE_MINUTES)
    slices = [piece(place, 9, 9) for place in range(r3["reported_good"])]
    slices += [piece(r3["reported_good"] + n, 0, 0) for n in range(r3["reported_total_zero"])]
    found = slice_counts(slices, period, period.end, FIVE_MINUTES)
    assert found.unknown == r3["unknown_slices"] == r3["no_row"]
    assert percent(found.coverage) == r3["coverage"]
    assert (found.good, found.bad, found.total) == (8, 0, 10)


def test_row_longer_than_a_slice_counts_in_each_that_it_reaches() -> None:
    period = Span(T0, T0 + HOUR)
    found = slice_counts([piece(0, 1, 2, HOUR)], period, period.end, FIVE_MINUTES)
    assert (found.good, found.bad, found.unknown) == (6, 6, 0)
    before = Slice(Span(T0 - HOUR, T0 + FIVE_MINUTES), 0, 1)
    found = slice_counts([before], period, period.end, FIVE_MINUTES)
    assert (found.bad, found.unknown) == (1, 11)


def test_coverage_is_the_share_of_time_that_was_reported() -> None:
    hour = Span(T0, T0 + HOUR)
    assert coverage([piece(0, 1, 1), piece(5, 0, 0)], hour) == Fraction(1, 6)
    early = Slice(Span(T0 - HOUR, T0 + HOUR / 2), 1, 1)
    assert coverage([early], hour) == Fraction(1, 2)
    assert coverage([], Span(T0, T0)) == 1


def test_slice_takes_together_what_was_pushed_for_parts_of_it() -> None:
    day = Span(T0, T0 + 24 * HOUR)
    parts = [piece(0, 1, 1), piece(1, 0, 3), piece(12, 5, 5)]
    found = slice_counts(parts, day, day.end, HOUR)
    assert (found.bad, found.total) == (Fraction(3, 4), 24)


def test_slice_that_has_not_begun_is_to_come() -> None:
    day = Span(T0, T0 + 24 * HOUR)
    found = slice_counts([piece(0, 0, 1)], day, T0 + 90 * timedelta(minutes=1), HOUR)
    assert (found.good, found.bad, found.unknown, found.future) == (0, 1, 1, 22)
    assert slice_counts([], day, T0 - HOUR, HOUR).future == 24


def test_slices_with_too_few_events_are_left_out() -> None:
    day = Span(T0, T0 + 24 * HOUR)
    slices = [piece(0, 0, 2), piece(1, 3, 4)]
    counts = event_counts(slices, day, min_events=3)
    assert (counts.good, counts.bad) == (3, 1)
    by_slice = slice_counts(slices, day, day.end, FIVE_MINUTES, min_events=3)
    assert (by_slice.bad, by_slice.total) == (Fraction(1, 4), 288)


def test_slice_counts_where_it_starts() -> None:
    period = Span(T0 + FIVE_MINUTES, T0 + 2 * FIVE_MINUTES)
    slices = [piece(0, 1, 1), piece(1, 2, 3), piece(2, 9, 9)]
    assert event_counts(slices, period).total == 3


@pytest.mark.parametrize(("good", "total"), [(2, 1), (-1, 1)])
def test_slice_refuses_what_cannot_be(good: int, total: int) -> None:
    with pytest.raises(InvalidInput, match="not between 0 and the total"):
        piece(0, good, total)


slices = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 20), st.integers(0, 20)).map(
        lambda given: piece(given[0], min(given[1:]), max(given[1:]))
    )
)


@given(slices, st.integers(0, 50))
def test_parts_of_a_period_sum_to_the_whole(some: list[Slice], cut: int) -> None:
    end = T0 + 51 * FIVE_MINUTES
    edge = T0 + cut * FIVE_MINUTES
    whole, left, right = (
        event_counts(some, period) for period in (Span(T0, end), Span(T0, edge), Span(edge, end))
    )
    assert (whole.good, whole.bad) == (left.good + right.good, left.bad + right.bad)
    assert whole.good + whole.bad + whole.unknown == whole.total
