"""How far ahead a day was known, where a notice stands, and when readers are reminded."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.promises.notice import Lead, Naming, due_reminder, lead_of

ZONE = ZoneInfo("Europe/London")
REMIND = (timedelta(days=30), timedelta(days=7))
JANUARY = date(2026, 1, 1)

days = st.integers(0, 400).map(lambda ahead: JANUARY + timedelta(days=ahead))


def day(month: int, number: int) -> date:
    return date(2026, month, number)


@pytest.mark.parametrize(
    ("named", "since", "length"),
    [
        ([(day(1, 1), day(4, 1))], day(1, 1), 90),
        # Put off: whoever knew of the earlier day was ready for the later one.
        ([(day(1, 1), day(4, 1)), (day(2, 1), day(6, 1))], day(1, 1), 151),
        # Brought forward: known since that was told.
        ([(day(1, 1), day(6, 1)), (day(3, 1), day(4, 1))], day(3, 1), 31),
        # Put off and brought back: between the two, readers were told of more time than they had.
        (
            [(day(1, 1), day(4, 1)), (day(2, 1), day(8, 1)), (day(5, 1), day(5, 15))],
            day(5, 1),
            14,
        ),
        ([(day(4, 1), day(4, 1))], day(4, 1), 0),
        ([(day(4, 9), day(4, 1))], day(4, 9), 0),
    ],
)
def test_lead_counts_from_when_readers_could_know(
    named: list[tuple[date, date]], since: date, length: int
) -> None:
    assert lead_of([Naming(*one) for one in named], None) == Lead(since, length, None)


@given(st.lists(st.tuples(days, days), min_size=1, max_size=6))
def test_lead_is_never_longer_than_any_reader_had(named: list[tuple[date, date]]) -> None:
    """At each moment from `since` on, the day that was named then was no later than the last."""
    told = [Naming(on, effective) for on, effective in sorted(named)]
    lead = lead_of(told, 90)
    newest = told[-1].effective
    assert all(one.effective <= newest for one in told if one.on > lead.since)
    assert lead.days == max(0, (newest - lead.since).days)
    assert lead.is_kept == (lead.days >= 90)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-05-09 07:59", None),
        ("2026-05-09 08:00", 30),  # which is 9:00 in London
        ("2026-06-01 07:59", 30),
        ("2026-06-01 08:00", 7),
        ("2026-06-07 22:59", 7),
        ("2026-06-07 23:00", None),  # it is the day itself in London
    ],
)
def test_reminder_comes_in_the_morning_of_its_day(now: str, due: int | None) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    known = datetime(2026, 1, 1, tzinfo=UTC)
    assert due_reminder(day(6, 8), REMIND, ZONE, known, at) == due


def test_reminder_older_than_the_announcement_never_comes() -> None:
    known = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
    assert due_reminder(day(6, 8), REMIND, ZONE, known, known + timedelta(days=1)) is None
    assert due_reminder(day(6, 8), REMIND, ZONE, known, known + timedelta(days=13)) == 7
    assert due_reminder(day(6, 8), (), ZONE, known, known + timedelta(days=13)) is None
