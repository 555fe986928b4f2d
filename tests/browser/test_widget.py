"""The widget in a page of another origin: what it shows, what it leaves alone, and when it asks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.store import db
from tests.browser.conftest import ADA, watched
from tests.helpers.answering import Answering, Asked, answering
from tests.helpers.processes import serving
from tests.helpers.sites import change_config, open_site, write_site

pytestmark = pytest.mark.slow

DARK = "rgb(22, 25, 26)"
TITLE = "<img src=x onerror=alert(1)> Calls fail"
_PAPER = "one => getComputedStyle(one).backgroundColor"
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<link rel="stylesheet" href="/shop.css">
<h1>A shop</h1><p id="own"><a href="/">Ours</a></p>
<p><a href="{site}/" data-status>State of Acme Cloud</a>
<script src="{site}/embed.js" async {more}></script></p>"""
_STYLES = "p, a, div, i { color: rgb(255, 0, 0) !important; display: block; font: 40px x }"
_WAITS = """window.waits = [];
window.setTimeout = (act, wait) => { window.waits.push(wait); window.later = act; };"""
_POLICY = "default-src 'none'; style-src 'self'; script-src {site}; connect-src {site}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site in two languages with one incident whose next update is promised."""
    folder: Path = write_site(tmp_path_factory.mktemp("widget") / "site")
    open_site(folder)
    change_config(folder, "[site]", '[site]\nlanguages = ["en", "de", "ar"]')
    declared = {"api": ComponentState.MAJOR_OUTAGE}
    due = clock.now() + timedelta(hours=3)
    open_incident(TITLE, NewUpdate("We look.", components=declared, next_due=due), ADA)
    db.close_store()
    with serving(folder / "config.toml") as address:
        yield address


@contextmanager
def shop(browser: Browser, site: str, more: str = "", **options: object) -> Iterator[Page]:
    """A window on a page of others with the widget, under a policy that allows no more than it
    says. Whatever the browser complains of fails the test.
    """

    def answer(asked: Asked) -> Answering:
        if asked.path == "/shop.css":
            return Answering(200, _STYLES.encode(), {"Content-Type": "text/css"})
        policy = _POLICY.format(site=site)
        headers = {"Content-Type": "text/html", "Content-Security-Policy": policy}
        return Answering(200, _PAGE.format(site=site, more=more).encode(), headers)

    with (
        answering(answer) as server,
        watched(browser, server.address, base_url=server.address, **options) as window,
    ):
        yield window.page
        assert [one for one in window.faults if not one.startswith(f"request to {site}/")] == []


def test_widget_shows_the_state_in_a_page_of_another_origin(browser: Browser, site: str) -> None:
    with shop(browser, site, color_scheme="dark") as page:
        page.goto("/")
        box = page.get_by_role("status")
        expect(box).to_contain_text("Acme Cloud: API is down")
        assert box.evaluate(_PAPER) == DARK
        expect(box).to_contain_text("Next update by")
        expect(box.get_by_role("link", name=TITLE)).to_be_visible()  # as text, and no image
        assert page.locator("img").count() == 0
        assert page.get_by_text("State of Acme Cloud").count() == 0
        red = "rgb(255, 0, 0)"
        style = "one => getComputedStyle(one).color"
        assert page.locator("#own").evaluate(style) == red
        assert box.get_by_role("link").first.evaluate(style) != red
        assert page.context.cookies() == []
        kept = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
        assert kept == [0, 0, ""]


def test_widget_speaks_the_language_it_is_told(browser: Browser, site: str) -> None:
    with shop(browser, site, 'data-lang="de" data-theme="dark"', color_scheme="light") as page:
        page.goto("/")
        box = page.get_by_role("status")
        expect(box).to_contain_text("Nächste Meldung")
        assert box.get_attribute("lang") == "de-u-nu-latn"
        assert box.evaluate(_PAPER) == DARK


def test_what_cannot_be_read_is_unknown_and_asked_for_less_and_less(
    browser: Browser, site: str
) -> None:
    with shop(browser, site) as page:
        page.add_init_script(_WAITS)
        old = {"as_of": "2020-01-01T00:00:00Z", "lines": [{"text": "All works", "url": "/"}]}
        answers = [None, json.dumps(old), "Out of order.", None]

        def answer(route: Route) -> None:
            body = answers.pop(0)
            if body is None:
                route.continue_()
            else:
                route.fulfill(body=body, headers={"Access-Control-Allow-Origin": "*"})

        page.route("**/embed.json", answer)
        page.goto("/")
        box = page.get_by_role("status")
        shown = []
        for count in range(1, 5):
            page.wait_for_function("count => waits.length === count", arg=count)
            shown.append((box.inner_text().partition("\n")[0], page.evaluate("waits.at(-1)")))
            page.evaluate("count => { if (count < 4) later(); }", count)
        good, bad = "Acme Cloud: API is down", "State unknown at the moment"
        assert shown == [(good, 60_000), (bad, 120_000), (bad, 240_000), (good, 60_000)]


def test_link_stands_where_no_script_comes(browser: Browser, site: str) -> None:
    with shop(browser, site) as page:
        page.route("**/embed.js", lambda route: route.fulfill(status=404))
        page.goto("/")
        expect(page.get_by_role("link", name="State of Acme Cloud")).to_be_visible()
