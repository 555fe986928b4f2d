"""/feedback as people and programs meet it, and the page that shows what became of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.listening.deciding import take, turn_away
from statuspage.domain.listening.voice import Voice, VoiceChannel, VoiceState
from statuspage.domain.telling.filter import Filter
from statuspage.domain.telling.subscription import SubscriptionState
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.store import db
from statuspage.store.listening import voices
from statuspage.web.app import create_app
from tests.helpers.following import HERE, NOON, everybody, only, with_mail
from tests.helpers.letters import newest_code
from tests.helpers.library import SITE
from tests.helpers.telling import ADA
from tests.web.conftest import Browser, Page

MINUTE = timedelta(minutes=1)
DARK = "2026-06-30-dark-mode"


@pytest.fixture
def browser(store: Path) -> Browser:
    """Somebody's browser, on a site with one request that can send mail."""
    with_mail(store)
    with clock.standing_at(NOON - timedelta(days=1)):
        front = {"title": "Dark mode", "said": "It is too bright.", "state": "considering"}
        write_entry(EntryKind.OUTCOME, front, "We look at it.", ADA, zone=SITE.zone)
    return Browser(create_app())


def say(browser: Browser, text: str, path: str = "/feedback", **more: str) -> Page:
    """Open the form, take a minute over it, and send it."""
    with clock.standing_at(NOON):
        fields = browser.get(path).fields()
    with clock.standing_at(NOON + MINUTE):
        return browser.post("/feedback", fields | {"text": text} | more, headers=HERE)


def heard() -> list[Voice]:
    with db.snapshot():
        return voices.newest(100)


def mine(browser: Browser, sent: Page) -> Page:
    assert sent.code == 303, sent.words()
    with clock.standing_at(NOON + 2 * MINUTE):
        return browser.follow(sent)


def test_visitor_says_something_and_sees_where_it_stands(browser: Browser) -> None:
    sent = say(browser, "Exports as CSV, please.", component="api", may_quote="1")
    page = mine(browser, sent)
    assert "Thank you. It is with us." in page.words()
    assert "Nobody has read it yet." in page.words()
    assert "Exports as CSV, please." in page.words()
    [voice] = heard()
    assert (voice.text, voice.components) == ("Exports as CSV, please.", ("api",))
    assert (voice.state, voice.channel) == (VoiceState.HELD, VoiceChannel.PAGE)
    assert voice.may_quote
    assert browser.get("/feedback/mine/" + "x" * 40).code == 404


def test_similar_one_is_shown_before_anything_is_sent(browser: Browser) -> None:
    asked = say(browser, "A dark mode would be great", address="eve@example.com")
    assert asked.code == 409
    assert "Is it one of these?" in asked.words()
    assert heard() == []
    fields = asked.fields()
    assert (fields["text"], fields["address"]) == ("A dark mode would be great", "eve@example.com")
    with clock.standing_at(NOON + 2 * MINUTE):
        fields = asked.fields() | {"stamp": _stamp(asked)}
        page = mine(browser, browser.post("/feedback", fields | {"outcome": DARK}, headers=HERE))
    [voice] = heard()
    assert (voice.outcome, voice.state) == (DARK, VoiceState.HELD)
    assert "It counts for this request once we have read it: Dark mode" in page.words()


def _stamp(page: Page) -> str:
    return page.fields()["stamp"]


def test_whoever_means_something_else_sends_it(browser: Browser) -> None:
    asked = say(browser, "A dark mode would be great")
    with clock.standing_at(NOON + 2 * MINUTE):
        sent = browser.post("/feedback", asked.fields() | {"outcome": ""}, headers=HERE)
    assert "Nobody has read it yet." in mine(browser, sent).words()
    assert [one.outcome for one in heard()] == [""]


def test_second_step_is_taken_however_quickly_it_comes(browser: Browser) -> None:
    asked = say(browser, "A dark mode would be great")
    with clock.standing_at(NOON + MINUTE):
        sent = browser.post("/feedback", asked.fields() | {"outcome": DARK}, headers=HERE)
    assert sent.code == 303
    assert [one.outcome for one in heard()] == [DARK]


def test_voice_without_words_counts_for_a_request_at_once(browser: Browser) -> None:
    page = mine(browser, say(browser, "", f"/feedback?outcome={DARK}"))
    assert "It counts for this request: Dark mode" in page.words()
    assert [one.state for one in heard()] == [VoiceState.HEARD]


def test_voice_turned_away_counts_for_nothing_and_says_so(browser: Browser) -> None:
    sent = say(browser, "Buy my pills", f"/feedback?outcome={DARK}", outcome=DARK)
    [voice] = heard()
    turn_away([voice.key], "It is an advertisement.", ADA)
    page = mine(browser, sent)
    assert "nothing will come of it. It is an advertisement." in page.words()
    assert "It counts for" not in page.words()
    assert "by mail" not in page.words()


def test_page_of_what_is_deleted_offers_nothing_to_delete(browser: Browser) -> None:
    page = mine(browser, say(browser, "Weekends", f"/feedback?outcome={DARK}", outcome=DARK))
    assert "Delete all of it" in page.words()
    path = page.tree.xpath("//form/@action")[0]
    take([heard()[0].key], DARK, ADA)
    with clock.standing_at(NOON + 4 * MINUTE):
        browser.post(path, {"do": "back"}, headers=HERE)
        left = browser.get(path).words()
    assert "It counts for this request: Dark mode" in left
    assert "Your words" not in left
    assert "Delete" not in left


def test_mail_code_is_typed_on_the_page_that_is_open(browser: Browser) -> None:
    page = mine(browser, say(browser, "Exports, please.", address="eve@example.com"))
    assert only().state is SubscriptionState.PENDING
    [form] = [one for one in page.tree.forms if "code" in one.fields]
    with clock.standing_at(NOON + 3 * MINUTE):
        path = page.tree.xpath("//form/@action")[0]
        wrong = browser.post(path, dict(form.fields) | {"code": "1", "do": "code"}, headers=HERE)
        assert wrong.code == 422
        assert "This is not the code." in wrong.words()
        right = dict(form.fields) | {"code": newest_code(), "do": "code"}
        done = browser.follow(browser.post(path, right, headers=HERE))
    assert "from now on you are told" in done.words()
    [voice] = heard()
    found = only()
    assert found.state is SubscriptionState.ACTIVE
    assert voice.subscription == found.key
    assert found.filter == Filter(outcomes=frozenset({f"voice/{voice.key}"}))


def test_sender_asks_for_mail_later_and_takes_it_all_back(browser: Browser) -> None:
    page = mine(browser, say(browser, "Exports, please."))
    path = page.tree.xpath("//form/@action")[0]
    with clock.standing_at(NOON + 3 * MINUTE):
        asked = browser.post(path, {"do": "mail", "address": "eve@example.com"}, headers=HERE)
        request = asked.headers["Location"].partition("code=")[2]
        code = {"do": "code", "request": request, "code": newest_code()}
        assert browser.post(path, code, headers=HERE).code == 303
    assert len(everybody()) == 1
    with clock.standing_at(NOON + 4 * MINUTE):
        gone = browser.follow(browser.post(path, {"do": "back"}, headers=HERE))
        assert "What you wrote is deleted." in gone.words()
        assert browser.get(path).code == 404
    assert heard() == []
    assert everybody() == []  # it was told of nothing else


def test_codes_for_many_addresses_are_bounded_for_one_place(browser: Browser) -> None:
    page = mine(browser, say(browser, "Exports as CSV, please."))
    path = page.tree.xpath("//form/@action")[0]
    with clock.standing_at(NOON + 2 * MINUTE):
        sent = [
            browser.post(path, {"do": "mail", "address": "eve"}, headers=HERE).code
            for _ in range(31)
        ]
        assert sent == [422] * 30 + [429]
        assert browser.post(path, {"do": "back"}, headers=HERE).code == 303


@pytest.mark.parametrize(
    ("sent", "code", "words"),
    [
        ({"text": ""}, 422, "This is empty; say it in a few words."),
        ({"text": "Hello there", "website": "x"}, 422, "only programs fill it in"),
        ({"text": "Hello there", "address": "eve"}, 422, "That is not a mail address."),
        ({"text": "Hello there", "component": "gone"}, 422, ""),
        ({"text": "Hello there", "outcome": "gone"}, 422, "There is no outcome 'gone'."),
        ({"text": "Hello there", "stamp": "x"}, 409, "Look it over once more"),
    ],
)
def test_form_that_cannot_be_taken_comes_back_with_its_words(
    browser: Browser, sent: dict[str, str], code: int, words: str
) -> None:
    page = say(browser, **sent)
    assert page.code == code
    assert words in page.words()
    assert page.fields()["text"] == sent["text"]
    assert heard() == []
    assert everybody() == []


def test_the_same_sent_twice_is_heard_once(browser: Browser) -> None:
    with clock.standing_at(NOON):
        fields = browser.get("/feedback").fields() | {"text": "Exports, please."}
    with clock.standing_at(NOON + MINUTE):
        first, second = (browser.post("/feedback", fields, headers=HERE) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(heard()) == 1
