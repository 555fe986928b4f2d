"""Staff take what somebody said from the queue to a request, merge, plan and do it, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from statuspage.actions.listening.hearing import VoiceWish, hear
from statuspage.actions.staff.accounts import add_staff
from statuspage.domain.desk.staff import Role
from statuspage.store import db
from tests.browser.conftest import PASSWORD, Watched, sign_in, watched
from tests.helpers.processes import serving
from tests.helpers.requests import request
from tests.helpers.sites import open_site, write_site

pytestmark = pytest.mark.slow

SUNDAYS = "Nobody answers us at weekends when payments fail."


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = open_site(write_site(tmp_path_factory.mktemp("requests") / "site"))
    add_staff("ada", Role.EDITOR, PASSWORD)
    request("Answers at weekends", said="Please answer at weekends, too.")
    request("Answers at weekends on Sundays", said="Please answer at weekends on Sundays.")
    hear(VoiceWish(SUNDAYS, may_quote=True), None)
    hear(VoiceWish("Buy cheap watches."), None)
    db.close_store()
    with serving(folder / "config.toml") as address:
        yield address


@pytest.fixture
def staff(browser: Browser, served: str) -> Iterator[Watched]:
    phone = {"width": 390, "height": 844}
    with watched(browser, served, viewport=phone, has_touch=True) as found:
        sign_in(found)
        yield found
        assert found.faults == []


def published(page: Page, why: str) -> None:
    page.get_by_label("Why you are changing it").fill(why)
    page.get_by_role("button", name="Publish the change").click()
    page.get_by_text("Published. Readers see it now.").wait_for()


def test_message_becomes_a_promise_that_is_kept(staff: Watched) -> None:
    page = staff.go("/admin")
    page.get_by_role("link", name="2 comments to look at").click()
    assert Axe().run(page).violations_count == 0
    message = page.locator("article", has_text=SUNDAYS)
    message.get_by_role("button", name="Answers at weekends", exact=True).tap()
    assert "Counted." in page.locator("[data-done]").inner_text()
    page.locator("article", has_text="watches").get_by_role("checkbox").check()
    page.locator("summary", has_text="Turn them away").tap()
    page.get_by_label("Why they are no request").fill("It is an advertisement.")
    page.get_by_role("button", name="Turn them away").tap()
    page.get_by_text("Nothing to look at.").wait_for()

    page.get_by_role("link", name="Answers at weekends on Sundays").click()
    page.get_by_role("link", name="Merge").click()
    page.locator("label", has_text="Answers at weekends").tap()
    page.get_by_role("button", name="Merge them").tap()
    page.get_by_role("heading", name="Answers at weekends", exact=True).wait_for()
    page.locator("summary", has_text="1 comment counts for it").tap()
    assert SUNDAYS in page.inner_text("#voices")

    page.locator("label", has_text="Planned").tap()
    page.locator("input[name=due]").fill("2099-01-31")
    page.get_by_label("Owner").fill("Ada")
    published(page, "We found somebody.")
    page.locator("label", has_text="Done").first.tap()
    page.get_by_label("What you did").fill("Two people are on call.")
    published(page, "It is done.")
    address = page.locator("[data-done] a").get_attribute("href") or ""
    told = staff.go(address).inner_text("main")
    assert "Two people are on call." in told
    assert SUNDAYS not in told
    assert "Answers at weekends" in staff.go("/you-said-we-did/state/done").inner_text("main")
