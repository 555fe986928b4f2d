"""The history by months: what stands where, and what each month comes to in a line."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import move_maintenance, schedule_maintenance
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.errors import NotFound
from statuspage.site import catalogue

ADA = Actor("ada")
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("store")


def page(path: str) -> str:
    found = catalogue.find(path)
    assert found is not None
    with clock.standing_at(NOW):
        return catalogue.render(found).body.decode()


def titles(text: str) -> list[str]:
    return re.findall(r'<h[23] class="clip"><a [^>]*>(?:<s>)?<bdi>([^<]*)', text)


def sums(text: str) -> list[str]:
    return re.findall(r'<p class="sum">([^<]*)</p>', text)


def happened(at: datetime, hours: int, title: str = "Errors", end: str = "resolved") -> str:
    word = NewUpdate("We look.", components={"api": ComponentState.MAJOR_OUTAGE})
    with clock.standing_at(at):
        key = open_incident(title, word, ADA).key
    if hours:
        with clock.standing_at(at + hours * HOUR):
            post_update(key, NewUpdate("Over.", status=Status(end)), ADA)
    return key


def planned(said: datetime, start: datetime, title: str = "Upgrade") -> str:
    with clock.standing_at(said):
        return schedule_maintenance(title, "Pauses.", start, start + HOUR, ["api"], ADA).key


def moved(at: datetime, key: str, status: Status) -> None:
    with clock.standing_at(at):
        move_maintenance(key, status, "Told.", ADA)


def test_each_month_has_a_line_and_quiet_ones_say_so(store: Path) -> None:
    happened(datetime(2026, 8, 3, 9, tzinfo=UTC), 4)
    happened(datetime(2026, 8, 4, 9, tzinfo=UTC), 10)
    happened(datetime(2026, 8, 5, 9, tzinfo=UTC), 1, end="false_alarm")
    happened(datetime(2026, 11, 20, 9, tzinfo=UTC), 0)
    text = page("/history")
    assert sums(text) == ["1 incident, 1 still open", "Nothing happened", "Nothing happened"]
    assert re.findall(r'<li><a href="([^"]*)">[^<]*</a> <span>([^<]*)</span>', text) == [
        ("/history/2026-08", "2 incidents, 14 h in all, 1 false alarm")
    ]
    assert sums(page("/history/2026-08")) == ["2 incidents, 14 h in all, 1 false alarm"]


def test_long_sums_are_told_to_the_hour_and_count_what_has_begun(store: Path) -> None:
    happened(datetime(2026, 11, 3, 9, tzinfo=UTC), 25)
    assert sums(page("/history/2026-11")) == ["1 incident, 1 d 1 h"]


def test_planned_work_stands_in_the_month_it_took_place_and_not_before_it_begins(
    store: Path,
) -> None:
    october, november = (datetime(2026, month, 5, 9, tzinfo=UTC) for month in (10, 11))
    done = planned(october, november)
    moved(november, done, Status.IN_PROGRESS)
    moved(november + HOUR, done, Status.COMPLETED)
    called_off = planned(october, november + HOUR, "Move")
    moved(november, called_off, Status.CANCELLED)
    planned(november, NOW + 5 * HOUR, "Yet to come")
    assert titles(page("/history/2026-11")) == ["Move", "Upgrade"]
    assert sums(page("/history/2026-11")) == ["1 planned work, 1 planned work cancelled"]
    assert titles(page("/history/2026-10")) == []
    assert "Yet to come" not in page("/history")
    assert "Yet to come" in page("/maintenance")


def test_mark_of_what_is_over_is_that_of_its_impact(store: Path) -> None:
    happened(datetime(2026, 11, 3, 9, tzinfo=UTC), 4)
    text = page("/history")
    row = text[text.index('<article class="row') :]
    assert 'class="mark major"' in row[: row.index("</article>")]
    assert re.search(r'<strong class="major">Critical impact</strong>\s*<span>Resolved</span>', row)


def test_years_have_pages_and_months_lead_to_those_beside_them(store: Path) -> None:
    happened(datetime(2024, 12, 3, 9, tzinfo=UTC), 1)
    assert [f'href="/history/{year}"' in page("/history") for year in (2024, 2025, 2026)] == (
        [True] * 3
    )
    assert page("/history/2025").count("nothing happened") == 12
    assert "1 incident, 1 h" in page("/history/2024")
    month = page("/history/2025-01")
    assert 'rel="prev" href="/history/2024-12"' in month
    assert 'rel="next" href="/history/2025-02"' in month
    assert 'rel="prev"' not in page("/history/2024-12")
    with pytest.raises(NotFound):
        page("/history/2023")


def test_called_off_work_stands_where_it_was_to_come_until_then(store: Path) -> None:
    said, start = (datetime(2026, 11, day, 9, tzinfo=UTC) for day in (5, 25))
    moved(said + HOUR, planned(said, start, "Move of the racks"), Status.CANCELLED)
    text = page("/maintenance")
    coming = text[text.index('id="coming"') :]
    assert "Cancelled" in coming[: coming.index("</section>")]
    assert 'id="past"' not in text


def test_first_page_keeps_what_ended_in_the_last_two_days_however_long_it_took(
    store: Path,
) -> None:
    happened(NOW - 200 * HOUR, 199, "Took a week")
    happened(NOW - 40 * HOUR, 2, "Took two hours")
    happened(NOW - 60 * HOUR, 4, "Ended before")
    told = page("/").partition('id="recent"')[2].partition("</section>")[0]
    assert titles(told) == ["Took a week", "Took two hours"]
