"""A page in Arabic is mirrored: nothing scrolls sideways, and time runs as the lines do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route

from statuspage import clock
from statuspage.site import catalogue
from statuspage.store import db
from tests.helpers import states
from tests.helpers.made_up import made_up
from tests.helpers.whole_site import NOW

pytestmark = pytest.mark.slow

_PATHS = ("/", "/sla/payments-availability", "/history", "/maintenance", "/record")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[str, bytes]]]:
    """Pages and assets of a site in Arabic."""
    folder = tmp_path_factory.mktemp("rtl") / "site"
    with made_up(tmp_path_factory.mktemp("words"), "ar"):
        states.right_to_left(folder)
        with clock.standing_at(NOW):
            found = [one for one in catalogue.all_pages() if "/static/" in one.path]
            found += [one for path in _PATHS if (one := catalogue.find(path))]
            yield {one.path: (one.page.content_type, catalogue.render(one).body) for one in found}
        db.close_store()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pages_are_mirrored_and_nothing_scrolls_sideways(
    browser: Browser, answers: dict[str, tuple[str, bytes]], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.route("**/*", lambda route: _fulfil(route, answers))
    try:
        for path in _PATHS:
            page.goto(f"http://rtl.example{path}")
            assert page.evaluate("document.documentElement.dir") == "rtl"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.goto("http://rtl.example/")
        name, follow = (page.locator(found).bounding_box() for found in (".name", ".follow"))
        assert name is not None
        assert follow is not None
        assert name["x"] + name["width"] >= follow["x"] + follow["width"]  # or above it
        bars = page.locator(".bars").first
        bars.scroll_into_view_if_needed()
        box = bars.bounding_box()
        frame = page.locator(".window").first.bounding_box()
        assert box is not None
        assert frame is not None
        page.mouse.click(frame["x"] + 2, box["y"] + box["height"] / 2)
        assert bars.get_attribute("data-place") == "89"  # the newest day, at the end of the line
    finally:
        page.close()


def _fulfil(route: Route, answers: dict[str, tuple[str, bytes]]) -> None:
    path = "/" + route.request.url.split("/", 3)[3]
    kind, body = answers.get(path, ("text/plain", b""))
    route.fulfill(status=200 if path in answers else 404, content_type=kind, body=body)
