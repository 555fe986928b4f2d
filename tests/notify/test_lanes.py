"""Threads that do what they are given."""

from __future__ import annotations

from threading import Event, current_thread

import pytest

from statuspage.notify.lanes import Lanes


def test_lanes_do_so_many_things_side_by_side_on_few_threads() -> None:
    lanes, gates = Lanes("mail", 2), [Event(), Event()]
    names = set()

    def hang(gate: Event) -> None:
        names.add(current_thread().name)
        assert gate.wait(60)

    for gate in gates:
        lanes.begin(lambda gate=gate: hang(gate))  # type: ignore[misc]
    assert lanes.free == 0
    gates[0].set()
    while lanes.free == 0:
        lanes.look(0.01)
    gates[1].set()
    lanes.look()
    assert lanes.free == 2
    for _ in range(3):
        lanes.begin(lambda: names.add(current_thread().name))
        lanes.look()
    assert names == {"mail 1", "mail 2"}


def test_what_was_raised_is_raised_where_somebody_looks() -> None:
    lanes = Lanes("mail", 1)

    def fail() -> None:
        raise ValueError("a fault")

    lanes.begin(fail)
    with pytest.raises(ValueError, match="a fault"):
        lanes.look()
    lanes.look()
    assert lanes.free == 1
