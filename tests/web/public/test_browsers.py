"""Readers who are told by notifications of their browser, from asking to leaving."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.telling import links
from statuspage.actions.telling.push_key import public_push_key
from statuspage.domain.telling.filter import Filter
from statuspage.domain.telling.subscription import Channel, SubscriptionState
from statuspage.domain.vocabulary.states import Impact
from statuspage.store import db
from statuspage.web.app import create_app
from tests.helpers.following import HERE, NOON, ask, everybody, only
from tests.helpers.letters import letters, newest_confirm_path
from tests.helpers.push_service import BrowserKeys
from tests.helpers.sites import add_to_config, change_config
from tests.helpers.stores import store_place
from tests.helpers.telling import opened
from tests.web.conftest import Browser, Page

PLACE = "/subscribe/browser"
ADDRESS = BrowserKeys().address()
PENDING, ACTIVE = SubscriptionState.PENDING, SubscriptionState.ACTIVE


@pytest.fixture
def site(store: Path) -> Path:
    """A site that tells browsers."""
    add_to_config(store, "\n[subscriptions]\nbrowsers = true\n")
    return store


@pytest.fixture
def browser(site: Path) -> Browser:
    return Browser(create_app())


def asked(browser: Browser, address: str = ADDRESS, **more: str) -> Page:
    return ask(browser, address, path=PLACE, **more)


def told(browser: Browser, address: str = ADDRESS) -> Page:
    """Ask, and answer the notification as the worker does."""
    asked(browser, address)
    with clock.standing_at(NOON + timedelta(minutes=1)):
        return browser.follow(browser.post(newest_confirm_path(), {}))


def own(browser: Browser, address: str = ADDRESS) -> Page:
    return browser.post("/subscribe/me", {"address": address})


def test_browser_is_told_once_it_showed_that_it_can_read(browser: Browser) -> None:
    answer = asked(browser, severity="major")
    assert answer.headers["Location"] == f"{PLACE}?done=browser"
    assert "on its way to this browser" in browser.follow(answer).words()
    assert (only().channel, only().state, only().owner) == (Channel.PUSH, PENDING, "")
    assert [name for name, _ in letters()] == ["confirmation"]
    assert own(browser).code == 404
    with clock.standing_at(NOON + timedelta(minutes=1)):
        browser.post(newest_confirm_path(), {})
    assert only().state is ACTIVE
    assert only().filter == Filter(severity=Impact.MAJOR)


def test_browser_finds_its_settings_by_its_whole_address(browser: Browser) -> None:
    told(browser)
    with clock.standing_at(NOON + timedelta(days=3)):
        page = browser.follow(own(browser))
    assert "Your settings" in page.words()
    assert ADDRESS.partition("#")[0] not in page.words()
    endpoint, _, keys = ADDRESS.partition("#")
    for other in (endpoint, f"{endpoint}#{keys[:-1]}B", f"{endpoint}2#{keys}", ""):
        assert own(browser, other).code == 404


def test_second_wish_of_a_browser_changes_nothing(browser: Browser) -> None:
    told(browser)
    asked(browser, severity="major")
    assert (len(everybody()), only().filter) == (1, Filter())
    assert [name for name, _ in letters()] == ["confirmation", "already"]


def test_browser_leaves_and_is_erased_like_all_others(browser: Browser) -> None:
    told(browser)
    with clock.standing_at(NOON + timedelta(minutes=2)):
        browser.post(links.leave_path(only().key), {})
        assert only().state is SubscriptionState.ENDED
        assert own(browser).code == 404
        browser.post(links.undo_path(only().key), {})
        assert only().state is ACTIVE
        settings = own(browser).headers["Location"]
        browser.post(settings, {"do": "erase", "subscription": only().key}, headers=HERE)
    assert everybody() == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://push.example.net/abc",
        BrowserKeys().address("http://push.example.net/abc"),
        BrowserKeys().address("https://127.0.0.1/abc"),
        BrowserKeys().address("https://[::ffff:10.0.0.1]/abc"),
        BrowserKeys().address("https://localhost/abc"),
        BrowserKeys().address("https://push.example.net/" + "a" * 2_000),
        BrowserKeys(secret=b"short").address(),
        "https://push.example.net/abc#AAAA.AAAAAAAAAAAAAAAAAAAAAA",
    ],
)
def test_what_no_browser_gives_is_refused(browser: Browser, address: str) -> None:
    answer = asked(browser, address)
    assert answer.code == 422
    assert "not what a browser gives" in answer.words()
    assert everybody() == []


def test_site_without_it_offers_nothing(site: Path) -> None:
    browser = Browser(create_app())
    with clock.standing_at(NOON):
        fields = browser.get(PLACE).fields() | {"address": ADDRESS}
    change_config(site, "browsers = true", "browsers = false")
    assert "data-push-key" not in browser.get("/subscribe").text
    assert "Nothing is sent that way from here" in browser.get(PLACE).words()
    with clock.standing_at(NOON + timedelta(minutes=1)):
        assert browser.post(PLACE, fields, headers=HERE).code == 422
    assert everybody() == []


def test_page_has_the_key_and_hides_all_that_needs_a_script(browser: Browser) -> None:
    for path in ("/subscribe", PLACE):
        assert f'data-push-key="{public_push_key()}"' in browser.get(path).text
    assert "needs a script" in browser.get(PLACE).words()


def test_manifest_and_worker_stand_where_the_site_stands(site: Path) -> None:
    change_config(
        site, 'status.acme.example"', 'status.acme.example/status"\nlanguages = ["en", "de"]'
    )
    browser = Browser(create_app())
    page = browser.get("/status/de/subscribe/browser")
    assert 'data-own="/status/de/subscribe/me"' in page.text
    assert 'data-base="/status/subscribe/"' in page.text
    assert 'href="/status/de/app.webmanifest"' in page.text
    manifest = json.loads(browser.get("/status/de/app.webmanifest").text)
    assert (manifest["start_url"], manifest["scope"]) == ("/status/de/", "/status/")
    assert browser.head("/status/icons/site.png", {}) == 200
    worker = browser.get("/status/subscribe/worker.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")


def test_key_stays_over_restarts(site: Path) -> None:
    before = public_push_key()
    db.close_store()
    db.open_store(store_place(site))
    assert public_push_key() == before


def test_what_a_link_asks_for_goes_along_to_another_way(browser: Browser) -> None:
    key = opened(0).key
    page = browser.get(f"/subscribe?component=api&severity=major&incident={key}")
    [link] = page.tree.xpath("//a[starts-with(@href, '/subscribe/browser?')]/@href")
    assert f"incident={key}" in link
    with clock.standing_at(NOON):
        fields = browser.get(link).fields()
    with clock.standing_at(NOON + timedelta(minutes=1)):
        browser.post(PLACE, fields | {"address": ADDRESS}, headers=HERE)
    wanted = Filter(frozenset({"api"}), incidents=frozenset({key}), severity=Impact.MAJOR)
    assert only().filter == wanted
    for way in page.tree.xpath("//a[starts-with(@href, '/subscribe/program')]/@href"):
        assert f"incident:{key}" in browser.get(way).fields()
