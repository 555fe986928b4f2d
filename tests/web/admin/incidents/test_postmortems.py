"""The desk after an incident: root causes, postmortems, and what becomes of promises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.domain.promises.pledge import PledgeKind
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store.incidents import incidents, pledges
from tests.web.conftest import Browser

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ADA = Actor("ada")
WORDS = {
    "summary": "Searches were slow.",
    "cause": "configuration",
    "cause_words": "A limit was too low.",
    "action_1": "Alarm per region",
    "action_1_owner": "Grace",
    "action_1_due": "2026-07-21",
}


@pytest.fixture
def key() -> str:
    """An incident that is resolved."""
    return resolved(NOON)


def resolved(at: datetime) -> str:
    with clock.standing_at(at):
        word = NewUpdate("We look.", components={"api": ComponentState.DEGRADED}, owner="Ada")
        found = open_incident("Slow", word, ADA).key
        post_update(found, NewUpdate("Over.", Status.RESOLVED), ADA)
    return found


def test_update_form_promises_a_root_cause_with_the_end(ada: Browser) -> None:
    with clock.standing_at(NOON):
        found = open_incident("Slow", NewUpdate("We look."), ADA).key
        address = f"/admin/incidents/{found}"
        ada.send(address, body="Still.", status="monitoring", root_cause_by="2026-07-10")
        assert pledges.of_incident(found) == []
        ada.send(address, body="Over.", status="resolved", root_cause_by="2026-07-10")
        [promised] = pledges.of_incident(found)
        # The whole day in London counts.
        assert promised.due == datetime(2026, 7, 10, 22, 59, tzinfo=UTC)
        shown = ada.get(f"/incidents/{found}").words()
    assert "To publish what caused it" in shown
    assert "Open" in shown


def test_postmortem_form_shows_what_is_filled_in(ada: Browser, key: str) -> None:
    with clock.standing_at(NOON + 30 * DAY):
        ada.send(f"/admin/incidents/{key}/postmortem", **(WORDS | {"action_1_due": "2026-08-21"}))
        second = resolved(NOON + 30 * DAY)
        page = ada.get(f"/admin/incidents/{second}/postmortem")
    assert "First notice: 31 July 2026" in page.words()
    assert "Investigating: We look." in page.words()
    assert "seen before: 1 time" in page.words()
    assert page.fields()["action_1_owner"] == "Ada"


def test_postmortem_form_publishes_words_and_promises(ada: Browser, key: str) -> None:
    with clock.standing_at(NOON + DAY):
        landed = ada.follow(ada.send(f"/admin/incidents/{key}/postmortem", **WORDS))
        assert "Readers see it now" in landed.words()
        shown = ada.get(f"/incidents/{key}").words()
        feed = ada.get("/updates.json").text
    assert incidents.by_key(key).status is Status.POSTMORTEM
    for said in ("A limit was too low.", "Configuration: a setting was wrong", "Alarm per region"):
        assert said in shown
    assert "A limit was too low." in feed
    [action] = pledges.of_incident(key)
    assert action.kind is PledgeKind.ACTION
    assert action.due == datetime(2026, 7, 21, 22, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"summary": ""}, "summary"),
        ({"cause": ""}, "cause"),
        ({"cause": "gremlins"}, "cause"),
        ({"action_1_due": ""}, "action_1_due"),
        ({"action_1_due": "soon"}, "action_1_due"),
        ({"action_1_due": "2026-06-01"}, "action_1_due"),
        ({"action_3": "Later", "action_3_due": "2026-07-21"}, "action_2_due"),
    ],
)
def test_faulty_postmortem_comes_back_with_its_words(
    ada: Browser, key: str, words: dict[str, str], field: str
) -> None:
    with clock.standing_at(NOON + DAY):
        answer = ada.send(f"/admin/incidents/{key}/postmortem", **(WORDS | words))
    assert answer.code == 422
    assert f"#field-{field}" in answer.tree.xpath("//*[@id='faults']//a/@href")
    assert answer.fields()["cause_words"].strip() == WORDS["cause_words"]
    assert incidents.by_key(key).status is Status.RESOLVED


def test_postmortem_preview_is_what_is_published_and_keeps_nothing(ada: Browser, key: str) -> None:
    with clock.standing_at(NOON + DAY):
        address = f"/admin/incidents/{key}/postmortem"
        page = ada.send(address, **WORDS, do="preview")
        preview = page.tree.get_element_by_id("preview")
        [before] = preview.xpath(".//article[@class='update']/div")
        assert pledges.of_incident(key) == []
        ada.send(address, **WORDS)
        public = ada.get(f"/incidents/{key}").tree
        [after, *_] = public.xpath("//article[@class='update told']/div")
    assert before.text_content() == after.text_content()
    assert "Alarm per region" in preview.text_content()


def test_colleagues_word_in_between_keeps_the_postmortem_back(ada: Browser, key: str) -> None:
    with clock.standing_at(NOON + DAY):
        fields = ada.get(f"/admin/incidents/{key}/postmortem").fields() | WORDS
        post_update(key, NewUpdate("It is back.", Status.INVESTIGATING), ADA)
        post_update(key, NewUpdate("Over again.", Status.RESOLVED), ADA)
        answer = ada.post(f"/admin/incidents/{key}/postmortem", fields)
    assert answer.code == 409
    assert incidents.by_key(key).status is Status.RESOLVED


def test_open_incident_has_no_postmortem_form_yet(ada: Browser) -> None:
    with clock.standing_at(NOON):
        found = open_incident("Down", NewUpdate("Down."), ADA).key
        page = ada.get(f"/admin/incidents/{found}/postmortem")
    assert "when an incident is resolved" in page.words()
    assert not page.tree.xpath("//textarea")


@pytest.fixture
def action(ada: Browser, key: str) -> str:
    """An action that was promised for 21 July."""
    with clock.standing_at(NOON + DAY):
        ada.send(f"/admin/incidents/{key}/postmortem", **WORDS)
    return pledges.of_incident(key)[0].key


@pytest.mark.parametrize(
    ("words", "state", "said"),
    [
        ({"becomes": "done", "evidence": "/changelog/alarms"}, "Kept", "/changelog/alarms"),
        (
            {"becomes": "extended", "due": "2026-08-01", "reason": "More to do."},
            "Late",
            "Extended on 2 July 2026, 13:00 BST: More to do.",
        ),
        ({"becomes": "withdrawn", "reason": "It is gone."}, "Withdrawn", "It is gone."),
    ],
)
def test_promise_form_changes_it_for_all_to_see(
    ada: Browser, action: str, words: dict[str, str], state: str, said: str
) -> None:
    with clock.standing_at(NOON + DAY):
        before = ada.send(f"/admin/promises/{action}", **words, do="preview")
        assert said in before.words().replace("\xa0", " ")
        assert pledges.by_key(action).is_owed
        ada.send(f"/admin/promises/{action}", **words)
    with clock.standing_at(NOON + 25 * DAY):
        shown = ada.get("/promises").words().replace("\xa0", " ")
        assert state in ada.get(f"/incidents/{pledges.by_key(action).incident}").words()
    assert said in shown


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"becomes": "done", "evidence": "trust us"}, "evidence"),
        ({"becomes": "extended", "due": "", "reason": "More."}, "due"),
        ({"becomes": "withdrawn", "reason": ""}, "reason"),
        ({"becomes": "forgotten"}, "becomes"),
    ],
)
def test_promise_form_gives_faulty_words_back(
    ada: Browser, action: str, words: dict[str, str], field: str
) -> None:
    with clock.standing_at(NOON + DAY):
        answer = ada.send(f"/admin/promises/{action}", **words)
    assert answer.code == 422
    assert f"#field-{field}" in answer.tree.xpath("//*[@id='faults']//a/@href")
    assert pledges.by_key(action).promise.dues == (datetime(2026, 7, 21, 22, 59, tzinfo=UTC),)


def test_promise_that_ended_offers_no_form(ada: Browser, action: str) -> None:
    with clock.standing_at(NOON + DAY):
        fields = ada.get(f"/admin/promises/{action}").fields()
        ada.post(f"/admin/promises/{action}", fields | {"evidence": "/changelog/a"})
        assert not ada.get(f"/admin/promises/{action}").tree.xpath("//*[@name='becomes']")
        again = ada.post(f"/admin/promises/{action}", fields | {"evidence": "/changelog/b"})
    assert again.code == 409
    assert ada.get("/admin/promises/nothing").code == 404
