"""Runs of many series from one query."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from statuspage.domain.measured.samples import ProbeState, StateRun
from statuspage.store import db
from statuspage.store.measured import measurements

START = datetime(2026, 7, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("store")


def up(first: int, last: int) -> StateRun:
    return StateRun(ProbeState.UP, START + first * HOUR, START + last * HOUR)


def test_runs_of_many_series_are_those_that_reach_into_the_window() -> None:
    kept = {
        "reaches-in": [up(0, 1), up(2, 6), up(8, 20)],
        "ends-before": [up(0, 5), up(7, 8)],
        "begins-after": [up(9, 12)],
        "empty": [],
    }
    with db.transaction():
        numbers = {name: measurements.series(name, "", "api").number for name in kept}
        for name, runs in kept.items():
            measurements.put_runs(numbers[name], runs)
    with db.snapshot():
        found = measurements.runs_of(numbers.values(), START + 5 * HOUR, START + 9 * HOUR)
        firsts = measurements.first_starts(numbers.values())
    assert {name: found[number] for name, number in numbers.items()} == {
        "reaches-in": [up(2, 6), up(8, 20)],
        "ends-before": [up(7, 8)],
        "begins-after": [],
        "empty": [],
    }
    assert {name: firsts.get(number) for name, number in numbers.items()} == {
        "reaches-in": START,
        "ends-before": START,
        "begins-after": START + 9 * HOUR,
        "empty": None,
    }
