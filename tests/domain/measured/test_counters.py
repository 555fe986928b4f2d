"""Events from raw points of counters: new beginnings, gaps, counters that appear, slices."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.measured.counters import (
    RawCounter,
    born,
    covered,
    increases,
    reading_times,
    slices,
)

HOLD = 75_000


def counter(code: str, *points: tuple[int, int], instance: str = "a") -> RawCounter:
    labels = (("code", code), ("instance", instance), ("job", "api"))
    return RawCounter(labels, [(at * 1000, Decimal(value)) for at, value in points])


def grown(*counters: RawCounter, fresh: dict[int, int] | None = None) -> list[tuple[int, int]]:
    reading = reading_times(counters)
    young = born(counters, reading, HOLD)
    held = {one: Decimal((fresh or {}).get(int(dict(one)["code"]), 0)) for one in young}
    return [(at // 1000, int(value)) for at, value in increases(counters, held, HOLD)]


def test_counter_that_begins_anew_counts_from_zero() -> None:
    assert grown(counter("200", (0, 7), (30, 9), (60, 4), (90, 4))) == [(30, 2), (60, 4), (90, 0)]


def test_counter_that_appears_without_a_number_has_no_events_yet() -> None:
    known = counter("200", (0, 1), (30, 1), (60, 1))
    fresh = RawCounter(counter("500").labels, [(30_000, Decimal("NaN")), (60_000, Decimal(5))])
    held = {fresh.labels: Decimal(0)}
    assert [*increases([known, fresh], held, HOLD)] == [(30_000, 0), (60_000, 0)]


def test_between_distant_points_nothing_is_known() -> None:
    one = counter("200", (0, 7), (30, 9), (120, 400), (150, 401))
    assert grown(one) == [(30, 2), (150, 1)]
    assert covered(reading_times([one]), HOLD) == [(0, 30_000), (120_000, 150_000)]


def test_counter_beside_others_began_at_zero_or_where_it_was() -> None:
    steady = counter("200", (0, 1), (30, 1), (60, 1))
    errors = counter("500", (60, 5))
    assert (60, 5) in grown(steady, errors)
    assert (60, 2) in grown(steady, errors, fresh={500: 3})
    assert (60, 5) in grown(steady, errors, fresh={500: 9})  # it began anew meanwhile
    assert (60, 5) not in grown(steady, counter("500", (60, 5), instance="b"))


def test_time_in_which_one_target_was_lost_and_came_back_is_not_measured() -> None:
    steady = counter("200", *((at, 1) for at in range(0, 301, 30)))
    lost = counter("200", (0, 1), (30, 1), (180, 1), instance="b")
    gone = counter("200", (0, 1), (30, 1), instance="c")
    found = covered(reading_times([steady, lost, gone]), HOLD)
    assert found == [(0, 30_000), (180_000, 300_000)]


@given(
    st.lists(st.integers(0, 50), min_size=2, max_size=60),
    st.integers(1, 12).map(lambda n: n * 10_000),
    st.integers(0, 40),
)
def test_no_event_is_lost_or_counted_twice_however_time_is_cut(
    steps: list[int], length: int, middle: int
) -> None:
    points, value = list[tuple[int, int]](), 0
    for place, step in enumerate(steps):
        value += step
        points.append((place * 30, value))
    one = counter("200", *points)
    end = points[-1][0] * 1000
    reading = covered(reading_times([one]), HOLD)
    seen = list(increases([one], {}, HOLD))
    cut = min(middle * length, end)
    parts = [
        part
        for edges in ((0, cut), (cut, end))
        for part in slices(reading, seen, seen, edges, length)
    ]
    assert sum(part.total for part in parts) == sum(steps[1:])
    assert sum(part.end - part.start for part in parts) == end
