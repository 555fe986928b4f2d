"""The form of an update: what it publishes, offers and refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from statuspage import clock
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.said import Said
from statuspage.store.incidents import incidents
from tests.web.conftest import Browser, Page

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
NEW = "/admin/incidents/new"


def the_only_one() -> Incident:
    [incident] = incidents.newest(10)
    return incident


@pytest.fixture
def desk(ada: Browser) -> Browser:
    """An editor with an open incident about the API."""
    words = {"title": "API errors", "body": "We are looking.", "component:api": "partial_outage"}
    assert ada.send(NEW, **words, owner="Ada").code == 303
    return ada


@pytest.fixture
def address(desk: Browser) -> str:
    """The desk's page of that incident."""
    return f"/admin/incidents/{the_only_one().key}"


def test_update_form_posts_the_next_word(desk: Browser, address: str) -> None:
    words = {"body": "A fix is in place.", "status": "monitoring", "component:api": "operational"}
    page = desk.follow(desk.send(address, **words, next_update="60"))
    incident = the_only_one()
    assert incident.status is Status.MONITORING
    assert incident.owner == "Ada"
    assert incident.declared["api"] is ComponentState.OPERATIONAL
    assert "A fix is in place." in page.words()


def test_update_form_offers_the_moves_there_are(desk: Browser, address: str) -> None:
    def offered() -> set[str]:
        return set(desk.get(address).tree.xpath("//input[@name='status']/@value"))

    live = {"investigating", "identified", "monitoring"}
    assert offered() == {*live, "resolved", "false_alarm"}
    desk.send(address, body="It is over.", status="resolved")
    assert offered() == {"investigating", ""}


def test_resolving_needs_no_promise_taken_back(desk: Browser, address: str) -> None:
    assert desk.get(address).fields()["next_update"] == "30"
    assert desk.send(address, body="It is over.", status="resolved").code == 303
    assert the_only_one().next_due is None


def test_illegal_move_is_refused_with_what_is_possible(desk: Browser, address: str) -> None:
    desk.send(address, body="It is over.", status="resolved")
    answer = desk.send(address, body="Look at this.", status="monitoring")
    assert answer.code == 409
    assert "Possible from here: investigating, postmortem." in answer.words()
    assert answer.fields()["body"].strip() == "Look at this."


def test_backdated_update_is_labelled(ada: Browser) -> None:
    with clock.standing_at(NOON):
        ada.send(NEW, title="Slow", body="We look.")
    address = f"/admin/incidents/{the_only_one().key}"
    with clock.standing_at(NOON + timedelta(hours=3)):
        ada.send(address, body="Found it.", status="identified", posted_at="2026-07-01T13:30")
        assert "Added afterwards" in ada.get(address).words()
    newest = the_only_one().updates[0]
    assert newest.at == NOON + timedelta(minutes=30)
    assert newest.next_due is None


def test_no_change_is_said_in_one_tap(ada: Browser) -> None:
    with clock.standing_at(NOON):
        ada.send(NEW, title="Slow", body="We look.", status="identified", next_update="15")
    with clock.standing_at(NOON + timedelta(minutes=14)):
        form = ada.get("/admin").fields(1)
        key = the_only_one().key
        assert ada.post(f"/admin/incidents/{key}", form | {"do": "no-change"}).code == 303
    newest = the_only_one().updates[0]
    assert newest.said == Said("update.still_working")
    assert newest.status is Status.IDENTIFIED
    assert newest.next_due == NOON + timedelta(minutes=29)


def test_words_written_before_no_change_was_pressed_stay(desk: Browser, address: str) -> None:
    page = desk.follow(desk.send(address, body="Half a sentence", do="no-change"))
    assert len(the_only_one().updates) == 2
    assert page.fields()["body"].strip() == "Half a sentence"
    assert "not published yet" in page.words()


@pytest.mark.parametrize("do", ["", "delete", "Publish", "publish:now"])
def test_button_that_no_form_has_publishes_nothing(desk: Browser, address: str, do: str) -> None:
    for path, words in ((address, {}), (NEW, {"title": "Forged"})):
        page = desk.send(path, body="Forged words", do=do, **words)
        assert page.code == 400
        assert "no such button" in page.words()
        assert page.fields()["body"].strip() == "Forged words"
    assert "Forged" not in desk.get("/history").words()
    assert desk.send(NEW, title="Real", body="Real words", do="no-change").code == 400


def test_no_change_is_not_offered_for_what_is_over(desk: Browser, address: str) -> None:
    desk.send(address, body="It is over.", status="resolved")
    assert "No change" not in desk.get(address).words()
    assert "No change" not in desk.get("/admin").words()


def test_unknown_incident_is_not_found(ada: Browser) -> None:
    answer = ada.get("/admin/incidents/zzzzzzzzzz")
    assert answer.code == 404
    assert "There is no incident" in answer.words()


def test_preview_of_an_update_is_what_is_published(desk: Browser, address: str) -> None:
    words = {"body": "A **fix** is in.", "status": "monitoring", "component:api": "operational"}
    fields = desk.get(address).fields() | words

    preview = desk.post(address, fields | {"do": "preview"})
    desk.post(address, fields)
    public = desk.get(f"/incidents/{the_only_one().key}")
    for part in ("div[contains(@class,'words')]", "ul[contains(@class,'moves')]/li"):
        shown = texts(preview, f"//*[@id='preview']//{part}")
        assert shown
        assert shown == texts(public, f"(//article[contains(@class,'update')])[1]//{part}")


def texts(page: Page, path: str) -> list[str]:
    """The words of some elements, white space folded."""
    return [" ".join(element.text_content().split()) for element in page.tree.xpath(path)]
