"""The first page on other days than a bad one: quiet, new, sixty parts, planned work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route
from werkzeug.test import Client

from statuspage import clock
from statuspage.store import db
from statuspage.web.app import create_app
from tests.browser.conftest import watched
from tests.helpers import front_pages
from tests.helpers.front_pages import NOW

pytestmark = pytest.mark.slow

PHONE = {"width": 390, "height": 844}
TABLET = {"width": 768, "height": 1024}
DESK = {"width": 1280, "height": 900}


@contextmanager
def opened(browser: Browser, path: str = "/", **options: object) -> Iterator[Page]:
    """A page of the open store as it is at `NOW`, in a browser whose clock says the same."""
    client = Client(create_app())

    def answer(route: Route) -> None:
        with clock.standing_at(NOW):
            got = client.get(urlsplit(route.request.url).path)
        headers = {name.lower(): value for name, value in got.headers.items()}
        route.fulfill(status=got.status_code, headers=headers, body=got.data)

    with watched(browser, front_pages.URL, **{"viewport": PHONE} | options) as visitor:
        visitor.page.route("**/*", answer)
        visitor.page.clock.install(time=NOW)
        yield visitor.go(path)
        assert visitor.faults == []


Shown = Callable[..., Page]


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Iterator[Shown]:
    """Makes the site of a state, and shows its first page."""
    with ExitStack() as stack:

        def show(make: Callable[[Path], Path], path: str = "/", **options: object) -> Page:
            make(tmp_path / "site")
            return stack.enter_context(opened(browser, path, **options))

        yield show
    db.close_store()


def words(found: Locator) -> str:
    """What is read there; a space that keeps words together is one as well."""
    return found.inner_text().replace("\N{NO-BREAK SPACE}", " ")


def height(page: Page) -> int:
    found: int = page.evaluate("document.documentElement.scrollHeight")
    return found


def test_quiet_day_is_one_sentence_and_as_of_when(shown: Shown) -> None:
    page = shown(front_pages.quiet)
    assert page.locator("h1").inner_text() == "All systems are working."
    assert words(page.locator(".hero p")).startswith("As of 21:12 GMT, ")  # nothing checks it
    assert not page.locator(".legend").is_visible()  # all bars are folded
    page.locator("details.group > summary").first.click()
    assert page.locator(".legend").is_visible()


def test_one_incident_takes_the_first_place_with_all_that_a_reader_needs(shown: Shown) -> None:
    page = shown(front_pages.one_incident)
    assert page.locator("h1").inner_text() == "Deliveries of webhooks are late"
    first = page.locator(".incident").first
    for told in ("Partial outage", "since 20:30 GMT", "Webhooks", "Owner: Platform team"):
        assert told in words(first)
    box = first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= PHONE["height"]
    assert "Next update by 21:32 GMT (in 20 minutes)" in words(first.locator(".next"))
    page.clock.fast_forward(timedelta(minutes=21).seconds * 1000)
    assert "due" in words(first.locator(".next"))


def test_trouble_that_nobody_spoke_of_is_counted_and_linked(shown: Shown) -> None:
    page = shown(front_pages.unannounced)
    assert page.locator("h1").inner_text() == "2 parts are down."
    assert page.locator(".chips a").all_inner_texts() == ["API", "Queue"]
    assert "16 of 18 parts work as usual." in page.locator(".hero p").inner_text()


def test_incident_without_a_part_is_the_first_line_too(shown: Shown) -> None:
    page = shown(front_pages.reported)
    assert page.locator("h1").inner_text() == "Some customers cannot sign in"


def test_planned_work_is_named_with_what_else_works_and_only_once(shown: Shown) -> None:
    page = shown(front_pages.several_works)
    assert page.locator("h1").inner_text() == "3 parts are under maintenance. All else works."
    headings = page.locator("h2").all_inner_texts()
    assert headings[:3] == ["Database upgrade", "New cables in Frankfurt", "Parts of the service"]
    assert "until 22:42 GMT" in words(page.locator(".incident").first)
    assert page.locator("#coming ~ article h3").all_inner_texts() == [
        "New telephone system",
        "Move of the mail servers",
    ]


def test_incident_stands_before_planned_work(shown: Shown) -> None:
    page = shown(front_pages.work_and_incident)
    assert page.locator(".incident .headline").all_inner_texts() == [
        "Checkout fails",
        "Database upgrade",
    ]
    counts = page.locator("#components + .asof").inner_text()
    assert counts.startswith("2 parts are under maintenance. 15 of 18 parts work as usual.")


def test_new_site_is_calm_and_says_when_days_appear(shown: Shown) -> None:
    page = shown(front_pages.new_site)
    assert page.locator("h1").inner_text() == "All systems are working."
    section = page.locator("section[aria-labelledby=components]").inner_text()
    assert section.count("since today. Days appear here as they pass.") == 1
    for told in ("no failure seen", "measured", "%"):
        assert told not in section
    assert page.locator(".bars").count() == 0
    assert height(page) <= 2.5 * PHONE["height"]


def test_sixty_parts_fit_about_three_screens_of_a_phone(shown: Shown) -> None:
    page = shown(front_pages.sixty)
    assert page.locator("details.group").count() == 8
    assert page.locator("details.group[open]").count() == 0
    footer = page.locator("footer").bounding_box()
    assert footer is not None
    assert footer["y"] <= 3 * PHONE["height"]
    first = page.locator("details.group > summary").first
    assert "All 8 operational" in first.inner_text()
    box = first.bounding_box()
    assert box is not None
    assert 44 <= box["height"] <= 64


def test_broken_part_of_sixty_stands_first_and_has_its_group_beside_it(shown: Shown) -> None:
    page = shown(front_pages.sixty_one_broken)
    assert page.locator(".touched").first.inner_text().startswith("Queue (Sydney)")
    assert page.locator("details.group h3").first.inner_text() == "Sydney"
    assert page.locator(".components .who a").first.inner_text() == "Queue"
    assert page.locator("details.group[open]").count() == 1


@pytest.mark.parametrize(("viewport", "days"), [(PHONE, 30), (TABLET, 60), (DESK, 90)])
def test_as_many_days_are_shown_as_a_finger_can_part(
    shown: Shown, viewport: dict[str, int], days: int
) -> None:
    page = shown(front_pages.one_incident, viewport=viewport)
    window = page.locator("#days-platform-api .window").bounding_box()
    bars = page.locator("#days-platform-api .bars").bounding_box()
    assert window is not None
    assert bars is not None
    assert round(90 * window["width"] / bars["width"]) == days


def test_arrow_keys_choose_days_and_the_chosen_one_is_plain_to_see(shown: Shown) -> None:
    page = shown(front_pages.one_incident, viewport=DESK)
    page.locator("#days-platform-api > summary").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    line = page.locator("#days-platform-api + .readout")
    assert "Fri 27 November: all good" in line.inner_text()
    chosen = page.locator("#days-platform-api .chosen").bounding_box()
    assert chosen is not None
    assert chosen["height"] >= 30


def test_words_under_the_bars_agree_with_them(shown: Shown) -> None:
    page = shown(front_pages.quiet, viewport=DESK)
    page.locator("#group-product > summary").click()
    told = {
        name: page.locator(f"#days-product-{name} .caption").inner_text()
        for name in ("search", "sign-in", "webmail")
    }
    assert told == {
        "search": "No outage reported, slower on 3 days",
        "sign-in": "Outages on 1 day",
        "webmail": "No outage reported",
    }


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1600])
def test_long_names_are_cut_by_whole_lines_and_nothing_scrolls_sideways(
    shown: Shown, width: int
) -> None:
    page = shown(front_pages.long_names, viewport={"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    lines = page.evaluate(
        "[...document.querySelectorAll('main bdi')].filter(b => b.offsetHeight).map(b => "
        "b.clientHeight / parseFloat(getComputedStyle(b).lineHeight))"
    )
    assert lines
    assert [one for one in lines if abs(one - round(one)) > 0.1] == []


def test_text_of_twice_the_size_needs_no_scrolling_sideways(shown: Shown) -> None:
    page = shown(front_pages.long_names, viewport={"width": 320, "height": 844})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_incident_of_a_part_that_left_stays_in_sight(shown: Shown) -> None:
    page = shown(front_pages.removed)
    assert page.locator("h1").inner_text() == "Webmail fails"
    assert page.locator(".components .who a").all_inner_texts() == ["Website"]


def test_page_of_a_part_has_a_way_back_and_what_is_planned(shown: Shown) -> None:
    page = shown(front_pages.several_works, "/components/support-phone")
    assert page.locator("h1").inner_text() == "Phone"
    assert page.locator("#coming ~ article h3").all_inner_texts() == ["New telephone system"]
    page.locator("main .above a").click()
    assert page.url.rstrip("/") == front_pages.URL


@pytest.mark.parametrize("link", [".name a", ".headline a", ".touched a"])
def test_links_of_the_first_screen_are_as_high_as_a_finger(shown: Shown, link: str) -> None:
    page = shown(front_pages.several_works)
    high = page.locator(link).first.evaluate(
        """link => {
          const box = link.querySelector("bdi").getBoundingClientRect();
          const rows = [...Array(120).keys()].map(row => box.top - 60 + row);
          const meant = row => document.elementFromPoint(box.left + 8, row)?.closest("a") === link;
          return rows.filter(meant).length;
        }"""
    )
    assert high >= 44
