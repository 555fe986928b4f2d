"""Questions as readers, scanners of mail and programs that fill in forms meet them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.asking import links
from statuspage.actions.asking.publishing import publish_answers
from statuspage.actions.asking.surveys import make_links
from statuspage.actions.entries import write_entry
from statuspage.actions.given import Actor
from statuspage.domain.asking.questions import QuestionKind
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.store import db
from statuspage.store.asking import answers
from statuspage.store.settings import site
from statuspage.web.app import create_app
from tests.helpers.following import HERE
from tests.helpers.telling import at, opened, resolved
from tests.web.conftest import Browser, Page

TOLD = QuestionKind.TOLD
_READS = timedelta(seconds=5)


@pytest.fixture
def browser(store: Path) -> Browser:
    """Somebody's browser."""
    return Browser(create_app())


@pytest.fixture
def over(store: Path) -> str:
    """The key of an incident that is over."""
    key = opened().key
    resolved(30, key)
    return key


def _answered(browser: Browser, path: str, minutes: float = 60, **fields: str) -> Page:
    """Open a question, read it, and press the button."""
    with clock.standing_at(at(minutes)):
        sent = browser.get(path).fields()
    with clock.standing_at(at(minutes) + _READS):
        page = browser.post(path.partition("?")[0], sent | fields, headers=HERE)
        return browser.follow(page) if page.code == 303 else page


def _kept(about: str, kind: QuestionKind = TOLD) -> list[str]:
    with db.snapshot():
        return sorted(one.choice for one in answers.unpublished(kind, about))


def test_one_tap_preselects_and_the_button_answers(browser: Browser, over: str) -> None:
    with clock.standing_at(at(60)):
        page = browser.get(f"/incidents/{over}")
        [tap] = page.tree.xpath("//section[@aria-labelledby='told']//a[contains(@href, 'partly')]")
        asked = browser.get(tap.get("href"))
    assert asked.fields()["answer"] == "partly"
    assert _kept(over) == []
    mine = _answered(browser, tap.get("href"))
    assert "Your answer: Partly" in mine.words()
    assert _kept(over) == ["partly"]
    with clock.standing_at(at(70)):
        own = mine.tree.forms[-1].action
        changed = browser.follow(browser.post(own, {"answer": "no"}, headers=HERE))
    assert "Your new answer is kept." in changed.words()
    assert _kept(over) == ["no"]


def test_scanner_of_mail_answers_nothing(browser: Browser, over: str) -> None:
    by = links.token_of_reader(TOLD, over, "reader")
    with clock.standing_at(at(60)):
        for choice in ("yes", "partly", "no", "unknown"):
            path = links.path(TOLD, over, by=by, choice=choice)
            assert browser.get(path).code == 200
            assert browser.head(path, {"answer": choice, "by": by}) == 200
    assert _kept(over) == []


def test_mailed_link_answers_once(browser: Browser, over: str) -> None:
    path = links.path(TOLD, over, by=links.token_of_reader(TOLD, over, "reader"), choice="yes")
    _answered(browser, path)
    again = _answered(browser, path, 80, answer="no")
    assert "Your new answer is kept." in again.words()
    assert "Thank you" in _answered(browser, path, 90, answer="no").words()
    assert _kept(over) == ["no"]


def test_programs_that_fill_in_forms_answer_nothing(browser: Browser, over: str) -> None:
    path = f"/ask/told/{over}"
    with clock.standing_at(at(60)):
        sent = browser.get(path).fields() | {"answer": "no"}
        assert browser.post(path, sent, headers=HERE).code == 409  # sooner than anybody reads
        assert browser.post(path, {"answer": "no"}, headers=HERE).code == 409
        filled = sent | {"website": "https://spam.example"}
        assert browser.post(path, filled, headers=HERE).code == 422
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        assert browser.post(path, sent, headers=elsewhere).code == 400
    assert _kept(over) == []


def test_one_button_on_an_open_incident_counts(browser: Browser, store: Path) -> None:
    key = opened().key
    with clock.standing_at(at(5)):
        page = browser.get(f"/incidents/{key}")
        [form] = page.tree.xpath("//form[contains(@action, '/ask/affected/')]")
        thanks = browser.follow(browser.post(form.action, {"answer": "yes"}, headers=HERE))
        browser.post(form.action, {"answer": "yes"}, headers=HERE)  # pressed twice
    assert "Your answer is kept" in thanks.words()
    assert _kept(key, QuestionKind.AFFECTED) == ["yes"]


def test_page_says_how_many_answered_once_they_are_five(browser: Browser, over: str) -> None:
    for number in range(5):
        assert _answered(browser, f"/ask/told/{over}?answer=yes", 60 + number).code == 200
    with clock.standing_at(at(70)):
        assert "once 5 people have given one" in browser.get(f"/incidents/{over}").words()
        publish_answers()
        assert "Yes 5" in browser.get(f"/incidents/{over}").words()
        [told] = json.loads(browser.get(f"/api/v1/incidents/{over}").text)["answers"]
    assert (told["question"], told["answers"], told["counts"]["yes"]) == ("told", 5, 5)
    with clock.standing_at(at(60) + timedelta(days=31)):
        gone = browser.get(f"/ask/told/{over}")
        assert "not asked any more" in gone.words()
        assert "Yes 5" in browser.get(f"/incidents/{over}").words()


@pytest.mark.parametrize("path", ["/ask/told/none", "/ask/nonsense/x", "/ask/own/x", "/ask/csat/x"])
def test_address_of_nothing_is_not_found(browser: Browser, path: str) -> None:
    assert browser.get(path).code == 404
    assert browser.post(path, {"answer": "yes"}, headers=HERE).code in (404, 409)


def test_flood_is_told_to_wait(browser: Browser, store: Path) -> None:
    key = opened().key
    with clock.standing_at(at(5)):
        path = f"/ask/affected/{key}"
        codes = {
            browser.post(path, {"answer": "yes", "n": str(n)}, headers=HERE).code for n in range(70)
        }
    assert codes == {303, 429}
    assert len(_kept(key, QuestionKind.AFFECTED)) == 60


def test_reader_disagrees_with_an_answer_by_one_button(browser: Browser, store: Path) -> None:
    told = {"title": "No", "said": "Please.", "state": "declined", "reason": "It costs too much."}
    with clock.standing_at(at(0)):
        slug = write_entry(EntryKind.OUTCOME, told, "So.", Actor("ada"), zone=site().zone).slug
    for number in range(5):
        with clock.standing_at(at(5 + number)):
            page = browser.get(f"/you-said-we-did/{slug}")
            [form] = page.tree.xpath("//form[contains(@action, '/ask/disagreed/')]")
            sent = {"answer": "disagree", "nth": str(number)}
            assert browser.post(form.action, sent, headers=HERE).code == 303
    with clock.standing_at(at(15)):
        publish_answers()
        assert "5 people disagree with" in browser.get(f"/you-said-we-did/{slug}").words()


def test_survey_is_asked_by_its_links_and_told_on_the_page_of_promises(
    browser: Browser, store: Path
) -> None:
    with clock.standing_at(at(0)):
        tokens = make_links("nps", "spring", 6, Actor("ada"))
        for token in ("", tokens[0][:-1], "x" * 40):
            page = browser.get(f"/ask/nps/spring?by={token}&answer=9")
            assert "Only those whom we wrote to are asked this." in page.words()
            assert not page.tree.xpath("//main//form")
        assert "too few to say anything" in browser.get("/sla").words()
    for number, token in enumerate(tokens):
        path = links.path(QuestionKind.NPS, "spring", by=token, choice=str(number + 5))
        assert "0 is “not at all likely”" in _answered(browser, path, 5 + number).words()
    with clock.standing_at(at(20)):
        publish_answers()
        told = browser.get("/sla").words()
        assert "6 answers, too few for a score: 2 would recommend us" in told
        assert "6 people asked" in told
        assert "100% answered" in told
