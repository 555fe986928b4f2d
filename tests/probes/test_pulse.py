"""Our own absence, noticed."""

from __future__ import annotations

import pytest

from statuspage.probes.pulse import Pulse, Tick


def beating(*beats: float) -> Pulse:
    pulse = Pulse()
    for beat in beats:
        pulse.beat(beat, beat + 0.25)
    return pulse


def test_steady_beat_disturbs_nothing() -> None:
    pulse = beating(0, 0.25, 0.5, 0.75)
    assert not pulse.was_disturbed(Tick(0.1, 1000.1), Tick(0.8, 1000.8))


def test_beat_says_for_how_long_the_loop_stood_still() -> None:
    pulse = beating(0)
    assert pulse.beat(0.3, 0.55) == 0
    assert pulse.beat(3600.55, 3600.8) == 3600


def test_check_across_a_standstill_was_disturbed() -> None:
    pulse = beating(0, 0.25, 60)
    assert pulse.was_disturbed(Tick(0.3, 1000.3), Tick(60, 1060))
    assert not pulse.was_disturbed(Tick(60.1, 1060.1), Tick(60.2, 1060.2))


def test_standstill_is_noticed_before_the_next_beat() -> None:
    pulse = beating(0)
    assert pulse.was_disturbed(Tick(0.1, 1000.1), Tick(60, 1060))


@pytest.mark.parametrize("jump", [-3600, -2, 2, 3600])
def test_check_across_a_jump_of_the_wall_clock_was_disturbed(jump: float) -> None:
    pulse = beating(0, 0.25)
    assert pulse.was_disturbed(Tick(0, 1000), Tick(0.3, 1000.3 + jump))


def test_small_correction_of_the_wall_clock_disturbs_nothing() -> None:
    assert not beating(0, 0.25).was_disturbed(Tick(0, 1000), Tick(0.3, 1000.8))
