"""When probes are due, by a clock that these tests turn by hand."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.probes.schedule import Schedule, offset

MANY = {f"probe-{number}": 20.0 for number in range(500)}


class Clock:
    """Seconds since some start, turned by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def turn(self, seconds: float) -> float:
        self.now += seconds
        return self.now


def planned(intervals: dict[str, float], clock: Clock) -> Schedule:
    schedule = Schedule()
    schedule.replace(intervals, clock.now)
    return schedule


def run(schedule: Schedule, clock: Clock, seconds: float, step: float = 0.1) -> list[list[str]]:
    """What was due at each step of this time."""
    return [schedule.due(clock.turn(step)) for _ in range(round(seconds / step))]


def test_five_hundred_probes_are_all_asked_once_within_one_interval() -> None:
    clock = Clock()
    turns = run(planned(MANY, clock), clock, 19)
    assert sorted(probe for due in turns for probe in due) == sorted(MANY)


def test_start_is_spread_evenly() -> None:
    clock = Clock()
    seconds = [len(due) for due in run(planned(MANY, clock), clock, 18, step=1)]
    assert max(seconds) < 3 * len(MANY) / 18


def test_start_of_a_rare_probe_does_not_wait_for_its_interval() -> None:
    clock = Clock()
    assert run(planned({"daily": 86_400.0}, clock), clock, 61, step=1) != [[]] * 61


def test_slot_of_a_probe_is_the_same_at_every_start() -> None:
    assert offset("api-http", 60) == offset("api-http", 60)
    assert len({offset(probe, 20) for probe in MANY}) > 490


def test_probe_is_due_once_per_interval_and_keeps_its_slot() -> None:
    clock = Clock()
    schedule = planned({"api": 10.0}, clock)
    start = clock.now
    seen = []
    for _ in range(1000):
        seen += [clock.now for _ in schedule.due(clock.turn(0.1))]
    first = start + offset("api", 10)
    assert [round(at - first - 10 * turn, 6) for turn, at in enumerate(seen)] == pytest.approx(
        [seen[0] - first] * 10, abs=0.11
    )


def test_late_loop_makes_up_a_slot_of_the_present_interval() -> None:
    clock = Clock()
    schedule = planned({"api": 60.0}, clock)
    assert schedule.due(clock.turn(offset("api", 60) + 25)) == ["api"]


@pytest.mark.parametrize("standstill", [3600.0, 3607.3, 86_400.0])
def test_after_a_standstill_probes_go_on_in_their_slots_without_a_burst(standstill: float) -> None:
    clock = Clock()
    schedule = planned(MANY, clock)
    run(schedule, clock, 40)
    at_once = schedule.due(clock.turn(standstill))
    later = run(schedule, clock, 20.1)
    counts = Counter([*at_once, *(probe for due in later for probe in due)])
    assert set(counts) == set(MANY)
    assert len(at_once) <= len(MANY) * 0.6
    assert max(Counter(at_once).values(), default=0) <= 1
    assert max(len(due) for due in later) < 20
    assert max(counts.values()) <= 2


def test_after_a_standstill_a_rare_probe_is_asked_at_once() -> None:
    clock = Clock()
    schedule = planned({"daily": 86_400.0}, clock)
    run(schedule, clock, 61, step=1)
    clock.turn(86_400)
    assert schedule.due(clock.now) == ["daily"]
    assert schedule.due(clock.now) == []


def test_clock_that_goes_back_asks_nothing_twice() -> None:
    clock = Clock()
    schedule = planned({"api": 10.0}, clock)
    assert schedule.due(clock.turn(10)) == ["api"]
    assert schedule.due(clock.turn(-5)) == []


def test_replaced_settings_keep_the_slots_of_probes_that_did_not_change() -> None:
    clock = Clock()
    schedule = planned({"kept": 10.0, "slower": 10.0, "gone": 10.0}, clock)
    run(schedule, clock, 10)
    schedule.replace({"kept": 10.0, "slower": 20.0, "new": 10.0}, clock.turn(0))
    twin = planned({"kept": 10.0}, Clock())
    turned = Clock()
    run(twin, turned, 10)
    assert schedule.due(clock.turn(0)) == twin.due(turned.turn(0))
    seen = {probe for due in run(schedule, clock, 20) for probe in due}
    assert seen == {"kept", "slower", "new"}


def test_empty_schedule_is_never_due() -> None:
    schedule = Schedule()
    assert schedule.due(1e9) == []


@given(st.lists(st.floats(0.01, 10_000), min_size=1, max_size=50), st.floats(1, 3600))
def test_probe_is_due_at_most_once_a_turn_and_not_again_at_the_same_instant(
    steps: list[float], interval: float
) -> None:
    clock = Clock()
    schedule = planned({"api": interval}, clock)
    for step in steps:
        assert len(schedule.due(clock.turn(step))) <= 1
        assert schedule.due(clock.now) == []
