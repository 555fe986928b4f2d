"""/promises: what was promised, what became of it, and that it turns by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import html

from statuspage import clock
from statuspage.actions.given import Actor, Word
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.domain.vocabulary.states import Status
from statuspage.site import catalogue
from statuspage.site.page import Rendering

MINUTE = timedelta(minutes=1)
START = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
ADA = Actor("ada")

pytestmark = pytest.mark.usefixtures("store")


def at(minute: int) -> datetime:
    return START + minute * MINUTE


def opened(minute: int, promised: int) -> str:
    with clock.standing_at(at(minute)):
        word = Word("We look.", next_due=at(minute + promised))
        return open_incident(f"Slow {minute}", word, ADA).key


def answered(key: str, minute: int) -> None:
    with clock.standing_at(at(minute)):
        post_update(key, Word("It is over.", status=Status.RESOLVED), ADA)


def page(minute: int) -> Rendering:
    found = catalogue.find("/promises")
    assert found is not None
    with clock.standing_at(at(minute)):
        return catalogue.render(found)


def words(rendering: Rendering) -> str:
    return " ".join(html.fromstring(rendering.body).text_content().split())


def states(rendering: Rendering) -> list[str]:
    cells = html.fromstring(rendering.body).xpath("//td[@data-label='State']")
    return [cell.text_content().strip() for cell in cells]


def test_each_promise_stands_with_what_became_of_it_the_newest_first() -> None:
    answered(opened(0, 30), 20)
    answered(opened(100, 30), 140)
    opened(200, 30)
    assert states(page(250)) == ["Late", "Late", "Kept"]
    opened(300, 30)
    found = page(310)
    assert states(found) == ["Open", "Late", "Late", "Kept"]
    assert "1 of 3 kept" in words(found)


def test_page_says_until_when_its_words_hold() -> None:
    opened(0, 30)
    late_at = at(31) + timedelta(seconds=1)
    assert page(10).valid_until == late_at
    assert states(page(10)) == ["Open"]
    assert states(page(32)) == ["Late"]
    assert states(page(8 * 24 * 60)) == ["Broken"]


def test_promises_due_over_90_days_ago_leave_the_share_and_stay_listed() -> None:
    answered(opened(0, 30), 20)
    found = page(100 * 24 * 60)
    assert states(found) == ["Kept"]
    assert "None is due yet" in words(found)


def test_page_without_promises_says_what_will_stand_there() -> None:
    assert "that promise will stand here" in words(page(0))


def test_list_is_bounded(store: Path) -> None:
    for minute in range(0, 1050, 10):
        opened(minute, 5)
    found = page(2000)
    assert len(states(found)) == 100
    assert "These are the newest 100" in words(found)
