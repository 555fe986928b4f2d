"""Several locations and several probes become one timeline: vectors P3 and P4, and properties."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.measured.availability import Counts, Timeline, count
from statuspage.domain.measured.locations import (
    Panel,
    Vote,
    Watch,
    component_timeline,
    outages,
    probe_timeline,
    state_at,
    without_short_outages,
)
from statuspage.domain.measured.samples import ProbeState, StateRun
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import DEFAULT_WEIGHTS, ComponentState

VECTORS = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())
T0 = datetime(2026, 7, 1, tzinfo=UTC)
UP, DEGRADED, DOWN, UNKNOWN = ProbeState
MAJOR = ComponentState.MAJOR_OUTAGE
PARTIAL = ComponentState.PARTIAL_OUTAGE
SLOW = ComponentState.DEGRADED


def at(minute: float) -> datetime:
    return T0 + timedelta(minutes=minute)


def span(start: float, end: float) -> Span:
    return Span(at(start), at(end))


def run(state: ProbeState, start: float, end: float, *, is_confirmed: bool = True) -> StateRun:
    return StateRun(state, at(start), at(end), is_confirmed)


def counted(timeline: Timeline, window: Span) -> Counts:
    return count([timeline], window, window.end, weights=DEFAULT_WEIGHTS)


TEN = span(0, 10)
P3 = {"a": [run(DOWN, 0, 10)], "b": [run(UP, 0, 5), run(DOWN, 5, 10)], "c": [run(UP, 0, 10)]}


@pytest.mark.parametrize(
    ("vote", "expected"),
    [
        ("majority", VECTORS["probes"]["P3"]["majority"]),
        ("partial", VECTORS["probes"]["P3"]["partial_weight_0.3"]),
    ],
)
def test_p3_counts_by_the_vote(vote: Vote, expected: float) -> None:
    counts = counted(probe_timeline(P3, TEN, Panel(3, vote=vote)), TEN)
    assert counts.good / counts.measured == Fraction(str(expected))


def test_p4_fewer_than_the_quorum_are_unknown_and_not_down() -> None:
    silent = {"a": [run(DOWN, 0, 10)], "b": [], "c": [run(UNKNOWN, 0, 10)]}
    timeline = probe_timeline(silent, TEN, Panel(3))
    assert timeline == Timeline(runs=[], unknown=[TEN])


@pytest.mark.parametrize(("locations", "needed"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3)])
def test_quorum_is_more_than_half_unless_it_is_set(locations: int, needed: int) -> None:
    assert Panel(locations).needed == needed
    assert Panel(locations, quorum=1).needed == 1


def test_majority_is_of_those_that_report() -> None:
    two = {"a": [run(DOWN, 0, 10)], "b": [run(DOWN, 0, 5), run(UP, 5, 10)], "c": []}
    assert probe_timeline(two, TEN, Panel(3)).runs == [(span(0, 5), MAJOR)]


def test_degraded_needs_a_majority_too() -> None:
    three = {"a": [run(DEGRADED, 0, 10)], "b": [run(DOWN, 0, 5)], "c": [run(UP, 0, 10)]}
    assert probe_timeline(three, TEN, Panel(3)).runs == [(span(0, 5), SLOW)]


@pytest.mark.parametrize("state", [DOWN, DEGRADED])
def test_what_is_not_confirmed_is_unknown(state: ProbeState) -> None:
    runs = [run(UP, 0, 4), run(state, 4, 5, is_confirmed=False), run(UP, 5, 10)]
    assert probe_timeline({"": runs}, TEN) == Timeline(runs=[], unknown=[span(4, 5)])


def test_location_that_waits_for_its_confirmation_does_not_report() -> None:
    two = {"a": [run(UP, 0, 10)], "b": [run(DOWN, 0, 5, is_confirmed=False), run(UP, 5, 10)]}
    assert probe_timeline(two, TEN, Panel(3)).unknown == [span(0, 5)]
    three = two | {"c": [run(UP, 0, 10)]}
    assert probe_timeline(three, TEN, Panel(3)) == Timeline(runs=[], unknown=[])


def test_v1_tie_under_majority_is_unknown() -> None:
    v1 = VECTORS["method2"]["V1_tie"]
    bad, end = v1["one_down_minutes"], v1["minutes"]
    tied = {"a": [run(DOWN, 0, bad), run(UP, bad, end)], "b": [run(UP, 0, end)]}
    counts = counted(probe_timeline(tied, TEN, Panel(v1["locations"], vote=v1["vote"])), TEN)
    assert (counts.unknown, counts.bad) == (v1["unknown_s"], v1["bad_s"])


def test_tie_between_slow_and_up_is_unknown_under_majority_alone() -> None:
    tied = {"a": [run(DEGRADED, 0, 10)], "b": [run(UP, 0, 10)]}
    assert probe_timeline(tied, TEN, Panel(2)).unknown == [TEN]
    assert probe_timeline(tied, TEN, Panel(2, vote="partial")).unknown == []


def test_tie_under_partial_is_a_partial_outage() -> None:
    tied = {"a": [run(DOWN, 0, 10)], "b": [run(UP, 0, 10)]}
    assert probe_timeline(tied, TEN, Panel(2, vote="partial")).runs == [(TEN, PARTIAL)]


def test_time_without_a_run_is_unknown() -> None:
    runs = [run(UP, 2, 4), run(UP, 6, 12)]
    assert probe_timeline({"": runs}, TEN).unknown == [span(0, 2), span(4, 6)]


def watch(timeline: Timeline, start: float = 0, end: float = 10) -> Watch:
    return Watch(span(start, end), timeline)


def test_component_is_as_bad_as_its_worst_probe() -> None:
    slow = watch(Timeline([(span(0, 6), SLOW)]))
    down = watch(Timeline([(span(4, 8), MAJOR)]))
    timeline = component_timeline([slow, down], TEN)
    assert counted(timeline, TEN).bad == 240
    assert [state_at(timeline, at(minute)) for minute in (1, 5, 9)] == [
        SLOW,
        MAJOR,
        ComponentState.OPERATIONAL,
    ]


def test_unknown_probe_hides_one_that_is_up_and_not_one_that_is_down() -> None:
    blind = watch(Timeline(unknown=[TEN]))
    down = watch(Timeline([(span(0, 2), MAJOR)]))
    timeline = component_timeline([blind, down], TEN)
    counts = counted(timeline, TEN)
    assert (counts.good, counts.bad, counts.unknown) == (0, 120, 480)
    assert state_at(timeline, at(1)) is MAJOR
    assert state_at(timeline, at(5)) is None


def test_time_before_the_first_probe_is_unknown() -> None:
    timeline = component_timeline([watch(Timeline(), 4, 10)], TEN)
    assert timeline == Timeline(runs=[], unknown=[span(0, 4)])


def test_probe_added_later_says_nothing_of_the_time_before() -> None:
    old = watch(Timeline())
    new = watch(Timeline([(span(7, 8), MAJOR)], unknown=[span(0, 6)]), 5, 10)
    timeline = component_timeline([old, new], TEN)
    assert timeline == Timeline(runs=[(span(7, 8), MAJOR)], unknown=[span(5, 6)])


def test_component_without_probes_is_unknown() -> None:
    assert component_timeline([], TEN).unknown == [TEN]


def test_short_outages_are_left_out_whole() -> None:
    timeline = Timeline(
        [(span(0, 1), PARTIAL), (span(1, 2), MAJOR), (span(4, 5), MAJOR), (span(6, 7), SLOW)]
    )
    assert outages(timeline) == [span(0, 2), span(4, 5)]
    assert list(without_short_outages(timeline, timedelta(minutes=2)).runs) == [
        (span(0, 1), PARTIAL),
        (span(1, 2), MAJOR),
        (span(6, 7), SLOW),
    ]


# Properties that hold for any runs.

WINDOW = span(0, 60)
pieces = st.tuples(
    st.sampled_from(ProbeState), st.integers(-5, 60), st.integers(1, 30), st.booleans()
).map(
    lambda given: run(
        given[0],
        given[1],
        given[1] + given[2],
        is_confirmed=given[3] or given[0] is not DOWN,
    )
)


def one_after_another(runs: list[StateRun]) -> list[StateRun]:
    """Drop what overlaps: the runs of one location never do."""
    kept: list[StateRun] = []
    for piece in sorted(runs, key=lambda piece: piece.start):
        if not kept or kept[-1].end <= piece.start:
            kept.append(piece)
    return kept


locations = st.dictionaries(
    st.sampled_from("abcd"), st.lists(pieces, max_size=5).map(one_after_another), max_size=4
)
panels = st.builds(
    Panel,
    st.integers(1, 4),
    st.one_of(st.none(), st.integers(1, 4)),
    st.sampled_from(["majority", "partial"]),
)


@given(locations, panels)
def test_counts_of_a_probe_add_up(some: dict[str, list[StateRun]], panel: Panel) -> None:
    counts = counted(probe_timeline(some, WINDOW, panel), WINDOW)
    assert counts.good + counts.bad + counts.unknown == WINDOW.seconds


@given(locations, panels, st.integers(0, 60))
def test_parts_of_a_period_sum_to_the_whole(
    some: dict[str, list[StateRun]], panel: Panel, cut: int
) -> None:
    whole, left, right = (
        counted(probe_timeline(some, window, panel), window)
        for window in (WINDOW, span(0, cut), span(cut, 60))
    )
    for name in ("good", "bad", "unknown"):
        assert getattr(whole, name) == getattr(left, name) + getattr(right, name)


@given(locations, panels, st.integers(0, 55), st.integers(1, 20))
def test_one_more_outage_never_raises_availability(
    some: dict[str, list[StateRun]], panel: Panel, start: int, length: int
) -> None:
    """A location that reported the whole time goes down for a while.

    It may settle a tie between "works" and "slow": then it makes known what nobody knew before.
    """
    calm = some | {"e": [run(UP, 0, 60)]}
    end = min(start + length, 60)
    hit = some | {"e": [run(UP, 0, start), run(DOWN, start, end), run(UP, end, 60)]}
    before = counted(probe_timeline(calm, WINDOW, panel), WINDOW)
    after = counted(probe_timeline(hit, WINDOW, panel), WINDOW)
    settled = max(before.unknown - after.unknown, 0)
    assert after.bad >= before.bad
    assert after.good <= before.good + settled


def test_an_outage_that_settles_a_tie_of_slow_and_working_makes_it_slow() -> None:
    tied = {"a": [run(DEGRADED, 0, 10)], "b": [run(DEGRADED, 0, 10)], "c": [run(UP, 0, 10)]}
    panel = Panel(4)
    calm = probe_timeline(tied | {"e": [run(UP, 0, 10)]}, TEN, panel)
    hit = probe_timeline(tied | {"e": [run(DOWN, 0, 10)]}, TEN, panel)
    assert calm == Timeline(runs=[], unknown=[TEN])
    assert hit == Timeline(runs=[(TEN, SLOW)], unknown=[])


@given(locations, panels)
def test_order_of_locations_and_runs_does_not_matter(
    some: dict[str, list[StateRun]], panel: Panel
) -> None:
    turned = {name: list(reversed(runs)) for name, runs in reversed(some.items())}
    one = counted(probe_timeline(some, WINDOW, panel), WINDOW)
    assert counted(probe_timeline(turned, WINDOW, panel), WINDOW) == one


@given(locations, locations)
def test_component_is_never_better_than_one_of_its_probes(
    one: dict[str, list[StateRun]], other: dict[str, list[StateRun]]
) -> None:
    watches = [Watch(WINDOW, probe_timeline(some, WINDOW)) for some in (one, other)]
    both = counted(component_timeline(watches, WINDOW), WINDOW)
    for each in watches:
        alone = counted(each.timeline, WINDOW)
        assert both.bad >= alone.bad
        assert both.good <= alone.good
