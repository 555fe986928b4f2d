"""Readers are asked, in a real browser: once by a link; what did not help is looked at anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from statuspage import clock
from statuspage.actions.asking import links
from statuspage.actions.asking.again import LETTER, ask_again
from statuspage.actions.asking.surveys import make_links
from statuspage.actions.entries import write_entry
from statuspage.actions.listening.deciding import take
from statuspage.actions.listening.hearing import VoiceWish, hear
from statuspage.domain.asking.questions import QuestionKind
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.store import db
from statuspage.store.asking import answers
from statuspage.store.listening import voices
from statuspage.store.settings import site
from tests.browser.conftest import ADA, watched
from tests.helpers.letters import letters
from tests.helpers.outlets import add_readers
from tests.helpers.processes import ask, serving
from tests.helpers.sites import open_site, write_site

pytestmark = pytest.mark.slow
PHONE = {"viewport": {"width": 320, "height": 640}}
CSAT = QuestionKind.CSAT


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site; its store is open here, too."""
    folder = open_site(write_site(tmp_path_factory.mktemp("asking") / "site"))
    with serving(folder / "config.toml") as address:
        yield address
    db.close_store()


def _kept(kind: QuestionKind, about: str) -> list[str]:
    with db.snapshot():
        return sorted(one.choice for one in answers.unpublished(kind, about))


def _well_made(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page).response["violations"] == []


def test_survey_link_answers_once_and_a_scanner_answers_nothing(
    browser: Browser, served: str
) -> None:
    token = make_links("csat", "spring", 5, ADA)[0]
    path = links.path(CSAT, "spring", by=token, choice="4")
    for method in ("GET", "HEAD"):
        assert ask(method, served + path).status_code == 200
    assert _kept(CSAT, "spring") == []
    with watched(browser, served, **PHONE) as visitor:
        page = visitor.go(path)
        _well_made(page)
        page.click("text=Send my answer")
        page.wait_for_selector("text=Your answer: 4")
        _well_made(page)
        own = page.url
        page.goto(served + path)
        page.click("label:has-text('2')")
        page.click("text=Send my answer")
        page.wait_for_selector("text=Your answer: 2")
        assert page.url.partition("?")[0] == own.partition("?")[0]
        assert visitor.faults == []
    assert _kept(CSAT, "spring") == ["2"]


def test_two_who_were_not_helped_have_it_considered_anew(browser: Browser, served: str) -> None:
    with clock.standing_at(clock.now() - timedelta(days=29)):
        told = {"title": "Weekends", "said": "Please.", "state": "done", "did": "We answer."}
        zone = site().zone
        slug = write_entry(EntryKind.OUTCOME, told, "Now.", ADA, zone=zone).slug
        add_readers("eve", "adam")
        for reader in ("eve", "adam"):
            key = hear(VoiceWish("Please answer at weekends."), reader)
            take([key], slug, ADA)
            with db.transaction():
                voices.change(key, subscription=reader)
    ask_again()  # or the worker did
    [about, _] = [about for name, about in letters() if name == LETTER]
    kind = QuestionKind.HELPED
    for reader in ("eve", "adam"):
        by = links.token_of_reader(kind, slug, reader, about.partition("@")[2])
        with watched(browser, served, **PHONE) as visitor:
            page = visitor.go(links.path(kind, slug, by=by))
            page.click("label:has-text('No')")
            page.click("text=Send my answer")
            page.wait_for_selector("text=Your answer: No")
            assert visitor.faults == []
    with watched(browser, served, **PHONE) as visitor:
        page = visitor.go(f"/you-said-we-did/{slug}")
        assert "Considering" in page.inner_text("main")
        assert "say that it did not help" in (page.text_content("main") or "")
