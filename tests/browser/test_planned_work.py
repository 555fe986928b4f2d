"""A whole maintenance with the clock held: staff and worker lead it, readers follow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import feedparser
import pytest
from playwright.sync_api import Browser
from werkzeug.serving import WSGIRequestHandler, make_server

from statuspage import clock
from statuspage.actions.maintenance.planned import step_maintenances
from statuspage.store import db
from statuspage.web.app import create_app
from tests.browser.conftest import sign_in, watched
from tests.helpers.processes import get

pytestmark = pytest.mark.slow

LONDON = ZoneInfo("Europe/London")


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002
        """Say nothing of each request."""


@contextmanager
def served_here(folder: Path) -> Iterator[str]:
    """The site served by this process, so that its clock can be held."""
    db.open_store(folder / "var" / "statuspage.db")
    server = make_server("127.0.0.1", 0, create_app(), threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        db.close_store()


def local(instant: datetime) -> str:
    """A time as the form takes it."""
    return f"{instant.astimezone(LONDON):%Y-%m-%dT%H:%M}"


def test_a_maintenance_from_the_announcement_to_its_end(browser: Browser, empty_site: Path) -> None:
    now = clock.now().replace(minute=0, second=0)
    start, end = now + timedelta(days=5), now + timedelta(days=5, hours=2)
    longer = end + timedelta(minutes=30)
    with (
        served_here(empty_site) as address,
        watched(browser, address) as staff,
        watched(browser, address) as visitor,
    ):

        def public(path: str = "/") -> str:
            return visitor.go(path).locator("main").inner_text()

        with clock.standing_at(now):
            sign_in(staff)
            desk = staff.page
            desk.get_by_role("link", name="Planned work").first.click()
            desk.get_by_label("What will be done").fill("Database upgrade")
            desk.get_by_label("Begins (").fill(local(start))
            desk.get_by_label("Ends (").fill(local(end))
            desk.locator("label.box", has_text="API").first.click()
            desk.get_by_label("Words for readers").fill("Writes **pause** for a minute.")
            desk.get_by_role("button", name="Announce").click()
            desk.wait_for_load_state()
            assert "readers are reminded 1 h before it begins" in desk.locator("main").inner_text()
            said = public("/maintenance")
            assert "Announced 5 days before" in said
            assert "Writes pause for a minute." in said
            visitor.page.get_by_role("link", name="Database upgrade").first.click()
            path = visitor.page.url.removeprefix(address)

        with clock.standing_at(start - timedelta(hours=1)):
            step_maintenances()
            assert "begins in 1 h." in public(path)
            assert "No trouble is known." in public()

        with clock.standing_at(start):
            step_maintenances()
            assert "is under maintenance. No trouble is known." in public()
            assert "Under maintenance" in public("/components/api")

        with clock.standing_at(end - timedelta(minutes=10)):
            sign_in(staff)  # the first session ended days ago
            staff.go(f"/admin{path}")
            desk.get_by_label("New end").fill(local(longer))
            desk.get_by_label("Words for readers").fill("The copy takes longer.")
            desk.get_by_role("button", name="Publish update").click()
            desk.wait_for_load_state()
            assert "Extended by 30 min" in public(path)

        with clock.standing_at(end):
            step_maintenances()
            assert "is under maintenance. No trouble is known." in public()
            desk.reload()
            desk.get_by_role("button", name="Now verifying").click()
            desk.wait_for_load_state()
            assert "We are checking that everything works." in public(path)

        with clock.standing_at(longer):
            step_maintenances()
            said = public(path)
            assert "The planned work is complete." in said
            assert "No trouble is known." in public()
            feed = feedparser.parse(get(address + "/feeds/maintenance.atom").content)
            [entry] = feed.entries
            words = entry.content[0].value
            for step in ("Announced 5 days before", "Extended by 30 min", "1 h", "is complete"):
                assert step in words
        assert staff.faults == []
        assert visitor.faults == []
