"""No written word is lost: lost sessions, double sending, colleagues, and a store that fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.tables.staff import KeptForm
from tests.helpers.stores import away
from tests.web.conftest import PASSWORD, Browser

NEW = "/admin/incidents/new"
WORDS = {"title": "API errors", "body": "Long and dear words.", "component:api": "major_outage"}
BOB = Actor("bob")


def bodies(key: str) -> list[str]:
    return [update.body for update in incidents.by_key(key).updates]


@pytest.fixture
def address(ada: Browser) -> str:
    """The desk's page of an open incident."""
    return f"/admin{open_incident('Slow', NewUpdate('We look.'), BOB).path}"


def key_of(address: str) -> str:
    return address.rpartition("/")[2]


def test_expired_session_keeps_the_words_until_after_signing_in(ada: Browser) -> None:
    fields = ada.get(NEW).fields() | WORDS
    ada.lose_session()
    asked = ada.post(NEW, fields)
    assert asked.code == 401
    assert "Your words are safe, and nothing has been published yet." in asked.words()
    back = ada.follow(
        ada.post("/admin/sign-in", asked.fields() | {"name": "ada", "password": PASSWORD})
    )
    assert "You had been signed out. Your words are here" in back.words()
    assert {name: back.fields()[name].strip() for name in WORDS} == WORDS
    assert incidents.newest(10) == []
    assert ada.post(NEW, back.fields()).code == 303
    assert bodies(incidents.newest(1)[0].key) == [WORDS["body"]]


def test_words_are_not_kept_for_a_stranger(browser: Browser) -> None:
    answer = browser.post(NEW, WORDS | {"submission": "made.up"})
    assert answer.code == 401
    with db.snapshot():
        assert KeptForm.select().count() == 0


def test_kept_words_belong_to_their_form(ada: Browser) -> None:
    fields = ada.get(NEW).fields() | WORDS
    ada.lose_session()
    target = ada.post(NEW, fields).fields()["next"]
    ada.sign_in("ada")
    elsewhere = ada.get("/admin/maintenance/new?" + target.partition("?")[2])
    assert elsewhere.fields()["title"] == ""


def test_live_preview_without_a_session_keeps_nothing(ada: Browser) -> None:
    fields = ada.get(NEW).fields() | WORDS | {"do": "preview"}
    ada.lose_session()
    assert ada.post(NEW, fields, headers={"X-Live-Preview": "1"}).code == 401
    with db.snapshot():
        assert KeptForm.select().count() == 0


def test_form_that_is_not_ours_is_refused_and_shows_its_words(ada: Browser) -> None:
    for token in ("", "forged"):
        answer = ada.post(NEW, WORDS | {"csrf_token": token})
        assert answer.code == 400
        assert answer.fields()["body"].strip() == WORDS["body"]
        assert incidents.newest(10) == []
    assert ada.post(NEW, answer.fields()).code == 303


def test_incident_sent_twice_is_opened_once(ada: Browser) -> None:
    fields = ada.get(NEW).fields() | WORDS
    first, second = ada.post(NEW, fields), ada.post(NEW, fields)
    assert first.code == second.code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert len(incidents.newest(10)) == 1


def test_incident_sent_again_with_other_words_gives_them_back(ada: Browser) -> None:
    fields = ada.get(NEW).fields() | WORDS
    ada.post(NEW, fields)
    page = ada.follow(ada.post(NEW, fields | {"body": "Better words."}))
    [incident] = incidents.newest(10)
    assert bodies(incident.key) == [WORDS["body"]]
    assert page.fields()["body"].strip() == "Better words."
    assert "not published yet" in page.words()


def test_update_sent_twice_is_posted_once(ada: Browser, address: str) -> None:
    fields = ada.get(address).fields() | {"body": "Found it.", "status": "identified"}
    assert ada.post(address, fields).code == ada.post(address, fields).code == 303
    assert bodies(key_of(address)) == ["Found it.", "We look."]


def test_update_sent_again_with_other_words_is_not_swallowed(ada: Browser, address: str) -> None:
    fields = ada.get(address).fields() | {"body": "Found it.", "status": "identified"}
    ada.post(address, fields)
    again = ada.post(address, fields | {"body": "Found it, truly."})
    assert again.code == 409
    assert again.fields()["body"].strip() == "Found it, truly."


def test_two_editors_at_once_both_keep_their_words(
    ada: Browser, signed_in: Callable[..., Browser], address: str
) -> None:
    bob = signed_in("bob")
    mine, theirs = ada.get(address).fields(), bob.get(address).fields()
    assert bob.post(address, theirs | {"body": "Bob was first."}).code == 303
    answer = ada.post(address, mine | {"body": "Ada was second.", "status": "identified"})
    assert answer.code == 409
    assert answer.fields()["body"].strip() == "Ada was second."
    assert answer.fields()["status"] == "identified"
    [section] = answer.tree.xpath("//section[@aria-label='New since you began']")
    assert "Bob was first." in section.text_content()
    assert "We look." not in section.text_content()
    assert ada.post(address, answer.fields()).code == 303
    assert bodies(key_of(address)) == ["Ada was second.", "Bob was first.", "We look."]


def test_fault_does_not_hide_a_colleague_who_came_in_between(ada: Browser, address: str) -> None:
    fields = ada.get(address).fields()
    post_update(key_of(address), NewUpdate("Bob was first."), BOB)
    faulty = ada.post(address, fields | {"body": "Ada was second.", "posted_at": "soon"})
    assert faulty.code == 422
    assert ada.post(address, faulty.fields() | {"posted_at": ""}).code == 409


def test_form_published_elsewhere_cannot_be_sent_to_another_address(
    ada: Browser, address: str
) -> None:
    fields = ada.get(NEW).fields() | WORDS
    ada.post(NEW, fields)
    other = ada.get(address).fields() | {"submission": fields["submission"], "body": "Another."}
    assert ada.post(address, other).code == 303
    assert bodies(key_of(address)) == ["Another.", "We look."]


@pytest.mark.sqlite("a limit of SQLite stands for the disk")
def test_full_disk_gives_the_words_back(ada: Browser, store: Path) -> None:
    fields = ada.get(NEW).fields() | WORDS
    pages = db.database.execute_sql("PRAGMA page_count").fetchone()[0]
    db.database.execute_sql(f"PRAGMA max_page_count = {pages}")
    long = WORDS["body"] * 3000
    answer = ada.post(NEW, fields | {"body": long})
    assert answer.code == 503
    assert "The disk is full. Nothing was written" in answer.words()
    assert answer.fields()["body"].strip() == long
    db.database.execute_sql("PRAGMA max_page_count = 1000000")
    assert ada.post(NEW, answer.fields()).code == 303
    assert bodies(incidents.newest(1)[0].key) == [long]


def test_store_that_is_gone_gives_the_words_back(ada: Browser, store: Path) -> None:
    fields = ada.get(NEW).fields() | WORDS
    with away(store):
        answer = ada.post(NEW, fields)
    assert answer.code == 503
    assert {name: answer.fields()[name].strip() for name in WORDS} == WORDS
    assert ada.post(NEW, answer.fields()).code == 303
    assert bodies(incidents.newest(1)[0].key) == [WORDS["body"]]


def test_rescued_preview_does_not_publish(ada: Browser, store: Path) -> None:
    fields = ada.get(NEW).fields() | WORDS | {"do": "preview"}
    with away(store):
        rescued = ada.post(NEW, fields)
    assert ada.post(NEW, rescued.fields()).code == 200
    assert incidents.newest(10) == []
