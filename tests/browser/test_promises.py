"""Pages of promises in a browser: missed, at risk, not proven, young; narrow, wide, large text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from statuspage.store import db
from tests.browser.conftest import watched
from tests.helpers import promised
from tests.helpers.processes import serving

pytestmark = pytest.mark.slow

PATHS = (
    *("/", "/sla", "/sla/api-availability", "/sla/api-availability/2026-10", "/sla/checkout"),
    *("/sla/first-response", "/sla/mobile", "/sla/beta", "/promises"),
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = promised.make(tmp_path_factory.mktemp("promised") / "site", more=42)
    db.close_store()
    with serving(folder / "config.toml") as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_promises_are_free_of_faults_and_barriers(
    browser: Browser, served: str, scheme: str
) -> None:
    with watched(browser, served, color_scheme=scheme) as visitor:
        for path in PATHS:
            results = Axe().run(visitor.go(path))
            assert results.violations_count == 0, f"{path}: {results.generate_report()}"
        assert visitor.faults == []


@pytest.mark.parametrize(
    ("width", "size"), [(320, "100%"), (390, "200%"), (700, "100%"), (1280, "200%"), (1600, "100%")]
)
def test_no_page_of_promises_scrolls_sideways(
    browser: Browser, served: str, width: int, size: str
) -> None:
    with watched(browser, served, viewport={"width": width, "height": 800}) as visitor:
        for path in PATHS:
            page = visitor.go(path)
            page.evaluate("size => document.documentElement.style.fontSize = size", size)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_verdict_figure_and_what_is_left_stand_on_the_first_screen(
    browser: Browser, served: str
) -> None:
    with watched(browser, served, viewport={"width": 390, "height": 844}) as visitor:
        page = visitor.go("/sla/search")
        for part in (".verdict.big", ".figure.big", ".budget-line"):
            box = page.locator(part).first.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 844


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_line_of_the_target_has_its_name_beside_its_end(
    browser: Browser, served: str, direction: str
) -> None:
    with watched(browser, served, viewport={"width": 390, "height": 844}) as visitor:
        page = visitor.go("/sla/api-availability")
        page.evaluate("way => document.documentElement.dir = way", direction)
        chart = page.locator(".periods .chart").bounding_box()
        name = page.locator(".periods tspan").first.bounding_box()
        assert chart is not None
        assert name is not None
        first, last = (chart, name) if direction == "ltr" else (name, chart)
        assert first["x"] >= 0
        assert first["x"] + first["width"] <= last["x"]
        assert last["x"] + last["width"] <= 390


def test_period_takes_one_line_on_a_phone(browser: Browser, served: str) -> None:
    with watched(browser, served, viewport={"width": 390, "height": 844}) as visitor:
        page = visitor.go("/sla/docs")
        rows = page.locator("section[aria-labelledby=periods] tbody tr")
        assert rows.count() > 12
        for row in rows.all()[1:12]:
            box = row.bounding_box()
            assert box is not None
            assert box["height"] < 60
