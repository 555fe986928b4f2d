"""Times as people type them: lengths, hours, days by name, ISO 8601; and each change of clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.vocabulary.when import parse_when
from statuspage.errors import message

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 7, 1, 16, 0, tzinfo=BERLIN)  # a Wednesday


def when(text: str, *, past: bool = False, now: datetime = NOW) -> str:
    return f"{parse_when(text, BERLIN, now, is_past=past).astimezone(BERLIN):%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("30", "07-01 16:30"),
        ("30m", "07-01 16:30"),
        ("30 min", "07-01 16:30"),
        ("in 30m", "07-01 16:30"),
        ("1h30m", "07-01 17:30"),
        ("1H 30M", "07-01 17:30"),
        ("2d", "07-03 16:00"),
        ("90s", "07-01 16:01"),
        ("30m ago", "07-01 15:30"),
        ("17:30", "07-01 17:30"),
        ("9:00", "07-02 09:00"),  # the next one
        ("16:00", "07-02 16:00"),
        ("now", "07-01 16:00"),
        ("today 17:30", "07-01 17:30"),
        ("tomorrow 9:00", "07-02 09:00"),
        ("Tomorrow at 09:00", "07-02 09:00"),
        ("yesterday 22:15", "06-30 22:15"),
        ("sunday 02:00", "07-05 02:00"),
        ("on Sun 02:00", "07-05 02:00"),
        ("wednesday 18:00", "07-08 18:00"),  # today has its own name
        ("2026-07-04 15:00", "07-04 15:00"),
        ("2026-07-04T15:00", "07-04 15:00"),
        ("2026-07-04T15:00Z", "07-04 17:00"),
        ("2026-07-04 15:00+05:30", "07-04 11:30"),
    ],
)
def test_time_to_come_is_read(text: str, wanted: str) -> None:
    assert when(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("30", "07-01 15:30"),
        ("1h30m", "07-01 14:30"),
        ("15:10", "07-01 15:10"),
        ("17:30", "06-30 17:30"),  # the last one
        ("sunday 02:00", "06-28 02:00"),
        ("wednesday 18:00", "06-24 18:00"),
        ("2026-06-01 15:00", "06-01 15:00"),
    ],
)
def test_time_that_is_past_is_read_backwards(text: str, wanted: str) -> None:
    assert when(text, past=True) == wanted


@pytest.mark.parametrize(
    "text",
    ["", "soon", "25:00", "17:60", "30x", "1h30", "smunday 9:00", "-30m", "1.5h", "٣٠", "tomorrow"],
)
def test_what_is_no_time_is_told_with_every_form(text: str) -> None:
    with pytest.raises(ValueError, match="30m or 1h30m, an hour such as 17:30") as refused:
        when(text)
    assert repr(text) in str(message(refused.value))


def test_four_digits_are_asked_about() -> None:
    with pytest.raises(ValueError, match="write 17:30 or 1730m"):
        when("1730")


def test_hour_that_clocks_leave_out_is_named() -> None:
    eve = datetime(2026, 3, 28, 20, 0, tzinfo=BERLIN)
    for text in ("2:30", "tomorrow 2:30", "2026-03-29 02:30"):
        with pytest.raises(ValueError, match="does not exist in Europe/Berlin"):
            when(text, now=eve)


def test_hour_that_occurs_twice_is_asked_about() -> None:
    eve = datetime(2026, 10, 24, 20, 0, tzinfo=BERLIN)
    with pytest.raises(ValueError, match="occurs twice"):
        when("2:30", now=eve)


def test_length_far_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        parse_when("99999d", BERLIN, datetime(9999, 1, 1, tzinfo=UTC))


@given(st.integers(0, 40), st.integers(0, 23), st.integers(0, 59))
def test_parts_of_a_length_add_up(days: int, hours: int, minutes: int) -> None:
    found = parse_when(f"{days}d{hours}h {minutes}m", BERLIN, NOW)
    assert found - NOW.astimezone(UTC) == timedelta(days=days, hours=hours, minutes=minutes)
