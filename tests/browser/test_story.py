"""One whole story: staff signs in, opens an incident, a visitor sees it, update, resolve, the feed has it."""

from __future__ import annotations

from pathlib import Path

import feedparser
import httpx2
import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import sign_in, watched
from tests.helpers.processes import serving

pytestmark = pytest.mark.slow


def test_an_incident_from_the_first_word_to_the_feed(browser: Browser, empty_site: Path) -> None:
    with (
        serving(empty_site / "config.toml") as address,
        watched(browser, address) as staff,
        watched(browser, address) as visitor,
    ):
        public = visitor.go("/")
        assert "All systems are working" in public.locator("main").inner_text()

        sign_in(staff)
        desk = staff.page
        desk.get_by_role("link", name="New incident").first.click()
        desk.get_by_label("Title").fill("Search is slow")
        desk.get_by_label("Words", exact=False).first.fill("We are **looking** into it.")
        desk.locator(
            "select[name='component:api'], [name='component:api'][value='partial_outage']"
        ).first.wait_for(state="attached")
        choose_state(desk, "api", "partial_outage")
        desk.get_by_role("button", name="Publish").click()
        desk.wait_for_load_state()

        public.reload()
        assert public.get_by_role("link", name="Search is slow").first.is_visible()
        assert "looking" in public.locator("main").inner_text()
        public.get_by_role("link", name="Search is slow").first.click()
        assert "Partial outage" in public.locator("main").inner_text()
        incident = public.url

        for status, words in (("identified", "It is the index."), ("resolved", "It is over.")):
            choose_status(desk, status)
            desk.get_by_label("Words", exact=False).first.fill(words)
            desk.get_by_role("button", name="Publish").first.click()
            desk.wait_for_load_state()
            public.goto(incident)
            public.reload()
            assert words in public.locator("main").inner_text()

        public.goto(address + "/")
        public.reload()
        assert "All systems are working" in public.locator("main").inner_text()
        feed = feedparser.parse(httpx2.get(address + "/feeds/all.atom").content)
        [entry] = [e for e in feed.entries if e.title == "Search is slow"]
        assert all(words in entry.content[0].value for words in ("It is over.", "It is the index."))
        assert staff.faults == []
        assert visitor.faults == []
