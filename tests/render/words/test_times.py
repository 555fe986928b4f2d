"""Instants, days, windows and periods in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from statuspage.render.words import times
from statuspage.render.words.locale import ENGLISH

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 7, 3, 14, 0, tzinfo=UTC)


def plain(text: str) -> str:
    """Without tags, and with plain blanks."""
    return Markup(text).striptags().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (NOW, "15:00 BST"),
        (NOW - timedelta(days=2), "1 July, 15:00 BST"),
        (NOW - timedelta(days=365), "3 July 2025, 15:00 BST"),
        (datetime(2026, 7, 2, 23, 30, tzinfo=UTC), "00:30 BST"),
    ],
)
def test_moment_leaves_out_what_goes_without_saying(instant: datetime, expected: str) -> None:
    assert plain(times.moment(ENGLISH, instant, LONDON, NOW)) == expected


def test_moment_carries_the_instant_in_utc() -> None:
    assert 'datetime="2026-07-03T14:00:00Z"' in times.moment(ENGLISH, NOW, LONDON, NOW)


def test_full_moment_names_an_offset_where_the_zone_has_no_letters() -> None:
    assert plain(times.full_moment(ENGLISH, NOW, ZoneInfo("America/Sao_Paulo"))) == (
        "3 July 2026, 11:00 UTC-03"
    )


def test_day_is_the_local_one() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert plain(times.day(ENGLISH, late, LONDON)) == "1 July 2026"


def test_written_day_shows_what_is_not_a_date_as_text() -> None:
    assert plain(times.written_day(ENGLISH, "2026-11-22")) == "22 November 2026"
    assert times.written_day(ENGLISH, "<soon>") == "&lt;soon&gt;"


def test_window_names_the_day_once_when_it_is_the_same() -> None:
    text = times.window(ENGLISH, NOW, NOW + timedelta(hours=2), LONDON)
    assert plain(text) == "3 July 2026, 15:00 to 17:00 BST"


def test_window_names_both_days_over_midnight() -> None:
    text = times.window(ENGLISH, NOW, NOW + timedelta(hours=10), LONDON)
    assert plain(text) == "3 July 2026, 15:00 BST to 4 July 2026, 01:00 BST"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2026-07", "July 2026"),
        ("2026-Q3", "the third quarter of 2026"),
        ("2026-W07", "week 7 of 2026"),
        ("rolling-30d", "the last 30 days"),
    ],
)
def test_period_name_reads_every_kind(name: str, expected: str) -> None:
    assert times.period_name(ENGLISH, name) == expected
