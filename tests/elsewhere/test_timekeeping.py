"""Whose clock a result is dated by: ours while it agrees with the server's, else the server's."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from statuspage import clock
from statuspage.elsewhere.timekeeping import Reading, Timekeeper

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@contextmanager
def our_clock(ahead: float) -> Iterator[datetime]:
    """Our clock at noon by the server's, so many seconds ahead of it."""
    at = NOON + timedelta(seconds=ahead)
    with clock.standing_at(at):
        yield at


def meet(keeper: Timekeeper) -> bool:
    """An answer that took no time."""
    return keeper.compare(format_datetime(NOON, usegmt=True), Reading.taken())


def test_clock_that_agrees_is_believed() -> None:
    keeper = Timekeeper()
    with our_clock(2) as at:
        assert meet(keeper)
        assert keeper.stamped(at) == (at, None)


@pytest.mark.parametrize(("ahead", "way"), [(90, "s ahead of"), (-90, "s behind")])
def test_clock_that_is_wrong_is_named_and_corrected(
    ahead: int, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    keeper = Timekeeper()
    with our_clock(ahead) as at:
        meet(keeper)
        stamped, elapsed = keeper.stamped(at)
        meet(keeper)
    assert elapsed is None
    assert abs((stamped - NOON).total_seconds()) <= 1
    [line] = caplog.messages  # once, not at each answer
    assert re.search(rf"\b(89|90|91) {way}", line)


def test_clock_that_was_set_right_is_believed_again(caplog: pytest.LogCaptureFixture) -> None:
    keeper = Timekeeper()
    with our_clock(90):
        meet(keeper)
    with our_clock(0) as at:
        _, elapsed = keeper.stamped(at)
        assert elapsed is not None  # nobody knows yet which of the two is right
        meet(keeper)
        assert keeper.stamped(at) == (at, None)
    assert "agrees with the server's again" in caplog.messages[-1]


def test_before_the_server_was_met_no_time_is_sure() -> None:
    keeper = Timekeeper()
    _, elapsed = keeper.stamped(clock.now())
    assert elapsed is not None
    assert 0 <= clock.elapsed() - elapsed < 60


@pytest.mark.parametrize("date", [None, "", "yesterday"])
def test_answer_without_a_date_says_nothing(date: str | None) -> None:
    keeper = Timekeeper()
    assert not keeper.compare(date, Reading.taken())
    assert keeper.stamped(clock.now())[1] is not None


def test_slow_answer_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    asked = Reading(clock.timestamp() - 20, clock.elapsed() - 20)
    with caplog.at_level(logging.INFO):
        assert not Timekeeper().compare(format_datetime(NOON, usegmt=True), asked)
    assert not caplog.messages
