"""Every public page in a real browser: no fault, no other host, no sideways scroll, no barrier."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from statuspage import clock
from statuspage.site import catalogue
from statuspage.store import db
from tests.browser.conftest import watched

pytestmark = pytest.mark.slow


def html_paths(site: Path) -> list[str]:
    db.open_store(site / "var" / "statuspage.db")
    paths = [f.path for f in catalogue.all_pages() if f.page.content_type.startswith("text/html")]
    db.close_store()
    return paths


@pytest.fixture(scope="module")
def paths(bad_day: Path) -> list[str]:
    found = html_paths(bad_day)
    assert {"/", "/sla/api-availability", "/pages/about", "/you-said-we-did/fax"} <= set(found)
    return found


@pytest.mark.parametrize(
    "look",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}],
    ids=["light", "dark", "forced colours"],
)
def test_every_page_is_free_of_faults_and_barriers(
    browser: Browser, served_bad_day: str, paths: list[str], look: dict[str, str]
) -> None:
    with watched(browser, served_bad_day, **look) as visitor:
        for path in paths:
            page = visitor.go(path)
            results = Axe().run(page)
            assert results.violations_count == 0, f"{path}: {results.generate_report()}"
        assert visitor.faults == []


def test_no_page_scrolls_sideways_at_320_pixels(
    browser: Browser, served_bad_day: str, paths: list[str]
) -> None:
    with watched(browser, served_bad_day, viewport={"width": 320, "height": 640}) as visitor:
        for path in paths:
            width = visitor.go(path).evaluate("document.documentElement.scrollWidth")
            assert width <= 320, path


def test_no_page_scrolls_sideways_with_text_of_twice_the_size(
    browser: Browser, served_bad_day: str, paths: list[str]
) -> None:
    phone = {"width": 390, "height": 844}
    with watched(browser, served_bad_day, viewport=phone, bypass_csp=True) as visitor:
        for path in paths:
            page = visitor.go(path)
            page.add_style_tag(content="html { font-size: 200% }")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_pages_from_right_to_left_have_no_barriers(
    browser: Browser, served_bad_day: str, paths: list[str]
) -> None:
    with watched(browser, served_bad_day, viewport={"width": 320, "height": 640}) as visitor:
        for path in paths:
            page = visitor.go(path)
            page.evaluate("document.documentElement.dir = 'rtl'")
            results = Axe().run(page)
            assert results.violations_count == 0, f"{path}: {results.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_pages_say_everything_without_script(
    browser: Browser, served_bad_day: str, paths: list[str]
) -> None:
    with watched(browser, served_bad_day, java_script_enabled=False) as visitor:
        page = visitor.go("/")
        assert page.get_by_role("link", name="API errors").first.is_visible()
        assert "late" in page.locator("main").inner_text()
        assert page.get_by_role("link", name="Follow").first.is_visible()


def test_first_load_is_small_and_takes_at_most_4_requests(
    browser: Browser, served_bad_day: str
) -> None:
    with watched(browser, served_bad_day) as visitor:
        sizes: list[int] = []
        visitor.page.on(
            "requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"])
        )
        visitor.go("/")
        visitor.page.wait_for_load_state("networkidle")
        assert len(sizes) <= 4
        assert sum(sizes) < 30_000


def test_page_refreshes_itself_when_something_happens(
    browser: Browser, bad_day: Path, served_bad_day: str
) -> None:
    from tests.helpers.processes import statuspage

    with watched(browser, served_bad_day) as visitor:
        visitor.page.clock.install()
        page = visitor.go("/")
        opened = statuspage(
            bad_day / "config.toml",
            "incident",
            "open",
            "--title",
            "News of a moment ago",
            "--body",
            "Look.",
        )
        assert opened.returncode == 0, opened.stderr
        page.clock.run_for(35_000)
        page.get_by_role("link", name="News of a moment ago").first.wait_for()
        key = opened.stdout.split()[-1].rpartition("/")[2]
        visitor.go(f"/incidents/{key}")
        page.get_by_role("button", name="This affects me, too").wait_for()  # it holds no words
        told = statuspage(bad_day / "config.toml", "incident", "update", key, "--body", "We know.")
        assert told.returncode == 0, told.stderr
        page.clock.run_for(35_000)
        page.get_by_text("We know.").first.wait_for()
        assert visitor.faults == []


def test_keyboard_reaches_the_content_first(browser: Browser, served_bad_day: str) -> None:
    with watched(browser, served_bad_day) as visitor:
        page = visitor.go("/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


def test_every_page_says_when_what_it_lies_beside_is_old(
    browser: Browser, served_bad_day: str
) -> None:
    with watched(browser, served_bad_day) as visitor:
        page = visitor.go("/history")
        assert not page.locator(".old").is_visible()
        visitor.page.clock.set_fixed_time(clock.now() + timedelta(hours=1))
        for path in ("/history", "/pages/about"):
            page = visitor.go(path)
            page.locator(".old").wait_for(state="visible")
            assert "This is an older copy." in page.locator(".old").inner_text()
            assert page.locator(".old span").inner_text()
        assert visitor.faults == []
