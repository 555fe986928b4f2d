"""Allowances: token buckets that refill with time, on a clock that may jump."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.store import db
from statuspage.store.desk import forms


def take(now: float, capacity: float = 2, per_second: float = 0.1) -> float:
    with db.transaction():
        return forms.take_token("ada", capacity=capacity, per_second=per_second, now=now)


def test_bucket_gives_what_it_holds_and_then_says_how_long_to_wait(store: Path) -> None:
    assert [take(100), take(100)] == [0, 0]
    assert take(100) == pytest.approx(10)
    assert take(105) == pytest.approx(5)
    assert take(110) == 0


def test_clock_that_steps_back_refills_nothing_and_takes_nothing_away(store: Path) -> None:
    assert take(1000, capacity=3) == 0
    assert take(10, capacity=3) == 0  # 990 seconds back: two were left, one is
    assert take(10, capacity=3) == 0
    assert take(10, capacity=3) == pytest.approx(10)


def test_refilled_bucket_is_full(store: Path) -> None:
    assert [take(100), take(100)] == [0, 0]
    with db.transaction():
        forms.refill("ada")
    assert take(100) == 0
