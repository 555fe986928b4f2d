"""The desk in a real browser: no fault, no sideways scroll, no barrier, and no word lost."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import sign_in, watched

pytestmark = pytest.mark.slow

PAGES = (
    "/admin",
    "/admin/incidents/new",
    "/admin/maintenance/new",
    "/admin/changelog",
    "/admin/changelog/new",
    "/admin/outcomes",
    "/admin/outcomes/new",
    "/admin/settings",
    "/admin/settings/health",
    "/admin/account",
    "/admin/account/password",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_desk_is_free_of_faults_and_barriers(
    browser: Browser, served_bad_day: str, scheme: str
) -> None:
    phone = {"width": 320, "height": 640}
    with watched(browser, served_bad_day, color_scheme=scheme, viewport=phone) as staff:
        _assert_good(staff.go("/admin"), "sign-in")
        sign_in(staff)
        incident = staff.go("/admin").get_by_role("link", name="API errors").first
        path = incident.get_attribute("href") or ""
        assert path.startswith("/admin/incidents/")
        for page in (*PAGES, path):
            assert staff.go(page).title(), page
            _assert_good(staff.page, page)
        assert staff.faults == []


def _assert_good(page: object, name: str) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, f"{name}: {results.generate_report()}"
    width = page.evaluate("document.documentElement.scrollWidth")  # type: ignore[attr-defined]
    assert width <= 320, name


def test_live_preview_shows_the_words_as_they_will_be_published(
    browser: Browser, served_bad_day: str
) -> None:
    with watched(browser, served_bad_day) as staff:
        sign_in(staff)
        page = staff.go("/admin/incidents/new")
        page.get_by_label("What is wrong").fill("Search is slow")
        page.get_by_label("Words for readers").fill("We are **looking** <script>alert(1)</script>.")
        page.locator("strong", has_text="looking").first.wait_for()
        assert staff.faults == []


def test_words_survive_a_session_that_ended_while_they_were_written(
    browser: Browser, served_bad_day: str
) -> None:
    with watched(browser, served_bad_day) as staff:
        sign_in(staff)
        page = staff.go("/admin/incidents/new")
        page.get_by_label("What is wrong").fill("Search is slow")
        page.get_by_label("Words for readers").fill("Words that took ten minutes.")
        page.context.clear_cookies()
        page.get_by_role("button", name="Publish").click()
        page.get_by_label("Name").fill("ada")
        page.get_by_label("Password").fill("correct horse battery staple")
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_load_state()
        words = page.get_by_label("Words for readers").input_value()
        assert words == "Words that took ten minutes."
        assert page.get_by_label("What is wrong").input_value() == "Search is slow"
