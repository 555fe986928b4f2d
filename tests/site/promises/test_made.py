"""/promises: what was promised, what became of it, and that it turns by itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from lxml import html

from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.site.page import Rendering
from tests.helpers.pages import rendered, words_of
from tests.helpers.telling import at, opened, resolved

pytestmark = pytest.mark.usefixtures("store")


def told(minute: int, promised: int) -> str:
    return opened(minute, f"Slow {minute}", components={}, next_due=at(minute + promised)).key


def page(minute: int) -> Rendering:
    return rendered("/promises", at(minute))


def states(rendering: Rendering) -> list[str]:
    cells = html.fromstring(rendering.body).xpath("//td[@data-label='State']")
    return [cell.text_content().strip() for cell in cells]


def test_each_promise_stands_with_what_became_of_it_the_newest_first() -> None:
    resolved(20, told(0, 30))
    resolved(140, told(100, 30))
    told(200, 30)
    assert states(page(250)) == ["Late", "Late", "Kept"]
    told(300, 30)
    found = page(310)
    assert states(found) == ["Open", "Late", "Late", "Kept"]
    assert "1 of 3 kept" in words_of(found)


def test_page_says_until_when_its_words_hold() -> None:
    told(0, 30)
    late_at = at(31) + timedelta(seconds=1)
    assert page(10).valid_until == late_at
    assert states(page(10)) == ["Open"]
    assert states(page(32)) == ["Late"]
    assert states(page(8 * 24 * 60)) == ["Broken"]


def test_promises_due_over_90_days_ago_leave_the_share_and_stay_listed() -> None:
    resolved(20, told(0, 30))
    found = page(100 * 24 * 60)
    assert states(found) == ["Kept"]
    assert "None is due yet" in words_of(found)


def test_page_without_promises_says_what_will_stand_there() -> None:
    assert "that promise will appear here" in words_of(page(0))


def test_list_is_bounded(store: Path) -> None:
    for minute in range(0, 1050, 10):
        told(minute, 5)
    found = page(2000)
    assert len(states(found)) == 100
    assert "These are the newest 100" in words_of(found)


def test_it_says_how_often_we_told_readers_before_they_told_us() -> None:
    assert "There was no incident in the last 90 days" in words_of(page(0))
    opened(0, noticed_by=NoticedBy.PROBE)
    opened(10, noticed_by=NoticedBy.STAFF, first_report_at=at(5))
    key = opened(20).key
    found = words_of(page(30))
    assert "1 of 2 told first" in found
    assert "Not known1" in found
    assert "Noticed" not in words_of(rendered(f"/incidents/{key}", at(30)))
