"""Printed times: their zone, year and month by the entry's own times, or a fault in one line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from statuspage.imports import feed
from statuspage.imports.sequence import Own, Page, settle, settle_window
from statuspage.imports.stamps import parse, parse_window
from statuspage.imports.zones import offsets

FEEDS = Path(__file__).parents[1] / "data" / "feeds"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def own(*stated: str) -> Own:
    return Own(tuple(map(instant, stated)), NOW)


def settled(*texts: str, stated: tuple[str, ...] = (), language: str = "") -> list[str]:
    found = settle([parse(text, language) for text in texts], own(*stated), Page())
    return [f"{one:%Y-%m-%dT%H:%M}" for one in found.instants]


@pytest.mark.parametrize(
    ("printed", "zone", "hours"),
    [
        ("Jun 5, 09:40", "CST", 8),
        ("Jun 4, 19:40", "CST", -6),
        ("Jun 5, 07:10", "IST", 5.5),
        ("Jun 5, 04:40", "IST", 3 - 1),
        ("Jun 5, 02:40", "IST", 1),
        ("Jun 5, 09:40", "PST", 8),
        ("Jun 4, 17:40", "PST", -8),
        ("Jun 5, 02:40", "BST", 1),
        ("Jun 5, 07:40", "BST", 6),
        ("Jun 5, 04:40", "AST", 3),
        ("Jun 4, 21:40", "AST", -4),
        ("Jun 4, 20:40", "EST", -5),
        ("Jun 5, 11:40", "EST", 10),
    ],
)
def test_zone_of_several_readings_is_that_which_meets_the_entry(
    printed: str, zone: str, hours: float
) -> None:
    at = instant("2026-06-05T01:40") if zone != "IST" or hours != 2 else instant("2026-06-05T02:40")
    stated = (f"{at:%Y-%m-%dT%H:%M}:38",)
    assert settled(f"{printed} {zone}", stated=stated) == [f"{at:%Y-%m-%dT%H:%M}"]
    assert timedelta(hours=hours) in offsets(zone)


@pytest.mark.parametrize("zone", ["CST", "IST", "PST", "BST", "AST", "EST"])
def test_zone_that_no_time_of_the_entry_decides_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="own times do not tell which"):
        settled(f"Jun 5, 09:47 {zone}", stated=("2026-06-05T01:40:00",))


def test_zone_that_other_entries_of_the_feed_decide_is_taken_and_told() -> None:
    page = Page()
    sure = [parse("Jun 5, 09:40 CST")]
    page.learn(sure, own("2026-06-05T01:40:00"))
    unsure = [parse("Jun 7, 09:00 CST")]
    with pytest.raises(ValueError, match="do not tell which"):
        settle(unsure, own("2026-06-07T03:17:00"), page)  # one entry may meet by chance
    page.learn(sure, own("2026-06-05T01:40:00"))
    found = settle(unsure, own("2026-06-07T03:17:00"), page)
    assert found.instants == (instant("2026-06-07T01:00"),)
    assert "read as UTC+8" in str(found.odd[0])


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        *(("SAST", 2), ("EAT", 3), ("WAT", 1), ("CAT", 2), ("WIB", 7), ("PKT", 5), ("IDT", 3)),
        *(("SGT", 8), ("BRT", -3), ("ICT", 7), ("MESZ", 2), ("GMT+0", 0), ("UTC-3", -3)),
        *(("+0530", 5.5), ("-03", -3), ("GMT+5:30", 5.5), ("z", 0), ("utc", 0), ("(NZST)", 12)),
    ],
)
def test_zone_is_known(zone: str, hours: float) -> None:
    assert offsets(f" {zone}") == (timedelta(hours=hours),)


@pytest.mark.parametrize("zone", ["", "XYZ", "+99"])
def test_zone_that_is_not_known_is_named(zone: str) -> None:
    with pytest.raises(ValueError, match="have the feed print UTC"):
        offsets(zone)


@pytest.mark.parametrize(
    "text",
    [
        "Aug 21, 00:37 UTC",
        "Aug   21, 00:37:00 GMT+0",
        "August 21st, 12:37 AM UTC",
        "Aug 21, 12:37 a.m. UTC",
        "Posted on Aug 21, 2026 - 00:37 UTC",
        "21 Aug 2026 00:37 UTC",
        "2026-08-21T00:37:00Z",
        "2026-08-21t00:37:00.123z",
        "2026-08-21 00:37 +0000",
        "2026-08-20 20:37 -04:00",
        "21. Aug., 02:37 MESZ",
        "21 août, 00:37 UTC",
        "21 de agosto, 00:37 UTC",
        "21 ago., 00:37 UTC",
        "8月 21, 00:37 UTC",
        "2026年8月21日 午前0:37 UTC".replace("午前0", "午前12"),
        "8월 21, 00:37 UTC",
        "21 sierpnia, 00:37 UTC",
        "21 августа, 00:37 UTC",
        "Ağu 21, 00:37 UTC",
    ],
)
def test_printed_time_is_read(text: str) -> None:
    assert settled(text, stated=("2026-08-21T00:37:20",)) == ["2026-08-21T00:37"]


@pytest.mark.parametrize(
    "text",
    ["", "soon", "10:00 UTC", "Foo 1, 10:00 UTC", "Aug 21, 13:00 AM UTC", "Aug 21, 0:30 PM UTC"],
)
def test_what_is_no_time_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date like"):
        parse(text)


def test_month_of_several_languages_is_that_of_the_page_or_of_the_entry() -> None:
    assert settled("lip 3, 10:00 UTC", stated=("2026-07-03T10:00:00",), language="pl") == [
        "2026-07-03T10:00"
    ]


def test_postmortem_after_the_last_change_of_the_entry_keeps_the_year() -> None:
    found = settled(
        "Jun 9, 10:00 UTC",
        "Jun 5, 01:40 UTC",
        "Jun 4, 21:10 UTC",
        stated=("2026-06-04T21:10:00", "2026-06-05T01:40:38"),
    )
    assert found == ["2026-06-09T10:00", "2026-06-05T01:40", "2026-06-04T21:10"]


def test_work_announced_before_it_was_published_may_stand_oldest_first() -> None:
    found = settled(
        "Jul 8, 07:24:48 GMT+0",
        "Jul 19, 06:00:01 GMT+0",
        "Jul 19, 06:07:55 GMT+0",
        stated=("2026-07-19T06:00:00", "2026-07-08T07:24:48"),
    )
    assert found == ["2026-07-08T07:24", "2026-07-19T06:00", "2026-07-19T06:07"]


def test_entry_written_down_long_afterwards_is_told() -> None:
    found = settle([parse("Jan 5, 10:00 UTC")], own("2024-03-20T10:00:00"), Page())
    assert found.instants == (instant("2024-01-05T10:00"),)
    assert "75 days before it was published" in str(found.odd[0])


def test_time_without_a_year_needs_one_of_the_entry() -> None:
    with pytest.raises(ValueError, match="has no year"):
        settled("Jun 9, 10:00 UTC")
    assert settled("Jun 9, 2024, 10:00 UTC") == ["2024-06-09T10:00"]


def test_window_may_name_years_and_zones_of_its_own() -> None:
    window = parse_window("PLANNED Dec 31, 2025, 22:00 UTC - Jan 2, 2026, 01:30 CET")
    assert window is not None
    found = settle_window(window, instant("2025-12-01T00:00"), {}, own())
    assert found == (instant("2025-12-31T22:00"), instant("2026-01-02T00:30"))
    assert parse_window("Nothing of the kind at 10:00 UTC") is None


@given(
    st.integers(0, 11 * 365 * 24 * 60),
    st.lists(st.integers(0, 60 * 24 * 100), min_size=1, max_size=6),
    st.sampled_from(["UTC", "CST", "IST", "PST", "EST", "AST", "BST"]),
    st.data(),
)
def test_printed_history_comes_back_as_it_was(
    minutes: int, gaps: list[int], zone: str, data: st.DataObject
) -> None:
    offset = data.draw(st.sampled_from(offsets(zone)))
    times = [instant("2015-06-01T00:00") + timedelta(minutes=minutes)]
    for gap in gaps:
        times.append(times[-1] - timedelta(minutes=gap))
    assume(not any((one + offset).strftime("%m-%d") == "02-29" for one in times))
    texts = [f"{one + offset:%b %d, %H:%M} {zone}" for one in times]
    stated = Own((times[-1], times[0]), NOW)
    try:
        found = settle([parse(text) for text in texts], stated, Page())
    except ValueError as error:
        assert "do not tell which" in str(error)  # noqa: PT017
        return
    assert list(found.instants) == times


def test_feed_of_the_finding_has_its_own_times() -> None:
    batch = feed.read((FEEDS / "shanghai.atom").read_bytes(), "shanghai.atom", NOW)
    assert not batch.faults
    told = {
        one.origin_id: [f"{post.at:%Y-%m-%dT%H:%M}" for post in one.posts]
        for one in batch.incidents
    }
    assert told == {
        "501": ["2026-06-05T01:00", "2026-06-05T01:40"],
        "502": ["2026-06-04T21:10", "2026-06-05T01:40", "2026-06-09T10:00"],
        "503": ["2026-06-05T01:40"],
    }
    assert batch.incidents[2].title == "R&amp;D search"  # as the source escaped it, twice
