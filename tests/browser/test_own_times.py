"""The reader's own time stands first, that of the page beside it, never in brackets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.store import db
from tests.browser.conftest import watched
from tests.helpers.processes import serving
from tests.helpers.sites import open_site, write_site

pytestmark = pytest.mark.slow
FIRM = "\N{NO-BREAK SPACE}"

ADA = Actor("ada")
PHONE = {"width": 390, "height": 844}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In winter, when London keeps UTC."""
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A site whose zone is London's: its address, and the path of an incident of two days."""
    folder = tmp_path_factory.mktemp("own") / "site"
    with clock.standing_at(at(10, 9)):
        open_site(write_site(folder))
        word = NewUpdate("Calls fail.", components={"api": ComponentState.PARTIAL_OUTAGE})
        incident = open_incident("API errors", word, ADA)
        schedule_maintenance("Upgrade", "Pauses.", at(20, 20), at(20, 21), ["api"], ADA)
    with clock.standing_at(at(11, 2, 30)):
        post_update(incident.key, NewUpdate("Half of them."), ADA)
    db.close_store()
    with serving(folder / "config.toml") as address:
        yield address, incident.path


@pytest.fixture
def incident(browser: Browser, served: tuple[str, str]) -> Iterator[Page]:
    address, path = served
    with watched(browser, address, viewport=PHONE, timezone_id="America/New_York") as visitor:
        yield visitor.go(path)
        assert visitor.faults == []


def test_updates_stand_below_the_days_of_the_reader(incident: Page) -> None:
    days = [text.replace(",", "") for text in incident.locator(".day").all_inner_texts()]
    assert days == ["Saturday 10 January 2026 your time"]
    assert [text.split() for text in incident.locator(".when").all_inner_texts()] == [
        ["21:30", "02:30", "GMT"],
        ["04:00", "09:00", "GMT"],
    ]


def test_prominent_time_is_that_of_the_reader_first(incident: Page) -> None:
    since = incident.locator(".incident > .meta").inner_text().replace(FIRM, " ")
    assert "since 10 January 2026, 04:00 your time, 09:00 GMT" in since
    assert ") (" not in incident.locator("main").inner_text()


def test_window_is_told_once_in_both_zones(browser: Browser, served: tuple[str, str]) -> None:
    address, _ = served
    with watched(browser, address, viewport=PHONE, timezone_id="America/New_York") as visitor:
        told = visitor.go("/maintenance").locator(".incident > .meta").first.inner_text()
    told = told.replace(FIRM, " ")
    assert "20 January 2026, 15:00 to 16:00 your time, 20:00 to 21:00 GMT" in told


def test_reader_in_the_zone_of_the_page_sees_its_times_alone(
    browser: Browser, served: tuple[str, str]
) -> None:
    address, path = served
    with watched(browser, address, viewport=PHONE, timezone_id="Europe/London") as visitor:
        page = visitor.go(path)
        assert "your time" not in page.locator("main").inner_text()
        days = [text.replace(FIRM, " ") for text in page.locator(".day").all_inner_texts()]
        assert days == [
            "Sunday 11 January 2026 GMT",
            "Saturday 10 January 2026 GMT",
        ]
