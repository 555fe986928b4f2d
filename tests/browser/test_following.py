"""A person who wants to be told, in a real browser: from the first page to the settings."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from statuspage.actions.telling import links
from statuspage.store import db
from tests.browser.conftest import watched
from tests.helpers.following import everybody, with_mail
from tests.helpers.letters import newest_code, newest_confirm_path
from tests.helpers.processes import PATIENCE, serving
from tests.helpers.sites import open_site, write_site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that can send mail; its store is open here, too."""
    folder = write_site(tmp_path_factory.mktemp("following") / "site")
    with_mail(open_site(folder))
    with serving(folder / "config.toml") as address:
        yield address
    db.close_store()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_person_finishes_in_one_tab_and_a_scanner_changes_nothing(
    browser: Browser, served: str, *, script: bool
) -> None:
    address = "eve@example.com" if script else "adam@example.com"
    phone = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": script}
    with watched(browser, served, **phone) as visitor:
        page = visitor.go("/")
        page.click("text=Follow >> nth=0")
        page.fill("#field-address", address)
        look_elsewhere(page)
        page.wait_for_timeout(1600)  # nobody types faster
        page.click("text=Send me a code")
        page.wait_for_url(re.compile("/subscribe/code/"))
        scan(served, newest_confirm_path())
        assert "Your settings" not in page.inner_text("main")
        well_made(page, axe=script)
        page.fill("#field-code", newest_code())
        page.click("text=Confirm")
        page.wait_for_url(re.compile("/subscribe/me/"))
        assert "from now on you are told" in page.inner_text("main")
        well_made(page, axe=script)
        key = newest_key(address)
        scan(served, links.leave_path(key))
        page.click("text=Choose what, and how often")
        page.click("text=Once a day")
        page.click("text=Keep this choice")
        assert "Your choice is kept" in page.inner_text("main")
        page.goto(served + links.leave_path(key))
        well_made(page, axe=script)
        page.click("main button")
        assert "You are unsubscribed" in page.inner_text("main")
        assert visitor.faults == []


def look_elsewhere(page: Page) -> None:
    """Come back to the page from another, as whoever reads the mail does."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def well_made(page: Page, *, axe: bool) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    if axe:
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


def scan(served: str, path: str) -> None:
    """Fetch every link of a mail, and every link on the pages behind them, as scanners do."""
    with httpx2.Client(base_url=served, timeout=PATIENCE, follow_redirects=True) as client:
        for method in ("HEAD", "GET"):
            answer = client.request(method, path)
            assert answer.status_code == 200
        for link in set(re.findall(r'href="(/(?:u|subscribe)[^"]*)"', answer.text)):
            client.get(link)


def newest_key(address: str) -> str:
    return next(one.key for one in everybody() if one.address == address)
