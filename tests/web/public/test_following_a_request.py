"""Following one request ("you said, we did"): alone, besides what one follows, and no more."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.telling import links
from statuspage.domain.telling.filter import Filter
from statuspage.domain.telling.news import NewsKind
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.web.app import create_app
from tests.helpers.following import NOON, ask, follow, only, with_mail
from tests.helpers.letters import newest_code
from tests.helpers.library import SITE
from tests.helpers.telling import ADA
from tests.web.conftest import Browser

DAY = timedelta(days=1)
DARK, EXPORTS = "2026-06-30-dark-mode", "2026-06-30-exports"


@pytest.fixture
def browser(store: Path) -> Browser:
    """Somebody's browser, on a site with two requests that can send mail."""
    with_mail(store)
    with clock.standing_at(NOON - DAY):
        for title in ("Dark mode", "Exports"):
            front = {"title": title, "said": "We want it.", "state": "considering"}
            write_entry(EntryKind.OUTCOME, front, "We look at it.", ADA, zone=SITE.zone)
    return Browser(create_app())


def of(*slugs: str) -> Filter:
    return Filter(outcomes=frozenset(slugs))


def confirmed(browser: Browser, days: int, path: str) -> Filter:
    """What is told after one more thing was asked for and confirmed."""
    page = browser.follow(ask(browser, at=NOON + days * DAY, path=path, **_hidden(path)))
    with clock.standing_at(NOON + days * DAY + timedelta(minutes=1)):
        assert browser.post(page.tree.forms[0].action, {"code": newest_code()}).code == 303
    return only().filter


def _hidden(path: str) -> dict[str, str]:
    name = path.partition("outcome=")[2]
    return {f"outcome:{name}": "on"} if name else {}


def test_one_request_is_followed_and_more_come_besides(browser: Browser) -> None:
    assert confirmed(browser, 0, f"/subscribe?outcome={DARK}") == of(DARK)
    assert confirmed(browser, 1, f"/subscribe?outcome={EXPORTS}") == of(DARK, EXPORTS)
    assert confirmed(browser, 2, "/subscribe") == Filter()
    assert confirmed(browser, 3, f"/subscribe?outcome={EXPORTS}") == Filter()


def test_request_comes_besides_what_was_chosen(browser: Browser) -> None:
    follow(browser, **{"kind:incidents": "on"})
    incidents = frozenset({NewsKind.INCIDENTS})
    told = confirmed(browser, 1, f"/subscribe?outcome={DARK}")
    assert told == Filter(kinds=incidents, outcomes=frozenset({DARK}))


def test_nothing_changes_before_the_code_comes_back(browser: Browser) -> None:
    follow(browser, **{"kind:incidents": "on"})
    ask(browser, at=NOON + DAY, path=f"/subscribe?outcome={DARK}", **_hidden(f"outcome={DARK}"))
    assert not only().filter.outcomes


def test_settings_list_what_was_asked_for_and_let_go_of_it(browser: Browser) -> None:
    confirmed(browser, 0, f"/subscribe?outcome={DARK}")
    told = confirmed(browser, 1, f"/subscribe?outcome={EXPORTS}")
    assert told == of(DARK, EXPORTS)
    with clock.standing_at(NOON + DAY):
        path = links.settings_path(only().key, clock.now())
        page = browser.get(path)
        assert {"Dark mode", "Exports"} <= set(page.tree.xpath("//label//bdi/text()"))
        own = {"subscription": only().key, "do": "save"}
        assert browser.post(path, own | {f"outcome:{EXPORTS}": "on"}).code == 303
        assert only().filter == of(EXPORTS)
        refused = browser.post(path, own)
        assert refused.code == 422
        assert "With nothing chosen you would be told of everything." in refused.words()
    assert only().filter == of(EXPORTS)


def test_unknown_request_is_named(browser: Browser) -> None:
    page = ask(browser, path="/subscribe", **{"outcome:gone": "on"})
    assert page.code == 422
    assert "There is no outcome 'gone'." in page.words()
    assert browser.get("/feeds/all.atom?outcome=gone").code == 400


def test_feed_of_one_request_lists_it_alone(browser: Browser) -> None:
    feed = browser.get(f"/feeds/all.json?outcome={DARK}").text
    assert "Dark mode" in feed
    assert "Exports" not in feed
    besides = browser.get(f"/feeds/all.json?outcome={DARK}&kind=incidents").text
    assert "Dark mode" in besides
    assert "Exports" not in besides


def test_one_request_offers_no_choice_of_components_nor_of_news(browser: Browser) -> None:
    alone = browser.get(f"/subscribe?outcome={DARK}").words()
    assert "Components" not in alone
    assert "How often" in alone
    assert "Components" in browser.get("/subscribe").words()
