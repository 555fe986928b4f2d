"""Times as people write them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.vocabulary.times import certain_instant, parse_instant, readings

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-07-01 15:00", "2026-07-01T14:00:00+00:00"),
        ("2026-07-01T15:00", "2026-07-01T14:00:00+00:00"),
        (" 2026-12-01 15:00 ", "2026-12-01T15:00:00+00:00"),
        ("2026-07-01T15:00:00Z", "2026-07-01T15:00:00+00:00"),
        ("2026-07-01T15:00:00+05:30", "2026-07-01T09:30:00+00:00"),
        ("2026-10-25 01:30", "2026-10-25T00:30:00+00:00"),  # occurs twice: the first one
    ],
)
def test_time_is_read_in_the_sites_zone_unless_it_names_its_own(text: str, instant: str) -> None:
    assert parse_instant(text, LONDON).isoformat() == instant


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-7-1 10:00", "15:00"])
def test_what_is_no_time_is_refused_in_plain_words(text: str) -> None:
    with pytest.raises(ValueError, match="write it like"):
        parse_instant(text, LONDON)


def test_day_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match="There is no day 2026-02-30; check the month"):
        parse_instant("2026-02-30 10:00", LONDON)


def test_day_ends_at_24_00() -> None:
    assert parse_instant("2026-02-28 24:00", LONDON) == parse_instant("2026-03-01", LONDON)
    assert parse_instant("2026-12-31T24:00:00+01:00", LONDON).hour == 23


def test_hour_that_clocks_leave_out_is_refused() -> None:
    with pytest.raises(ValueError, match="does not exist in Europe/London"):
        parse_instant("2026-03-29 01:30", LONDON)


def test_hour_that_occurs_twice_is_refused_where_nobody_looks_at_it() -> None:
    with pytest.raises(ValueError, match=r"01:30\+01:00 or 2026-10-25T01:30\+00:00"):
        certain_instant("2026-10-25 01:30", LONDON)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31 23:59-01:00"])
def test_time_outside_the_calendar_is_refused_in_plain_words(text: str) -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        parse_instant(text, LONDON)


_ZONES = ("UTC", "Europe/London", "Australia/Lord_Howe", "Pacific/Apia", "America/Havana")


@given(
    at=st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - a wall clock
    zone=st.sampled_from(_ZONES).map(ZoneInfo),
)
def test_what_a_clock_shows_is_read_as_the_instants_at_which_it_shows_it(
    at: datetime, zone: ZoneInfo
) -> None:
    instant = at.replace(tzinfo=UTC)
    wall = instant.astimezone(zone).replace(tzinfo=None)
    found = readings(wall.isoformat(), zone)
    assert instant in found
    assert found == sorted(set(found))
    assert all(
        one.astimezone(zone).replace(tzinfo=None, fold=0) == wall.replace(fold=0) for one in found
    )
