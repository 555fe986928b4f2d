"""What is changed after it was published: the public difference, and two editors at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import sign_in, watched
from tests.helpers.processes import serving

pytestmark = pytest.mark.slow


def report(desk: Page) -> None:
    """Open an incident from the desk."""
    desk.get_by_role("link", name="New incident").first.click()
    desk.get_by_label("What is wrong").fill("Search is slow")
    desk.get_by_label("Words for readers").fill("We are looking into the index.")
    desk.get_by_role("button", name="Publish").click()
    desk.wait_for_load_state()


def test_an_edit_and_its_public_difference(browser: Browser, empty_site: Path) -> None:
    with (
        serving(empty_site / "config.toml") as address,
        watched(browser, address) as staff,
        watched(browser, address) as visitor,
    ):
        sign_in(staff)
        desk = staff.page
        report(desk)
        desk.get_by_role("link", name="Edit the update").click()
        desk.get_by_label("Words for readers").fill("We are looking into the cache.")
        desk.get_by_label("Why you are changing it").fill("It is not the index")
        desk.get_by_role("button", name="Publish the change").click()
        desk.wait_for_load_state()

        public = visitor.go("/")
        public.get_by_role("link", name="Search is slow").first.click()
        said = public.locator("main").inner_text()
        assert "We are looking into the cache." in said
        assert "the index" not in said
        public.get_by_role("link", name="see what changed").click()
        public.wait_for_load_state()
        assert public.url.split("#")[0].endswith("/changes")
        main = public.locator("main")
        assert "It is not the index" in main.inner_text()
        assert "index" in " ".join(main.locator("del").all_inner_texts())
        assert "cache" in " ".join(main.locator("ins").all_inner_texts())
        assert staff.faults == []
        assert visitor.faults == []


def test_two_editors_at_once_lose_no_word(browser: Browser, empty_site: Path) -> None:
    with (
        serving(empty_site / "config.toml") as address,
        watched(browser, address) as first,
        watched(browser, address) as second,
    ):
        sign_in(first)
        report(first.page)
        sign_in(second)
        second.go(first.page.url.removeprefix(address))
        for editor, words in ((first, "It is the index."), (second, "It is the cache.")):
            editor.page.get_by_label("Words for readers").fill(words)
        for editor in (first, second):
            editor.page.get_by_role("button", name="Publish").first.click()
            editor.page.wait_for_load_state()
        shown = second.page.locator("main").inner_text()
        assert "A colleague published an update while you were writing." in shown
        assert "It is the index." in shown
        assert second.page.get_by_label("Words for readers").input_value() == "It is the cache."
        second.page.get_by_role("button", name="Publish").first.click()
        second.page.wait_for_load_state()
        public = first.go(second.page.url.removeprefix(f"{address}/admin").partition("?")[0])
        said = public.locator("main").inner_text()
        assert "It is the index." in said
        assert "It is the cache." in said
