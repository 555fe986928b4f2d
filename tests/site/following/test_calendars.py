"""The calendars: what they hold, how it changes, and that programs can take it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import post_update
from statuspage.actions.maintenance.planned import move_maintenance, schedule_maintenance
from statuspage.actions.maintenance.series import step_series
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.recurrence import Repeat
from statuspage.domain.vocabulary.states import Status
from tests.helpers.pages import rendered
from tests.helpers.planned import ADA, HOUR, NOON, scheduled

BERLIN = ZoneInfo("Europe/Berlin")
ODD = "Zero\u2028one\x85two; three, four \\ five\r\nsix \U0001f680 " + "ä" * 200


def told(path: str = "/maintenance.ics", at: datetime | None = None) -> list[Any]:
    calendar = Calendar.from_ical(rendered(path, at).body)
    assert isinstance(calendar, Calendar)
    assert not calendar.errors
    return calendar.events


def planned_with(title: str, body: str, repeat: Repeat | None = None) -> Incident:
    start = datetime(2026, 10, 18, 0, 0, tzinfo=UTC)  # a Sunday, 02:00 in Berlin
    with clock.standing_at(start - 21 * 24 * HOUR):
        return schedule_maintenance(title, body, start, start + HOUR, ["api"], ADA, repeat=repeat)


@pytest.mark.parametrize("path", ["/maintenance.ics", "/components/api.ics"])
def test_event_says_what_the_item_of_feeds_says(store: Path, path: str) -> None:
    key = scheduled().key
    [event] = told(path)
    assert event["UID"] == f"tag:status.acme.example,2026:incident/{key}"
    assert (event.start, event.end) == (NOON + 24 * HOUR, NOON + 26 * HOUR)
    assert event["SUMMARY"] == "Upgrade"
    assert "Writes pause." in event["DESCRIPTION"]
    assert event["URL"] == f"https://status.acme.example/incidents/{key}"
    assert event["STATUS"] == "CONFIRMED"
    assert event["SEQUENCE"] == 0
    [alarm] = event.alarms.times
    assert alarm.trigger == NOON + 23 * HOUR
    assert told("/components/docs.ics") == []


def test_each_change_raises_the_sequence_and_moves_what_it_moves(store: Path) -> None:
    key = scheduled().key
    [first] = told()
    with clock.standing_at(NOON + HOUR):
        later = NewUpdate("It takes longer.", Status.SCHEDULED, until=NOON + 30 * HOUR)
        post_update(key, later, ADA)
    [extended] = told()
    with clock.standing_at(NOON + 2 * HOUR):
        move_maintenance(key, Status.CANCELLED, "No need.", ADA)
    [cancelled] = told()
    assert first["UID"] == extended["UID"] == cancelled["UID"]
    assert first["SEQUENCE"] < extended["SEQUENCE"] < cancelled["SEQUENCE"]
    assert extended.end == NOON + 30 * HOUR
    assert [one["LAST-MODIFIED"].dt for one in (first, extended, cancelled)] == [
        NOON + HOUR * number for number in range(3)
    ]
    assert cancelled["STATUS"] == "CANCELLED"
    assert cancelled["SUMMARY"] == "Cancelled: Upgrade"
    assert not cancelled.alarms.times


def test_repeated_work_has_the_dates_that_the_page_lists(store: Path) -> None:
    key = planned_with("Updates", "Words.", repeat=Repeat("FREQ=WEEKLY;BYDAY=SU", BERLIN)).key
    first, *following = told()
    assert [one.start for one in following] == [
        datetime(2026, 10, 25, 0, tzinfo=UTC),
        datetime(2026, 11, 1, 1, tzinfo=UTC),  # 02:00 stays 02:00 when clocks change
        datetime(2026, 11, 8, 1, tzinfo=UTC),
    ]
    assert {one["STATUS"] for one in following} == {"TENTATIVE"}
    assert first["UID"].endswith(key)
    with clock.standing_at(first.start + HOUR / 2):
        [announced] = step_series()
    again = told()
    assert [one["STATUS"] for one in again] == ["CONFIRMED"] * 2 + ["TENTATIVE"] * 3
    assert again[1]["UID"].endswith(announced.key)
    assert len({one.start for one in again}) == 5
    assert {one["UID"] for one in following[1:]} < {one["UID"] for one in again}


def test_lines_are_folded_and_broken_as_the_format_asks(store: Path) -> None:
    planned_with(ODD, ODD)
    body = rendered("/maintenance.ics").body
    assert body.endswith(b"END:VCALENDAR\r\n")
    for line in body.split(b"\r\n"):
        assert len(line) <= 75
        assert len(line.decode().splitlines()) <= 1
    [event] = told()
    assert event["SUMMARY"] == " ".join(ODD.replace("\x85", " ").split())
    assert "two; three, four \\ five\nsix" in event["DESCRIPTION"]


def test_the_clock_alone_changes_no_byte(store: Path) -> None:
    planned_with("Updates", "Words.", repeat=Repeat("FREQ=WEEKLY;BYDAY=SU", BERLIN))
    now = rendered("/maintenance.ics", NOON)
    assert now.body == rendered("/maintenance.ics", NOON + timedelta(days=400)).body
    assert now.content_type == "text/calendar; charset=utf-8"


def test_old_work_leaves_but_what_is_not_over_stays(store: Path) -> None:
    far = NOON + 300 * 24 * HOUR
    with clock.standing_at(NOON - HOUR):
        key = schedule_maintenance("Far ahead", "Words.", far, far + HOUR, ["api"], ADA).key
    for number in range(100):
        with clock.standing_at(NOON + number * HOUR):
            start = NOON + (number + 2) * HOUR
            schedule_maintenance(str(number), "Words.", start, start + HOUR, ["api"], ADA)
    found = told()
    assert len(found) == 101
    assert found[-1]["UID"].endswith(key)


def test_an_empty_calendar_is_a_calendar(store: Path) -> None:
    assert told() == []
    calendar = Calendar.from_ical(rendered("/components/docs.ics").body)
    assert calendar["X-WR-CALNAME"] == "Acme Cloud: Docs"
