"""The script's own business time, by the examples of numbers.md."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.recompute.desk import calendars, due, open_time
from tests.recompute.times import at

OFFICE = {
    "id": "office",
    "version": 1,
    "timezone": "Europe/London",
    "hours": {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
    "holidays": ["2026-04-03", "2026-04-06"],
}
NIGHT = OFFICE | {"id": "night", "hours": {"sun": ["01:30-03:00"]}}
ROUND_THE_CLOCK = OFFICE | {
    "id": None,
    "hours": {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
    "holidays": [],
}
KNOWN = calendars([OFFICE, NIGHT, ROUND_THE_CLOCK])
DESK = KNOWN["office", "1"]


@pytest.mark.parametrize(
    ("name", "start", "end", "minutes"),
    [
        ("office", "2026-03-27T16:30+00:00", "2026-03-30T09:45+01:00", 75),  # T1
        ("office", "2026-04-02T16:00+01:00", "2026-04-07T10:00+01:00", 120),  # T2
        (None, "2026-10-25T00:30+01:00", "2026-10-25T03:30+00:00", 240),  # T6
        ("night", "2026-03-29T00:00+00:00", "2026-03-29T12:00+01:00", 60),  # 01:30 was left out
    ],
)
def test_open_time_agrees_with_the_examples(
    name: str | None, start: str, end: str, minutes: int
) -> None:
    calendar = KNOWN[name, "1"]
    asked = at(start), at(end)
    assert open_time(calendar, *asked, []) == timedelta(minutes=minutes)
    assert due(calendar, asked[0], timedelta(minutes=minutes), []) <= asked[1]


def test_waiting_stops_the_clock() -> None:
    """T4: open 10:00, ask 11:00, answer next day 15:00, solved the day after 10:00 = 240 min."""
    opened, solved = at("2026-06-09T10:00+01:00"), at("2026-06-11T10:00+01:00")
    pauses = [(at("2026-06-09T11:00+01:00"), at("2026-06-10T15:00+01:00"))]
    assert open_time(DESK, opened, solved, pauses) == timedelta(minutes=240)
    assert due(DESK, opened, timedelta(minutes=240), pauses) == solved


def test_due_is_the_closing_and_not_the_next_opening() -> None:
    friday = datetime.fromisoformat("2026-06-12T16:00+01:00")
    assert due(DESK, friday, timedelta(hours=1), []) == at("2026-06-12T17:00+01:00")
    assert due(DESK, friday, timedelta(hours=2), []) == at("2026-06-15T10:00+01:00")
