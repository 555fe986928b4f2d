"""Three in the morning in a real browser: hints while writing, drafts, notes, and no script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Watched, sign_in, watched

pytestmark = pytest.mark.slow

PHONE = {"width": 320, "height": 640}


def write(staff: Watched, title: str, body: str) -> Page:
    page = staff.go("/admin/incidents/new")
    page.get_by_label("What is wrong").fill(title)
    page.get_by_label("Words for readers").fill(body)
    return page


def test_hints_come_while_writing(browser: Browser, served_bad_day: str) -> None:
    with watched(browser, served_bad_day, viewport=PHONE) as staff:
        sign_in(staff)
        page = write(staff, "Search is slow", "Some users wait.")
        page.locator(".hints").get_by_text("“Some users”").wait_for()
        assert Axe().run(page).violations_count == 0
        assert staff.faults == []


def test_draft_is_saved_found_and_finished_without_a_script(
    browser: Browser, served_bad_day: str
) -> None:
    with watched(browser, served_bad_day, viewport=PHONE, java_script_enabled=False) as staff:
        sign_in(staff)
        write(staff, "Night work", "You can wait.").get_by_role(
            "button", name="Save as draft"
        ).click()
        page = staff.page
        assert "Saved as a draft" in page.inner_text(".done")
        page.locator("section[aria-labelledby=drafts]").get_by_role(
            "link", name="Night work"
        ).click()
        assert "This is what readers will see." in page.inner_text("main")
        page.get_by_role("link", name="Edit").click()
        assert page.get_by_label("Words for readers").input_value() == "You can wait."
        page.get_by_label("Words for readers").fill("You can go on.")
        page.locator(".send").get_by_role("button", name="Publish").click()
        assert "Readers see it now." in page.inner_text(".done")
        page.get_by_label("New note").fill("Woke the team.")
        page.get_by_role("button", name="Keep the note").click()
        assert "Woke the team." in page.inner_text("section.private")
        page.get_by_role("link", name="Public page").last.click()
        shown = page.inner_text("main")
        assert "You can go on." in shown
        assert "Woke the team." not in shown


def test_page_of_a_draft_has_no_barrier(browser: Browser, served_bad_day: str) -> None:
    with watched(browser, served_bad_day, viewport=PHONE) as staff:
        sign_in(staff)
        write(staff, "Barriers", "Some users wait.").get_by_role(
            "button", name="Save as draft"
        ).click()
        staff.page.wait_for_load_state()
        _assert_good(staff.page)
        staff.page.get_by_role("link", name="Barriers").first.click()
        staff.page.wait_for_url("**/admin/drafts/*")
        _assert_good(staff.page)
        assert staff.faults == []


def _assert_good(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
