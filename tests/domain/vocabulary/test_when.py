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
        ("wednesday 15:00", "07-08 15:00"),  # today's is past
        ("next wednesday 18:00", "07-08 18:00"),
        ("30 minutes", "07-01 16:30"),
        ("2 hours", "07-01 18:00"),
        ("1.5h", "07-01 17:30"),
        ("+45", "07-01 16:45"),
        ("in 45", "07-01 16:45"),
        ("1w", "07-08 16:00"),
        ("5:30pm", "07-01 17:30"),
        ("tomorrow at 9 am", "07-02 09:00"),
        ("12am", "07-02 00:00"),
        ("24:00", "07-02 00:00"),
        ("today 24:00", "07-02 00:00"),
        ("2026-07-31 24:00", "08-01 00:00"),
        ("2026-12-31T24:00:00Z", "01-01 01:00"),
        ("17:30Z", "07-01 19:30"),
        ("17:30 UTC", "07-01 19:30"),
        ("13:00 utc", "07-02 15:00"),
        ("tomorrow 0:30+05:30", "07-01 21:00"),
        ("2026-07-04 15:00 UTC", "07-04 17:00"),
        ("2028-02-29 10:00", "02-29 10:00"),
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
        ("wednesday 18:00", "06-24 18:00"),  # today's is to come
        ("24:00", "07-01 00:00"),
        ("yesterday 24:00", "07-01 00:00"),
        ("in 30m", "07-01 16:30"),  # whoever says so means what is to come
        ("30 minutes ago", "07-01 15:30"),
        ("2026-06-01 15:00", "06-01 15:00"),
    ],
)
def test_time_that_is_past_is_read_backwards(text: str, wanted: str) -> None:
    assert when(text, past=True) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "25:00",
        "17:60",
        "30x",
        "smunday 9:00",
        "-30m",
        "٣٠",
        "tomorrow",
        "24:01",
        "13pm",
        "0:30pm",
    ],
)
def test_what_is_no_time_is_told_with_every_form(text: str) -> None:
    with pytest.raises(ValueError, match="30m or 1h30m, an hour such as 17:30") as refused:
        when(text)
    assert repr(text) in str(message(refused.value))


@pytest.mark.parametrize(
    "text", ["30m30m", "3m1h", "in 30m ago", "29 Feb 10:00", "17:30+99:00", "tomorrow 24:30"]
)
def test_what_may_be_a_slip_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        when(text)


def test_four_digits_are_asked_about() -> None:
    with pytest.raises(ValueError, match="write 17:30 or 1730m"):
        when("1730")


@pytest.mark.parametrize("text", ["wednesday 18:00", "on Wed at 6pm"])
def test_name_of_today_is_asked_about_while_its_hour_is_to_come(text: str) -> None:
    with pytest.raises(ValueError, match="may mean today or 2026-07-08"):
        when(text)


def test_length_that_looks_like_an_hour_is_asked_about() -> None:
    with pytest.raises(ValueError, match="write 17:30 or 17h30m"):
        when("17h30")


@pytest.mark.parametrize("text", ["2027-02-29 10:00", "2026-04-31", "2026-13-01T10:00Z"])
def test_day_that_no_calendar_has_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=f"There is no day {text[:10]}"):
        when(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("sunday 03:00", "07-05 03:00"),
        ("tomorrow 3:00", "07-02 03:00"),
        ("03:00", "07-05 03:00"),
        ("1h", "07-05 03:00"),
    ],
)
def test_end_counts_from_its_beginning_but_days_have_their_names_from_now(
    text: str, wanted: str
) -> None:
    begins = parse_when("sunday 02:00", BERLIN, NOW)
    ends = parse_when(text, BERLIN, begins, now=NOW)
    assert f"{ends.astimezone(BERLIN):%m-%d %H:%M}" == wanted


@pytest.mark.parametrize("day", [(3, 29), (10, 25)])
def test_change_of_clocks_that_is_over_is_no_matter(day: tuple[int, int]) -> None:
    evening = datetime(2026, *day, 20, 0, tzinfo=BERLIN)
    assert when("2:30", now=evening) == f"{day[0]:02}-{day[1] + 1:02} 02:30"
    dawn = evening.replace(hour=0, minute=30)
    assert when("2:30", past=True, now=dawn).endswith(f"-{day[1] - 1:02} 02:30")


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
