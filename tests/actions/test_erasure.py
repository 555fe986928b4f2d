"""Erasing personal data: gone from the record, the pages and the disk, and visibly so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.erasure import erase, replaceable
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.amend import amend_update, withdraw_update
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.sync import sync
from statuspage.domain.incidents.edit import wording_of
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.pledge import PLEDGE
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.record.recorded import mismatch
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import Status
from statuspage.errors import InvalidInput, NotFound
from statuspage.render.words.locale import ENGLISH
from statuspage.said import Said, said
from statuspage.store.desk import audit
from statuspage.store.incidents import incidents, pledges
from statuspage.store.published import entries, record
from tests.helpers.sites import change_config

ADA = Actor("ada")
ZONE = ZoneInfo("Europe/London")
SECRET = "Call Jane Placeholder on 555-0100 about it."
WHY = "A customer asked for it"


def opened() -> Incident:
    return open_incident("Mail is late", NewUpdate(SECRET, owner="Jane Placeholder"), ADA)


def entry(body: str = SECRET) -> str:
    front = {"title": "Thanks", "date": "2026-07-01", "said": SECRET, "state": "considering"}
    return write_entry(EntryKind.OUTCOME, front, body, ADA, zone=ZONE).slug


def removed() -> Said:
    return said("erasure.removed", day=clock.now().astimezone(ZONE).date(), reason=WHY)


def test_message_of_an_erasure_stays_beside_later_words(store: Path) -> None:
    incident = opened()
    [update] = incident.updates
    erase(UPDATE.subject(update.key), {"body": "Call us."}, WHY, ADA, zone=ZONE)
    [told] = incidents.by_key(incident.key).updates
    amend_update(incident.key, told.key, replace(wording_of(told), body="Write."), "More", ADA)
    assert incidents.by_key(incident.key).updates[0].words == ("Write.", removed())
    withdraw_update(incident.key, told.key, "It was wrong.", ADA)
    assert incidents.by_key(incident.key).updates[0].words[1:] == (removed(),)


def test_message_of_an_erasure_is_spoken_with_its_day() -> None:
    message = said("erasure.removed", day=date(2026, 7, 1), reason=WHY)
    assert ENGLISH.say(message) == f"Personal data removed on 1 July 2026: {WHY}"


def test_erased_update_reads_as_replaced_and_says_so(store: Path) -> None:
    incident = opened()
    [update] = incident.updates
    erase(UPDATE.subject(update.key), {"body": "Call us about it."}, WHY, ADA, zone=ZONE)
    told = incidents.by_key(incident.key).updates[0]
    assert told.words == ("Call us about it.", removed())
    assert told.html == "<p>Call us about it.</p>"


def test_erased_texts_are_blanked_in_every_revision_and_nothing_else_changes(store: Path) -> None:
    incident = opened()
    [update] = incident.updates
    amend_update(
        incident.key, update.key, replace(wording_of(update), body=f"{SECRET} Now."), "More", ADA
    )
    subject = UPDATE.subject(update.key)
    before = record.history(subject)
    size = record.size()
    root = record.root(size)
    erase(subject, {"body": ""}, WHY, ADA, zone=ZONE)
    after = record.history(subject)
    assert [one.hash for one in after[:2]] == [one.hash for one in before]
    assert all(word.text is None for one in after[:2] for word in one.words.values())
    assert after[2].leaf.erases
    assert all(mismatch(one) is None for one in after)
    assert record.root(size) == root


def test_erased_title_and_owner_are_replaced(store: Path) -> None:
    incident = opened()
    erase(
        INCIDENT.subject(incident.key), {"title": "Mail", "owner": "Support"}, WHY, ADA, zone=ZONE
    )
    found = incidents.by_key(incident.key)
    assert (found.title, found.owner) == ("Mail", "Support")
    assert found.edited_at is not None
    assert record.history(INCIDENT.subject(incident.key))[-1].reason == WHY


def test_erased_entry_is_replaced_in_all_its_texts(store: Path) -> None:
    slug = entry()
    assert replaceable(f"outcomes/{slug}")["said"] == SECRET
    erase(f"outcomes/{slug}", {"body": "Soon.", "said": "Somebody."}, WHY, ADA, zone=ZONE)
    found = entries.by_slug(EntryKind.OUTCOME, slug)
    assert found.details["said"] == "Somebody."
    assert found.words == ("Soon.", removed())
    assert found.revision == 2


def test_quotes_are_erased_and_no_date_can_be(store: Path) -> None:
    front = {"title": "Thanks", "said": "S", "state": "asked", "quotes": ["Fine.", SECRET]}
    slug = write_entry(EntryKind.OUTCOME, front, "All.", ADA, zone=ZONE).slug
    told = replaceable(f"outcomes/{slug}")
    assert told["quotes"] == f"Fine.\n{SECRET}"
    assert not told.keys() & {"state", "asked", "answer_by"}
    erase(f"outcomes/{slug}", {"quotes": "Fine."}, WHY, ADA, zone=ZONE)
    assert entries.by_slug(EntryKind.OUTCOME, slug).details["quotes"] == ["Fine."]
    assert SECRET not in str(record.history(f"outcomes/{slug}"))


def test_erased_entry_is_replaced_in_its_further_languages_too(store: Path) -> None:
    change_config(store, 'contact = "', 'languages = ["en", "de"]\ncontact = "')
    front = {"title": "Thanks", "date": "2026-07-01", "said": "S", "state": "considering"}
    texts = {"de": {"title": "Danke", "said": SECRET, "body": SECRET}}
    slug = write_entry(EntryKind.OUTCOME, front, "All.", ADA, zone=ZONE, texts=texts).slug
    assert replaceable(f"outcomes/{slug}")["said:de"] == SECRET
    erase(f"outcomes/{slug}", {"said:de": "Jemand.", "body:de": "Bald."}, WHY, ADA, zone=ZONE)
    found = entries.by_slug(EntryKind.OUTCOME, slug)
    assert found.wordings.of("de") == {"title": "Danke", "said": "Jemand.", "body": "Bald."}
    assert found.wordings.html["de"]["body"] == "<p>Bald.</p>"
    told = record.history(f"outcomes/{slug}")
    assert not any(SECRET in (word.text or "") for one in told for word in one.words.values())


def test_erasure_of_an_entry_from_a_file_follows_its_file(store: Path) -> None:
    file = store / "content/changelog/thanks.md"
    file.parent.mkdir()
    front = "---\ntitle: Thanks\ndate: 2026-07-01\ntype: added\n---\n"
    for text in (SECRET, "We thank a reader."):
        file.write_text(front + text, "utf-8")
        sync(store / "config.toml", {})
    with pytest.raises(InvalidInput, match="change its file first"):
        erase("changelog/thanks", {"body": "No."}, WHY, ADA, zone=ZONE)
    erase("changelog/thanks", {}, WHY, ADA, zone=ZONE)
    assert [one.text("body").strip() for one in record.history("changelog/thanks")] == [
        *("", "", "We thank a reader."),
    ]
    assert sync(store / "config.toml", {}).changed == ()


def test_erased_promise_reads_as_replaced(store: Path) -> None:
    incident = opened()
    due = clock.now() + timedelta(days=3)
    word = NewUpdate("Over.", Status.RESOLVED, root_cause_by=due, owner="Jane Placeholder")
    post_update(incident.key, word, ADA)
    [pledge] = pledges.of_incident(incident.key)
    subject = PLEDGE.subject(pledge.key)
    erase(subject, {"text": "The root cause", "owner": "Support"}, WHY, ADA, zone=ZONE)
    [pledge] = pledges.of_incident(incident.key)
    assert pledge.promise.owner == "Support"
    assert pledge.promise.text == "The root cause"
    assert pledge.promise.erased == removed()
    assert record.newest([subject])[subject].statement == PLEDGE.statement(pledge)


def test_erasure_is_in_the_audit_log_without_the_words(store: Path) -> None:
    incident = opened()
    subject = UPDATE.subject(incident.updates[0].key)
    erase(subject, {"body": "Call us."}, WHY, ADA, zone=ZONE)
    newest = audit.newest(1)[0]
    assert (newest.who, newest.verb, newest.subject) == ("ada", "erase", subject)
    assert "Jane" not in f"{newest.before} {newest.after}"


def test_erasure_sent_twice_is_done_once(store: Path) -> None:
    incident = opened()
    actor = Actor("ada", submission="once")
    subject = UPDATE.subject(incident.updates[0].key)
    erase(subject, {"body": "Call us."}, WHY, actor, zone=ZONE)
    size = record.size()
    erase(subject, {"body": "Call us."}, WHY, actor, zone=ZONE)
    assert record.size() == size


@pytest.mark.parametrize(
    ("words", "reason", "field"),
    [({"body": "x"}, "", "reason"), ({"bodi": "x"}, WHY, "bodi")],
)
def test_erasure_with_a_fault_is_refused(
    store: Path, words: dict[str, str], reason: str, field: str
) -> None:
    subject = UPDATE.subject(opened().updates[0].key)
    with pytest.raises(InvalidInput) as caught:
        erase(subject, words, reason, ADA, zone=ZONE)
    assert list(caught.value.faults) == [field]
    assert len(record.history(subject)) == 1


def test_erased_title_must_not_be_empty(store: Path) -> None:
    with pytest.raises(InvalidInput, match="title"):
        erase(INCIDENT.subject(opened().key), {"title": " "}, WHY, ADA, zone=ZONE)


@pytest.mark.parametrize("subject", ["update/nothing", "site", "sla/api-availability"])
def test_what_has_no_texts_of_people_is_not_found(store: Path, subject: str) -> None:
    with pytest.raises(NotFound):
        erase(subject, {}, WHY, ADA, zone=ZONE)
