"""One whole story: staff open, update and resolve an incident; a visitor and a feed follow it."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import sign_in, watched
from tests.helpers.processes import get, serving

pytestmark = pytest.mark.slow


def test_an_incident_from_the_first_word_to_the_feed(browser: Browser, empty_site: Path) -> None:
    with (
        serving(empty_site / "config.toml") as address,
        watched(browser, address) as staff,
        watched(browser, address) as visitor,
    ):
        public = visitor.go("/")
        assert "No trouble is known." in public.locator("main").inner_text()

        sign_in(staff)
        desk = staff.page
        desk.get_by_role("link", name="New incident").first.click()
        desk.get_by_label("What is wrong").fill("Search is slow")
        desk.get_by_label("Words for readers").fill("We are **looking** into it.")
        desk.locator("[id='field-component:api']").get_by_text("In part").click()
        desk.get_by_role("button", name="Publish").click()
        desk.wait_for_load_state()

        public.reload()
        public.get_by_role("link", name="Search is slow").first.click()
        said = public.locator("main").inner_text()
        assert "We are looking into it." in said
        assert "partial outage" in said.lower()
        incident = public.url

        for status, words in (("Identified", "It is the index."), ("Resolved", "It is over.")):
            desk.get_by_role("radio", name=status).check()
            desk.get_by_label("Words for readers").fill(words)
            desk.get_by_role("button", name="Publish").first.click()
            desk.wait_for_load_state()
            public.goto(incident)
            public.reload()
            assert words in public.locator("main").inner_text()

        public.goto(address + "/")
        public.reload()
        assert "No trouble is known." in public.locator("main").inner_text()
        feed = feedparser.parse(get(address + "/feeds/all.atom").content)
        [entry] = [entry for entry in feed.entries if entry.title == "Search is slow"]
        for words in ("looking", "It is the index.", "It is over."):
            assert words in entry.content[0].value
        assert staff.faults == []
        assert visitor.faults == []
