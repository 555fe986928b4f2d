"""How many taps the frequent jobs cost on a phone, counted from the first page of the desk.

A tap is a touch that is not typing: to go into a field in order to type there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from statuspage.store.incidents import incidents
from tests.browser.conftest import Watched, sign_in, watched
from tests.helpers.phone_desk import make
from tests.helpers.processes import PATIENCE, serving

pytestmark = pytest.mark.slow

PHONE = {"width": 390, "height": 844}


class Thumb:
    """A thumb on a phone that counts its taps; what it wants has to be in sight or in the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, wanted: Locator) -> None:
        wanted.tap()
        self.taps += 1
        self.page.wait_for_load_state()

    def link(self, name: str) -> None:
        self.tap(self.page.get_by_role("link", name=name).first)

    def button(self, name: str) -> None:
        self.tap(self.page.get_by_role("button", name=name, exact=True).first)

    def reads(self, label: str, text: str) -> None:
        """Wait for what a field holds."""
        field = self.page.get_by_label(label)
        expect(field).to_have_value(re.compile(re.escape(text)), timeout=PATIENCE * 1000)

    def state(self, component: str, state: str) -> None:
        part = self.page.get_by_role("group", name=component)
        self.tap(part.locator("label", has_text=state))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("taps") / "site")


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    with serving(site / "config.toml") as address:
        yield address


@pytest.fixture
def staff(browser: Browser, served: str) -> Iterator[Watched]:
    with watched(browser, served, viewport=PHONE, has_touch=True) as found:
        sign_in(found)
        yield found
        assert found.faults == []


@pytest.fixture
def thumb(staff: Watched) -> Thumb:
    """On the first page of the desk."""
    return Thumb(staff.go("/admin"))


def newest(site: Path) -> Incident:
    """The newest entry of the store, read beside the server."""
    db.open_store(site / "var" / "statuspage.db")
    try:
        with db.snapshot():
            return incidents.newest(1)[0]
    finally:
        db.close_store()


def is_done(thumb: Thumb, at_most: int) -> None:
    thumb.page.locator("[data-done]").wait_for()
    assert thumb.taps <= at_most


def test_what_checks_see_is_ready_to_publish_in_two_taps(thumb: Thumb) -> None:
    thumb.link("Open incident Docs")
    assert thumb.page.get_by_label("What is wrong").input_value() == "Docs does not work"
    thumb.button("We are looking into it")
    thumb.reads("Words for readers", "problem with Docs since")
    assert thumb.taps == 2


def test_incident_in_own_words_takes_four_taps(thumb: Thumb, site: Path) -> None:
    thumb.link("New incident")
    thumb.page.get_by_label("What is wrong").fill("Jobs wait in region 3")
    thumb.page.get_by_label("Search components").fill("part 11")
    thumb.state("Part 11", "In part")
    thumb.page.get_by_label("Words for readers").fill("Jobs wait up to ten minutes; none is lost.")
    thumb.tap(thumb.page.locator("label", has_text="15 min"))
    thumb.button("Publish")
    is_done(thumb, 4)
    made = newest(site)
    assert made.declared == {"part-11": ComponentState.PARTIAL_OUTAGE}
    assert made.first_due is not None


def test_incident_with_a_template_takes_four_taps_and_no_word(thumb: Thumb, site: Path) -> None:
    thumb.link("New incident")
    thumb.state("Docs", "Down")
    thumb.button("We are looking into it")
    thumb.reads("Words for readers", "problem with Docs since")
    thumb.button("Publish")
    is_done(thumb, 4)
    assert newest(site).title == "Docs does not work"


def test_no_change_takes_one_tap(thumb: Thumb) -> None:
    thumb.button("No change Searches are slow")
    is_done(thumb, 1)


def test_incident_is_resolved_with_a_template_in_three_taps(thumb: Thumb, site: Path) -> None:
    thumb.link("Update Searches are slow")
    thumb.button("It is over")
    thumb.reads("Words for readers", "Search is well again.")
    assert thumb.page.get_by_label("When did it end?").is_visible()  # asked, and never in the way
    thumb.button("Publish update")
    is_done(thumb, 3)
    db.open_store(site / "var" / "statuspage.db")
    with db.snapshot():
        [over] = [one for one in incidents.newest(9) if one.title == "Searches are slow"]
    db.close_store()
    assert over.status is Status.RESOLVED


def test_planned_work_is_moved_in_three_taps(thumb: Thumb) -> None:
    thumb.link("Move Upgrade")
    thumb.tap(thumb.page.locator("label", has_text="A day later"))
    thumb.page.get_by_label("Why you are moving it").fill("Disks come late.")
    thumb.button("Move it")
    is_done(thumb, 3)
