"""The first screen of a bad day on a phone: what is down, since when, when the next word comes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from statuspage import clock
from statuspage.store import db
from tests.browser.conftest import watched
from tests.helpers import bad_day
from tests.helpers.processes import serving

pytestmark = pytest.mark.slow

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = bad_day.make(tmp_path_factory.mktemp("bad") / "site", now=clock.now())
    db.close_store()
    with serving(folder / "config.toml") as address:
        yield address


@pytest.fixture
def home(browser: Browser, served: str) -> Iterator[Page]:
    with watched(browser, served, viewport=PHONE) as visitor:
        yield visitor.go("/")
        assert visitor.faults == []


def bottom(found: Locator) -> float:
    box = found.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def left(found: Locator) -> float:
    box = found.bounding_box()
    assert box is not None
    return round(box["x"])


def test_one_sentence_counts_what_does_not_work(home: Page) -> None:
    assert home.locator("h1").inner_text() == "3 parts are down, 9 have problems."
    assert "5 incidents are open. 6 of 18 parts work as usual. Checked at" in (
        home.locator(".hero p").inner_text()
    )


def test_what_is_down_stands_in_sight_as_links_for_a_finger(home: Page) -> None:
    chips = home.locator(".chips a")
    names = [text.strip() for text in chips.all_inner_texts()]
    assert names == ["Checkout", "Payouts", "Region EU", "and 9 more"]
    for chip in chips.all():
        box = chip.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert bottom(chip) <= PHONE["height"]


def test_worst_incident_stands_first_with_its_newest_words_above_the_fold(home: Page) -> None:
    first = home.locator(".incident").first
    assert first.locator("h2").inner_text() == bad_day.WORST
    assert "Major outage" in first.locator(".meta").first.inner_text()
    words = first.locator(".words")
    assert "Retry a failed payment" in words.inner_text()
    assert bottom(words) <= PHONE["height"]


def test_when_the_next_word_of_the_worst_comes_is_said_above_the_fold(home: Page) -> None:
    due = home.locator(".incident").first.locator(".next")
    assert due.get_attribute("class") == "next late"
    assert "is late" in due.inner_text()
    assert bottom(due) <= PHONE["height"]


def test_incidents_follow_by_what_they_declare(home: Page) -> None:
    assert home.locator(".incident h2").all_inner_texts() == [
        bad_day.WORST,
        "Sign-in is slow or fails",
        "API returns errors",
        "Webhooks and the queue are late",
        "Webmail is slow",
    ]


def test_groups_in_trouble_are_open_and_the_others_one_line(home: Page) -> None:
    groups = home.locator("details.group")
    told = [group.locator("summary h3").inner_text().strip() for group in groups.all()]
    assert told == ["Payments", "Product", "Platform", "Support"]
    opened = [group.get_attribute("open") is not None for group in groups.all()]
    assert opened == [True, True, True, False]
    assert "0 of 4 operational" in groups.first.locator("> summary").inner_text()
    assert "All 4 operational" in groups.last.locator("> summary").inner_text()
    last = groups.last.bounding_box()
    assert last is not None
    assert last["height"] < 64


def test_follow_is_always_in_sight_and_few_tabs_beside_it(home: Page) -> None:
    assert bottom(home.get_by_role("link", name="Follow", exact=True).first) <= 64
    tabs = [tab for tab in home.locator(".top nav a").all() if tab.is_visible()]
    assert [tab.inner_text() for tab in tabs] == ["Status", "Promises", "History", "News"]


def test_open_incident_has_its_news_before_its_facts(home: Page) -> None:
    home.locator(".incident h2 a").first.click()
    home.wait_for_load_state()
    assert bottom(home.locator("#newest .words")) <= PHONE["height"]
    assert bottom(home.locator("#newest .next")) <= PHONE["height"]
    order = home.evaluate(
        "['#newest', '#updates', '#facts'].map(s => document.querySelector(s)"
        ".getBoundingClientRect().y)"
    )
    assert order == sorted(order)


def test_a_finger_beside_a_bad_day_means_that_day(home: Page) -> None:
    bars = home.locator("#days-checkout .bars")
    bars.scroll_into_view_if_needed()
    box = bars.bounding_box()
    assert box is not None
    days = box["width"] / 90
    today = box["x"] + box["width"] - days / 2
    home.mouse.click(today - 10, box["y"] + box["height"] / 2)
    line = home.locator("#days-checkout + .readout")
    assert "major outage" in line.inner_text()
    line.get_by_role("button", name="the day before").click()
    assert "all good" in line.inner_text()


def test_bad_days_differ_from_good_ones_in_forced_colours(browser: Browser, served: str) -> None:
    with watched(browser, served, viewport=PHONE, forced_colors="active") as visitor:
        home = visitor.go("/")
        looks = "which => {const s = getComputedStyle(document.querySelector(which));"
        inks = [
            home.evaluate(looks + "return s.stroke + s.strokeOpacity}", f"#days-checkout {which}")
            for which in (".ok", ".level-4")
        ]
        assert inks[0] != inks[1]
        of_marks = {
            home.evaluate(looks + "return s.fill}", f".mark.{one}") for one in ("ok", "major")
        }
        assert len(of_marks) == 1


def test_newest_days_and_no_empty_margin_are_shown_from_right_to_left(home: Page) -> None:
    home.evaluate("document.documentElement.dir = 'rtl'")
    bars, window = home.locator("#days-checkout .bars"), home.locator("#days-checkout .window")
    assert left(bars) == left(window)  # the newest day stands where the line ends
    assert home.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_paper_shows_all_days_and_no_buttons(home: Page) -> None:
    home.emulate_media(media="print")
    bars, window = (home.locator(f"#days-checkout {one}") for one in (".bars", ".window"))
    assert bars.bounding_box() == window.bounding_box()
    assert not home.get_by_role("link", name="Follow", exact=True).first.is_visible()
