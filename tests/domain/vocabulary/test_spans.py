"""Intervals, their algebra and the sweep."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.vocabulary.spans import ImpactRun, Span, intersection, steps, subtract, union
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.errors import InvalidInput

T0 = datetime(2026, 7, 1, tzinfo=UTC)


def span(start: int, end: int) -> Span:
    return Span(T0 + timedelta(minutes=start), T0 + timedelta(minutes=end))


spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 30)).map(lambda p: span(p[0], p[0] + p[1])),
    max_size=8,
)


def minutes(found: list[Span]) -> set[int]:
    """The minutes some spans hold, as a plain set to compare with."""
    return {
        minute
        for minute in range(-5, 120)
        if any(s.start <= T0 + timedelta(minutes=minute) < s.end for s in found)
    }


def test_span_measures_true_time_over_a_change_of_clocks() -> None:
    london = ZoneInfo("Europe/London")
    weekend = Span(
        datetime(2026, 3, 27, 16, 30, tzinfo=london), datetime(2026, 3, 30, 9, 45, tzinfo=london)
    )
    assert weekend.seconds == 3855 * 60


def test_span_refuses_an_end_before_its_start() -> None:
    with pytest.raises(InvalidInput, match="before the start"):
        span(2, 1)


def test_span_takes_no_length() -> None:
    assert span(1, 1).seconds == 0


def test_span_seconds_add_up_even_between_seconds() -> None:
    edges = [T0, T0 + timedelta(milliseconds=1700), T0 + timedelta(milliseconds=3400)]
    assert Span(edges[0], edges[1]).seconds + Span(edges[1], edges[2]).seconds == 3


def test_clip_keeps_the_part_inside() -> None:
    assert span(0, 10).clip(span(5, 20)) == span(5, 10)


@pytest.mark.parametrize("window", [span(10, 20), span(-5, 0)])
def test_clip_is_nothing_for_spans_that_only_touch(window: Span) -> None:
    assert span(0, 10).clip(window) is None


def test_run_that_goes_on_ends_now() -> None:
    run = ImpactRun("api", ComponentState.DEGRADED, T0, None, "k", "t")
    assert run.span(T0 + timedelta(minutes=7)) == span(0, 7)


def test_run_that_is_to_come_has_no_length() -> None:
    run = ImpactRun("api", ComponentState.DEGRADED, T0, None, "k", "t")
    assert run.span(T0 - timedelta(minutes=7)) == span(0, 0)


def test_run_refuses_an_end_before_its_start() -> None:
    run = ImpactRun("api", ComponentState.DEGRADED, T0, T0 - timedelta(minutes=1), "k", "t")
    with pytest.raises(InvalidInput, match="before the start"):
        run.span(T0)


def test_steps_cut_at_every_edge_without_a_gap() -> None:
    found = steps([(span(2, 6), "a"), (span(4, 12), "b")], span(0, 10))
    assert [(step.span, set(step.tags)) for step in found] == [
        (span(0, 2), set()),
        (span(2, 4), {"a"}),
        (span(4, 6), {"a", "b"}),
        (span(6, 10), {"b"}),
    ]


def test_steps_of_an_empty_window_are_none() -> None:
    assert steps([(span(0, 5), "a")], span(3, 3)) == []


@given(spans, st.randoms())
def test_steps_do_not_depend_on_order_or_repetition(found: list[Span], random: object) -> None:
    marks = [(s, place % 3) for place, s in enumerate(found)]
    shuffled = marks + marks
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def in_force(some: list[tuple[Span, int]]) -> list[tuple[Span, frozenset[int]]]:
        return [(step.span, step.tags) for step in steps(some, span(10, 50))]

    assert in_force(shuffled) == in_force(marks)


@given(spans, spans)
def test_algebra_agrees_with_sets_of_minutes(left: list[Span], right: list[Span]) -> None:
    assert minutes(union(left)) == minutes(left)
    assert minutes(intersection(left, right)) == minutes(left) & minutes(right)
    assert minutes(subtract(left, right)) == minutes(left) - minutes(right)


@given(spans)
def test_union_leaves_gaps_between_its_spans(found: list[Span]) -> None:
    joined = union(found)
    assert all(one.end < other.start for one, other in itertools.pairwise(joined))
