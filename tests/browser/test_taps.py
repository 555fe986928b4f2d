"""How many taps the frequent jobs cost on a phone, counted from the first page of the desk.

A tap is a touch that is not typing: to go into a field in order to type there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.actions.staff.accounts import add_staff
from statuspage.domain.desk.staff import Role
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.measured.probe import Watched as WatchedProbe
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from statuspage.store.incidents import incidents
from tests.browser.conftest import PASSWORD, Watched, sign_in, watched
from tests.helpers.measurements import record
from tests.helpers.processes import PATIENCE, serving
from tests.helpers.sites import a_probe, a_table, open_site, write_site

pytestmark = pytest.mark.slow

PHONE = {"width": 390, "height": 844}
MINUTE = timedelta(minutes=1)
LOOKING = (
    "---\ntitle: We are looking into it\nkind: incident\nstatus: investigating\n"
    "next_update: 30m\n---\nThere is a problem with {{component}} since {{start}}.\n"
)
OVER = (
    "---\ntitle: It is over\nkind: update\nstatus: resolved\n---\n"
    "{{component}} is well again. It was disturbed from {{start}} to {{end}}.\n"
)
ADA = Actor("ada")


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
    """Sixty components in eight groups; one is down, one incident is open, work is planned."""
    groups = [a_table("groups", id=f"group-{one}", name=f"Region {one}") for one in range(8)]
    parts = [
        a_table("components", id=f"part-{one}", name=f"Part {one}", group=f"group-{one % 8}")
        for one in range(57)
    ]
    folder = write_site(
        tmp_path_factory.mktemp("taps") / "site",
        *groups,
        *parts,
        a_probe("docs-http", "docs", interval="60s"),
        content={"templates/looking.md": LOOKING, "templates/over.md": OVER},
    )
    now = clock.now()
    with clock.standing_at(now - timedelta(hours=2)):
        open_site(folder)
    probe = WatchedProbe("docs-http", "docs", Cadence(MINUTE, 2))
    states = [ProbeState.UP] * 40 + [ProbeState.DOWN] * 20
    record(probe, [Sample(now - (60 - n) * MINUTE, one) for n, one in enumerate(states)])
    word = NewUpdate(
        "We are looking.",
        components={"search": ComponentState.PARTIAL_OUTAGE},
        next_due=now + 30 * MINUTE,
    )
    open_incident("Searches are slow", word, ADA)
    start = now + timedelta(days=3)
    schedule_maintenance("Upgrade", "Writes pause.", start, start + 60 * MINUTE, ["api"], ADA)
    add_staff("ada", Role.EDITOR, PASSWORD)
    db.close_store()
    return folder


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


def test_what_checks_see_is_opened_in_three_taps(thumb: Thumb) -> None:
    thumb.link("Open incident Docs")
    assert thumb.page.get_by_label("What is wrong").input_value() == "Docs does not work"
    thumb.button("We are looking into it")
    thumb.reads("Words for readers", "problem with Docs since")
    assert thumb.taps == 2


def test_incident_in_own_words_takes_five_taps(thumb: Thumb, site: Path) -> None:
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


def test_planned_work_is_moved_in_two_taps(thumb: Thumb) -> None:
    thumb.link("Move Upgrade")
    thumb.tap(thumb.page.locator("label", has_text="A day later"))
    thumb.page.get_by_label("Why it is moved").fill("Disks come late.")
    thumb.button("Move it")
    is_done(thumb, 4)
