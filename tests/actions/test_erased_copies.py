"""Erased words leave every private copy, too: drafts, notes, forms, what people said, the disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.erasure import copies_of, erase
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.amend import amend_update
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.listening.hearing import VoiceWish, hear
from statuspage.actions.staff.drafts import save_draft
from statuspage.domain.incidents.automatic import Alarm, Standing
from statuspage.domain.incidents.edit import wording_of
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.domain.vocabulary.wordings import Wordings
from statuspage.said import said
from statuspage.store import db
from statuspage.store.desk import drafts, forms
from statuspage.store.incidents import alarms
from statuspage.store.listening import voices
from statuspage.store.published.erasure import Copies
from statuspage.store.tables.staff import KeptForm
from tests.actions.test_erasure import ADA, SECRET, WHY, ZONE, entry, opened
from tests.helpers.sites import change_config


def test_comment_that_was_published_word_by_word_loses_these_words(store: Path) -> None:
    same, other = (hear(VoiceWish(text), None) for text in (f"Hello. {SECRET}", "Faster, please."))
    erase(f"outcomes/{entry()}", {"body": "Soon.", "said": "Somebody."}, WHY, ADA, zone=ZONE)
    told = {one.key: one.text for one in voices.held()}
    assert told == {same: "Hello.", other: "Faster, please."}


@pytest.mark.sqlite("what a server keeps, its operator rules")
def test_erased_text_is_nowhere_on_the_disk(store: Path) -> None:
    incident = opened()
    slug = entry()
    long = SECRET * 300  # longer than a page of the file
    [update] = incident.updates
    amend_update(incident.key, update.key, replace(wording_of(update), body=long), "More", ADA)
    held = [p.name for p in (store / "var").iterdir() if b"Jane" in p.read_bytes()]
    assert held
    with db.transaction():
        drafts.add_note(incident.number, "ada", clock.now(), SECRET)
        forms.keep("/admin/incidents/new", {"body": [f"Draft. {SECRET}"]}, clock.now())
    erase(UPDATE.subject(update.key), {"body": "Call us."}, WHY, ADA, zone=ZONE)
    erase(INCIDENT.subject(incident.key), {"owner": "Support"}, WHY, ADA, zone=ZONE)
    erase(f"outcomes/{slug}", {"body": "Soon.", "said": "Somebody."}, WHY, ADA, zone=ZONE)
    assert [p.name for p in (store / "var").iterdir() if b"Jane" in p.read_bytes()] == []


def test_erased_text_leaves_each_language_of_what_checks_wait_to_publish(store: Path) -> None:
    incident = opened()
    german, arabic = {"title": "Panne", "body": SECRET}, {"title": "عطل", "body": "نبحث."}
    told = Wordings({"de": german, "ar": arabic})
    now = clock.now()
    states = {"api": ComponentState.MAJOR_OUTAGE}
    failing = ("k", "api", "api-http", states, Standing.DRAFT, now, None, now)
    waits = Alarm(*failing, "API is down", "We look.", None, None, told)
    with db.transaction():
        alarms.add(waits)
    subject = UPDATE.subject(incident.updates[0].key)
    assert copies_of(subject).alarms == 1
    erase(subject, {"body": "Call us."}, WHY, ADA, zone=ZONE)
    [left] = alarms.drafts()
    assert left == replace(waits, wordings=Wordings({"ar": arabic}))


def test_copies_of_words_that_stay_in_a_language_are_not_named(store: Path) -> None:
    change_config(store, 'contact = "', 'languages = ["en", "de"]\ncontact = "')
    german = {"body": "Frau Sommerfeld-Winterhall rief an."}
    incident = open_incident("Mail is late", NewUpdate(SECRET, texts={"de": german}), ADA)
    save_draft("/admin/changelog/new", said("draft.change"), {"body:de": german["body"]}, ADA)
    subject = UPDATE.subject(incident.updates[0].key)
    assert copies_of(subject, {"body": "Call us."}).drafts == ()
    assert len(copies_of(subject, {"body:de": "Jemand rief an."}).drafts) == 1


def test_erased_text_is_dropped_from_drafts_as_browsers_sent_it(store: Path) -> None:
    told = "We know.\nJane Roe called us from 555-0100."
    incident = open_incident("Jane Roe waits", NewUpdate(told), ADA)
    as_sent = told.replace("\n", "\r\n")
    label, change = said("draft.update", title=incident.title), said("draft.change")
    save_draft("/admin/changelog/new", change, {"body": f"{as_sent} So."}, ADA)
    save_draft(f"/admin/incidents/{incident.key}", label, {"body": "Soon."}, ADA)
    save_draft("/admin/changelog/new", change, {"body": "Search is faster."}, ADA)
    erase(UPDATE.subject(incident.updates[0].key), {"body": "We know."}, WHY, ADA, zone=ZONE)
    left = {draft.fields["body"] for draft in drafts.all_drafts()}
    assert left == {"Soon.", "Search is faster."}


def test_draft_that_is_only_called_by_what_is_erased_keeps_its_words(store: Path) -> None:
    incident = opened()
    label = said("draft.update", title=incident.title)
    save_draft(f"/admin{incident.path}", label, {"body": "A long careful text."}, Actor("bob"))
    erase(INCIDENT.subject(incident.key), {}, WHY, ADA, zone=ZONE)
    assert [draft.label.params["title"] for draft in drafts.all_drafts()] == ["Mail is late"]
    erase(INCIDENT.subject(incident.key), {"title": "Mail"}, WHY, ADA, zone=ZONE)
    [draft] = drafts.all_drafts()
    assert draft.fields["body"] == "A long careful text."
    assert draft.label.params["title"] == ""


def test_what_holds_the_words_is_known_before_and_nothing_else_changes(store: Path) -> None:
    incident = opened()
    label = said("draft.change")
    save_draft("/admin/changelog/new", label, {"body": f"As said: {SECRET}"}, Actor("bob"))
    save_draft(f"/admin{incident.path}", label, {"body": "All is well."}, Actor("bob"))
    with db.transaction():
        drafts.add_note(incident.number, "ada", clock.now(), f"Told me: {SECRET} Next shift, ask.")
        drafts.add_note(incident.number, "ada", clock.now(), "A disk is full.")
        forms.keep("/admin/incidents/new", {"body": [SECRET]}, clock.now())
        forms.keep(f"/admin{incident.path}", {"body": ["My own words."]}, clock.now())
    subject = UPDATE.subject(incident.updates[0].key)
    assert copies_of(subject, {}) == Copies((), 0, 0, 0, 0)
    for copies in (copies_of(subject), copies_of(subject, {"body": "Call us."})):
        assert [draft.fields["body"] for draft in copies.drafts] == [f"As said: {SECRET}"]
        assert (copies.kept_forms, copies.notes, copies.alarms) == (1, 1, 0)
    erase(subject, {"body": "Call us."}, WHY, ADA, zone=ZONE)
    assert [draft.fields["body"] for draft in drafts.all_drafts()] == ["All is well."]
    notes = [note.text for note in drafts.notes_on(incident.number)]
    assert notes == ["A disk is full.", "Told me:  Next shift, ask."]
    assert KeptForm.select().count() == 1
