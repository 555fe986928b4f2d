"""The forms of the desk on a phone with sixty components: found by typing, never in the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Watched, sign_in, watched
from tests.helpers.phone_desk import make
from tests.helpers.processes import serving

pytestmark = pytest.mark.slow

PHONE = {"width": 390, "height": 844}
NEW = "/admin/incidents/new"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = make(tmp_path_factory.mktemp("forms") / "site")
    with serving(folder / "config.toml") as address:
        yield address


@pytest.fixture
def staff(browser: Browser, served: str) -> Iterator[Watched]:
    with watched(browser, served, viewport=PHONE, has_touch=True) as found:
        sign_in(found)
        yield found
        assert found.faults == []


def in_sight(page: Page) -> list[str]:
    """The components whose states can be tapped, from above."""
    parts = page.locator("[data-part]").locator("visible=true")
    return [" ".join(text.split()) for text in parts.locator("legend").all_inner_texts()]


def test_troubled_component_stands_first_and_others_are_found_by_typing(staff: Watched) -> None:
    page = staff.go(NEW)
    assert in_sight(page) == ["Docs"]
    assert "as our checks see it" in page.get_by_role("group", name="Docs").inner_text()
    find = page.get_by_label("Search components")
    find.fill("region 3 11")
    assert in_sight(page) == ["Part 11"]
    page.get_by_role("group", name="Part 11").locator("label", has_text="Slow").tap()
    assert find.input_value() == ""
    assert in_sight(page) == ["Part 11 Region 3", "Docs"]
    find.fill("nothing such")
    assert in_sight(page) == ["Part 11 Region 3"]
    assert Axe().run(page).violations_count == 0


def test_what_was_marked_is_there_again_after_the_page_was_left(staff: Watched) -> None:
    page = staff.go(NEW)
    page.get_by_label("Search components").fill("part 20")
    page.get_by_role("group", name="Part 20").locator("label", has_text="Down").tap()
    staff.go("/admin")
    page = staff.go(NEW)
    page.get_by_role("status").filter(has_text="not published yet").wait_for()
    assert in_sight(page)[0] == "Part 20 Region 4"


def test_buttons_stay_in_sight_and_hide_no_field(staff: Watched) -> None:
    page = staff.go(NEW)
    publish = page.get_by_role("button", name="Publish", exact=True)
    for place in (0, 500, 10_000):
        page.evaluate(f"window.scrollTo(0, {place})")
        box = publish.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE["height"]
    page.get_by_label("Words for readers").focus()
    for _ in range(4):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            "document.activeElement.getBoundingClientRect().bottom"
            " > document.querySelector('.send').getBoundingClientRect().top + 1"
        )
        assert not hidden or page.evaluate("!!document.activeElement.closest('.send')")


@pytest.mark.parametrize("path", ["/admin", NEW, "/admin/maintenance/new"])
def test_large_letters_scroll_nothing_sideways(staff: Watched, path: str) -> None:
    page = staff.go(path)
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_a_script_every_component_is_in_a_plain_list(browser: Browser, served: str) -> None:
    with watched(browser, served, viewport=PHONE, java_script_enabled=False) as staff:
        sign_in(staff)
        page = staff.go(NEW)
        assert not page.get_by_label("Search components").is_visible()
        page.get_by_text("59 other components").click()
        assert len(in_sight(page)) == 60
        page.get_by_role("group", name="Part 7").first.locator("label", has_text="Slow").click()
        page.get_by_label("Words for readers").fill("You wait a little.")
        page.get_by_role("button", name="Preview").last.click()
        assert "Part 7 does not work as well as usual" in page.inner_text("#preview")
        assert in_sight(page)[0].startswith("Part 7")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_what_is_open_and_planned_have_no_barrier(
    browser: Browser, served: str, scheme: str
) -> None:
    with watched(
        browser, served, viewport={"width": 320, "height": 640}, color_scheme=scheme
    ) as staff:
        sign_in(staff)
        page = staff.go("/admin")
        work = page.get_by_role("link", name="Upgrade", exact=True).get_attribute("href")
        resolve = page.get_by_role("link", name="Resolve Searches are slow").get_attribute("href")
        for path in (work, f"{work}/move", f"{work}/cancel", resolve):
            page = staff.go(str(path))
            results = Axe().run(page)
            assert results.violations_count == 0, results.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert staff.faults == []
