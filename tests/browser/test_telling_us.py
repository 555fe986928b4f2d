"""Somebody says what they want, on a phone: their voice joins a request that is shown to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from statuspage.domain.listening.voice import VoiceState
from statuspage.store import db
from statuspage.store.listening import voices
from tests.browser.conftest import watched
from tests.helpers.following import only, with_mail
from tests.helpers.letters import newest_code
from tests.helpers.processes import serving
from tests.helpers.requests import request
from tests.helpers.sites import open_site, write_site

pytestmark = pytest.mark.slow

_READS = 1600  # milliseconds: nobody types faster


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with one request that can send mail; its store is open here, too."""
    folder = write_site(tmp_path_factory.mktemp("telling") / "site")
    with_mail(open_site(folder))
    request("Dark mode", said="The page is too bright at night.")
    with serving(folder / "config.toml") as address:
        yield address
    db.close_store()


def test_visitor_is_shown_a_similar_request_and_adds_a_voice(browser: Browser, served: str) -> None:
    with watched(browser, served, viewport={"width": 390, "height": 844}) as visitor:
        page = visitor.go("/feedback?component=api")
        assert Axe().run(page).violations_count == 0
        page.get_by_label("What would you like to tell us?").fill("A dark mode, please.")
        page.get_by_label("Your mail address").fill("eve@example.com")
        page.wait_for_timeout(_READS)
        page.get_by_role("button", name="Send").click()
        page.get_by_text("Is it one of these?").wait_for()
        assert Axe().run(page).violations_count == 0
        page.locator("label", has_text="Dark mode").click()
        page.wait_for_timeout(_READS)
        page.get_by_role("button", name="Send").click()
        page.wait_for_url(re.compile("/feedback/mine/"))
        assert "It counts for this request once we have read it: Dark mode" in page.inner_text(
            "main"
        )
        page.fill("#field-code", newest_code())
        page.get_by_role("button", name="Confirm").click()
        page.get_by_text("from now on you are told").wait_for()
        assert Axe().run(page).violations_count == 0
        faults = [one for one in visitor.faults if "409 (Conflict)" not in one]
        assert faults == []
    with db.snapshot():
        [voice] = voices.newest(2)
    assert (voice.state, voice.components) == (VoiceState.HELD, ("api",))
    assert only().filter.outcomes == {voice.outcome}
