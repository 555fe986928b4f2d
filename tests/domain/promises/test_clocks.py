"""The three clocks: lag of the first notice, silence, and what is measured beyond what was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from statuspage.domain.promises.clocks import clocks
from statuspage.domain.promises.silence import Disruption

T0 = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LATER = T0 + 600 * MINUTE


def told(start: int, end: int | None, *words: int) -> Disruption:
    over = None if end is None else T0 + end * MINUTE
    return Disruption("k", T0 + start * MINUTE, over, tuple(T0 + m * MINUTE for m in words), over)


def test_clocks_of_the_worked_example_hold_the_longest_silence() -> None:
    found = clocks(told(0, 90, 0, 25, 80, 90), told(0, 90, 0, 25, 80, 90), LATER)
    assert found.longest_silence == 55 * 60
    assert (found.lag, found.is_measured, found.is_told_apart) == (0, False, False)


def test_measured_start_makes_the_lag() -> None:
    said = told(40, 90, 40, 90)
    found = clocks(said, replace(said, start=T0), LATER)
    assert found.lag == 40 * 60
    assert found.is_measured
    assert found.is_told_apart


def test_impact_that_goes_on_has_no_end_and_no_longest_silence_yet() -> None:
    for going_on in (told(0, None, 5), told(0, 600, 5)):
        found = clocks(going_on, going_on, LATER)
        assert found.end is None
        assert found.longest_silence is None


def test_word_after_the_impact_was_over_is_late_not_silent() -> None:
    said = told(0, 10, 30)
    found = clocks(said, said, LATER)
    assert found.lag == 30 * 60
    assert found.longest_silence is None
