"""Drafts and private notes: saved, changed by colleagues, approved, published, discarded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.staff import drafts as actions
from statuspage.actions.staff.notes import add_private_note
from statuspage.domain.desk.draft import Draft
from statuspage.errors import Conflict, InvalidInput, NotFound
from statuspage.said import said
from statuspage.store import db
from statuspage.store.desk import audit, drafts
from statuspage.store.incidents import incidents
from statuspage.store.published import erasure

PATH = "/admin/incidents/new"
FIELDS = {"title": "Slow", "body": "We look."}
ADA, BOB = Actor("ada"), Actor("bob")


def saved(actor: Actor = ADA, *, waits: bool = False) -> Draft:
    return actions.save_draft(PATH, said("draft.new_incident"), FIELDS, actor, waits=waits)


def publishing(draft: Draft) -> Callable[[Actor], str]:
    """What its form would do; gives the new incident's key."""
    return lambda who: (
        open_incident(draft.fields["title"], NewUpdate(draft.fields["body"]), who).key
    )


@pytest.mark.usefixtures("store")
def test_saved_draft_holds_every_field_and_publishes_nothing() -> None:
    draft = saved()
    assert drafts.by_key(draft.key) == draft
    assert (draft.fields, draft.writers, draft.version) == (FIELDS, ("ada",), 1)
    assert draft.heading == "Slow"
    assert incidents.newest(5) == []


@pytest.mark.usefixtures("store")
def test_form_without_words_is_not_kept() -> None:
    with pytest.raises(InvalidInput, match="nothing to keep"):
        actions.save_draft(
            PATH, said("draft.new_incident"), {"title": " ", "status": "identified"}, ADA
        )
    assert drafts.all_drafts() == []


@pytest.mark.usefixtures("store")
def test_colleague_may_go_on_with_a_draft_and_becomes_a_writer() -> None:
    draft = saved()
    again = actions.save_draft(
        PATH, said("draft.new_incident"), {**FIELDS, "body": "Found."}, BOB, key=draft.key, seen=1
    )
    assert (again.key, again.version, again.writers) == (draft.key, 2, ("ada", "bob"))
    assert [one.key for one in drafts.all_drafts()] == [draft.key]


@pytest.mark.usefixtures("store")
def test_saving_over_what_a_colleague_saved_meanwhile_is_refused() -> None:
    draft = saved()
    actions.save_draft(PATH, said("draft.new_incident"), FIELDS, BOB, key=draft.key, seen=1)
    with pytest.raises(Conflict, match="changed this draft"):
        actions.save_draft(PATH, said("draft.new_incident"), FIELDS, ADA, key=draft.key, seen=1)
    with pytest.raises(Conflict, match="changed this draft"):
        actions.publish(draft.key, 1, ADA, publishing(draft))
    assert incidents.newest(5) == []


@pytest.mark.usefixtures("store")
def test_draft_saved_twice_by_one_press_is_kept_once() -> None:
    twice = replace(ADA, submission="form 1")
    assert saved(twice) == saved(twice)
    assert len(drafts.all_drafts()) == 1


@pytest.mark.usefixtures("store")
def test_publish_lets_go_of_the_draft_and_a_second_press_gives_the_first_answer() -> None:
    draft, press = saved(), replace(ADA, submission="form 1")
    first = actions.publish(draft.key, 1, press, publishing(draft))
    assert actions.publish(draft.key, 1, press, publishing(draft)) == first
    assert [incident.key for incident in incidents.newest(5)] == [first]
    assert drafts.all_drafts() == []


@pytest.mark.usefixtures("store")
def test_publication_that_is_refused_keeps_the_draft() -> None:
    draft = actions.save_draft(
        PATH, said("draft.new_incident"), {"title": "Slow", "body": "{{what}}"}, ADA
    )
    with pytest.raises(InvalidInput):
        actions.publish(draft.key, 1, ADA, publishing(draft))
    assert drafts.by_key(draft.key) == draft


@pytest.mark.usefixtures("store")
def test_draft_that_is_gone_can_neither_be_published_nor_discarded_nor_saved() -> None:
    draft = saved()
    actions.discard(draft.key, BOB)
    with pytest.raises(Conflict, match="published or discarded"):
        actions.discard(draft.key, ADA)
    with pytest.raises(Conflict, match="published or discarded"):
        actions.publish(draft.key, 1, ADA, publishing(draft))
    with pytest.raises(Conflict, match="published or discarded"):
        actions.save_draft(PATH, said("draft.new_incident"), FIELDS, ADA, key=draft.key, seen=1)


@pytest.mark.usefixtures("store")
def test_approval_publishes_in_the_name_of_the_writer_and_the_audit_log_names_both() -> None:
    draft = saved(waits=True)
    key = actions.publish(draft.key, 1, BOB, publishing(draft), needs_approval=True)
    [update] = incidents.by_key(key).updates
    assert update.author == "ada"
    subject = f"update/{update.key}"
    assert audit.approvers([subject]) == {subject: "bob"}
    assert ("bob", "approve") in [(entry.who, entry.verb) for entry in audit.newest(10)]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("who", ["ada", "cleo"])
def test_nobody_approves_what_they_wrote_themselves(who: str) -> None:
    draft = saved(waits=True)
    actions.save_draft(
        PATH, said("draft.new_incident"), FIELDS, Actor("cleo"), key=draft.key, seen=1, waits=True
    )
    with pytest.raises(Conflict, match="cannot approve it"):
        actions.publish(draft.key, 2, Actor(who), publishing(draft), needs_approval=True)
    assert incidents.newest(5) == []
    assert drafts.exists(draft.key)


@pytest.mark.usefixtures("store")
def test_draft_that_was_not_sent_for_approval_cannot_be_approved() -> None:
    draft = saved()
    with pytest.raises(Conflict, match="cannot approve it"):
        actions.publish(draft.key, 1, BOB, publishing(draft), needs_approval=True)


@pytest.mark.usefixtures("store")
def test_reason_stands_in_for_the_approval_and_is_in_the_audit_log() -> None:
    draft = saved(waits=True)
    actions.publish(
        draft.key, 1, ADA, publishing(draft), needs_approval=True, reason="Nobody else is awake."
    )
    [entry] = [one for one in audit.newest(10) if one.verb == "publish without approval"]
    facts = {"path": draft.path, "reason": "Nobody else is awake.", "version": 1}
    assert (entry.who, entry.after) == ("ada", facts)


@pytest.mark.usefixtures("store")
def test_drafts_that_wait_for_approval_come_first() -> None:
    own, waiting = saved(), saved(BOB, waits=True)
    assert [one.key for one in drafts.all_drafts()] == [waiting.key, own.key]


@pytest.mark.usefixtures("store")
def test_audit_log_names_drafts_and_holds_none_of_their_words() -> None:
    draft = saved()
    actions.discard(draft.key, ADA)
    entries = audit.newest(10)
    assert [entry.verb for entry in entries[:2]] == ["discard draft", "save draft"]
    assert "We look." not in str(entries)


@pytest.mark.usefixtures("store")
def test_private_note_is_kept_with_its_author_and_changes_nothing_public() -> None:
    incident = open_incident("Slow", NewUpdate("We look."), ADA)
    add_private_note(incident.key, " Call the bank. ", BOB)
    [note] = drafts.notes_on(incident.number)
    assert (note.author, note.text) == ("bob", "Call the bank.")
    assert incidents.by_key(incident.key) == incident
    assert "Call the bank." not in str(audit.newest(10))


@pytest.mark.usefixtures("store")
def test_private_note_sent_twice_is_kept_once() -> None:
    incident = open_incident("Slow", NewUpdate("We look."), ADA)
    for _ in range(2):
        add_private_note(incident.key, "Once.", replace(BOB, submission="form 2"))
    assert len(drafts.notes_on(incident.number)) == 1


def test_private_note_needs_words_and_an_incident(store: Path) -> None:
    with pytest.raises(InvalidInput, match="is empty"):
        add_private_note("nothing", "  ", BOB)
    with pytest.raises(NotFound):
        add_private_note("nothing", "Words.", BOB)


@pytest.mark.usefixtures("store")
def test_erasing_a_text_drops_drafts_and_blanks_notes_that_copied_it() -> None:
    incident = open_incident("Slow", NewUpdate("We look."), ADA)
    copied = saved()
    other = actions.save_draft(
        PATH, said("draft.new_incident"), {"title": "Another", "body": "Stays."}, ADA
    )
    add_private_note(incident.key, "We look.", BOB)
    add_private_note(incident.key, "Stays too.", BOB)
    with db.transaction():
        erasure.forget_copies({"We look."})
    assert not drafts.exists(copied.key)
    assert drafts.exists(other.key)
    assert [note.text for note in drafts.notes_on(incident.number)] == ["Stays too.", ""]
