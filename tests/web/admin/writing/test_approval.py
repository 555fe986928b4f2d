"""Drafts written together and a second pair of eyes, without any script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.sync import sync
from statuspage.domain.desk.staff import Role
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.store.desk import drafts
from statuspage.store.incidents import incidents
from statuspage.store.published import entries
from tests.web.conftest import Browser, Page

NEW = "/admin/incidents/new"
WORDS = {
    "title": "API errors",
    "body": "You see errors. Try again.",
    "component:api": "major_outage",
}
SignedIn = Callable[..., Browser]


@pytest.fixture
def approval(store: Path) -> None:
    """A site that asks for a second pair of eyes."""
    config = store / "config.toml"
    config.write_text(config.read_text("utf-8") + "\n[desk]\napproval = true\n", "utf-8")
    assert sync(config, {}).problems == ()


def press(browser: Browser, page: Page, button: str, **more: str) -> Page:
    """Press a button of a page that shows a draft."""
    [form] = [
        form for form in page.tree.forms if form.xpath(".//button[normalize-space()=$b]", b=button)
    ]
    return browser.post(form.action, dict(form.form_values()) | more)


def read(browser: Browser) -> Page:
    """The page of the only draft there is."""
    [draft] = drafts.all_drafts()
    return browser.get(f"/admin/drafts/{draft.key}")


def edit(browser: Browser) -> str:
    """Where the only draft is edited."""
    [draft] = drafts.all_drafts()
    return f"{draft.path}?draft={draft.key}"


def test_draft_of_one_is_finished_by_another(ada: Browser, signed_in: SignedIn) -> None:
    bob = signed_in("bob")
    desk = ada.follow(ada.send(NEW, **WORDS, do="draft"))
    assert "Saved as a draft. Only staff see it." in desk.words()
    [listed] = bob.get("/admin").tree.xpath("//section[@aria-labelledby='drafts']//article")
    assert {"API errors", "New incident", "ada"} <= set(listed.xpath(".//bdi/text()"))
    fields = bob.get(edit(bob)).fields()
    assert {name: fields[name].strip() for name in WORDS} == WORDS
    assert bob.post(NEW, fields | {"body": "You see errors. Wait."}).code == 303
    [incident] = incidents.newest(5)
    assert incident.updates[0].body == "You see errors. Wait."
    assert incident.declared == {"api": ComponentState.MAJOR_OUTAGE}
    assert drafts.all_drafts() == []


def test_draft_is_published_as_it_was_read(ada: Browser) -> None:
    ada.send(NEW, **WORDS, do="draft")
    page = read(ada)
    assert "This is what readers will see." in page.words()
    assert ada.follow(press(ada, page, "Publish")).code == 200
    assert incidents.newest(5)[0].title == "API errors"


def test_second_press_on_publish_leads_to_the_same_incident(ada: Browser) -> None:
    ada.send(NEW, **WORDS, do="draft")
    page = read(ada)
    press(ada, page, "Publish")
    again = press(ada, page, "Publish")
    assert again.code == 404
    assert "was published or discarded" in again.words()
    assert len(incidents.newest(5)) == 1


def test_two_editors_of_a_draft_lose_no_word(ada: Browser, signed_in: SignedIn) -> None:
    bob = signed_in("bob")
    ada.send(NEW, **WORDS, do="draft")
    mine, theirs = ada.get(edit(ada)).fields(), bob.get(edit(bob)).fields()
    assert bob.post(NEW, theirs | {"body": "Bob was first.", "do": "draft"}).code == 303
    answer = ada.post(NEW, mine | {"body": "Ada was second.", "do": "draft"})
    assert answer.code == 409
    assert answer.fields()["body"].strip() == "Ada was second."
    [section] = answer.tree.xpath(
        "//section[@aria-label='What your colleague wrote in this draft']"
    )
    assert "Bob was first." in section.text_content()
    assert "API errors" not in section.text_content()
    assert ada.post(NEW, answer.fields() | {"do": "draft"}).code == 303
    [draft] = drafts.all_drafts()
    assert (draft.fields["body"].strip(), draft.version) == ("Ada was second.", 3)


def test_words_of_a_draft_that_was_discarded_meanwhile_become_new_ones(
    ada: Browser, signed_in: SignedIn
) -> None:
    bob = signed_in("bob")
    ada.send(NEW, **WORDS, do="draft")
    fields = ada.get(edit(ada)).fields()
    bob.follow(press(bob, read(bob), "Discard it"))
    answer = ada.post(NEW, fields)
    assert answer.code == 409
    assert "published or discarded this draft in the meantime" in answer.words()
    assert ada.post(NEW, answer.fields()).code == 303
    assert len(incidents.newest(5)) == 1


def test_draft_of_an_update_learns_of_words_published_since(ada: Browser) -> None:
    incident = open_incident("Slow", NewUpdate("We look."), Actor("bob"))
    address = f"/admin{incident.path}"
    ada.send(address, body="Found it.", do="draft")
    post_update(incident.key, NewUpdate("Bob was first."), Actor("bob"))
    answer = press(ada, read(ada), "Publish")
    assert answer.code == 409
    page = ada.get(edit(ada))
    assert page.fields()["body"].strip() == "Found it."
    assert "New since you began" in page.words()


def test_unticked_box_stays_unticked_in_a_draft(ada: Browser) -> None:
    change = {"title": "Faster", "body": "It is.", "type": "changed", "date": "2026-07-01"}
    made = ada.send("/admin/changelog/new", **change, **{"component:api": "on"})
    address = made.headers["Location"].partition("?")[0]
    fields = ada.get(address).fields()
    del fields["component:api"]
    ada.post(address, fields | {"do": "draft"})
    assert "component:api" not in ada.get(edit(ada)).fields()
    assert entries.all_of(EntryKind.CHANGELOG)[0].details["components"] == ["api"]


def test_draft_is_opened_only_in_its_own_form(ada: Browser) -> None:
    ada.send(NEW, **WORDS, do="draft")
    [draft] = drafts.all_drafts()
    assert ada.get(f"/admin/maintenance/new?draft={draft.key}").code == 404
    assert ada.get(f"{NEW}?draft=nothing").code == 404
    assert ada.get("/admin/drafts/nothing").code == 404


def test_form_without_words_cannot_be_a_draft(ada: Browser) -> None:
    answer = ada.send(NEW, do="draft")
    assert answer.code == 422
    assert "There is nothing to keep yet." in answer.words()


def test_viewer_reads_a_draft_and_has_no_buttons(ada: Browser, signed_in: SignedIn) -> None:
    ada.send(NEW, **WORDS, do="draft")
    vera = signed_in("vera", Role.VIEWER)
    page = read(vera)
    assert "You see errors." in page.words()
    assert not page.tree.xpath("//button[normalize-space()='Publish']")
    [draft] = drafts.all_drafts()
    answer = vera.post(f"/admin/drafts/{draft.key}/publish", vera.get("/admin").fields())
    assert answer.code == 403


@pytest.mark.usefixtures("approval")
def test_words_wait_for_a_colleague_who_sees_them_as_readers_will(
    ada: Browser, signed_in: SignedIn
) -> None:
    bob = signed_in("bob")
    sent = ada.follow(ada.send(NEW, **WORDS))
    assert "A colleague has to read and approve it" in sent.words()
    assert "You wrote in it, so a colleague has to read and approve it." in sent.words()
    assert incidents.newest(5) == []
    assert "API errors Waiting for your approval" in bob.get("/admin").words()
    assert "API errors Waiting for a colleague’s approval" in ada.get("/admin").words()
    page = read(bob)
    assert "You see errors." in page.words()
    desk = bob.follow(press(bob, page, "Approve and publish"))
    assert "Written by ada, approved by bob." in desk.words()
    [incident] = incidents.newest(5)
    assert "bob" not in bob.get(incident.path).words()


@pytest.mark.usefixtures("approval")
def test_writer_cannot_approve_by_hand_either(ada: Browser) -> None:
    page = ada.follow(ada.send(NEW, **WORDS))
    [draft] = drafts.all_drafts()
    fields = page.fields() | {"draft_seen": "1"}
    answer = ada.post(f"/admin/drafts/{draft.key}/publish", fields)
    assert answer.code == 409
    assert "cannot approve it" in answer.words()
    answer = ada.post(f"/admin/drafts/{draft.key}/publish", fields | {"reason": "Because."})
    assert answer.code == 403
    assert incidents.newest(5) == []


@pytest.mark.usefixtures("approval")
def test_admin_publishes_alone_with_a_reason(signed_in: SignedIn) -> None:
    root = signed_in("root", Role.ADMIN)
    page = root.follow(root.send(NEW, **WORDS))
    empty = press(root, page, "Publish without a second person", reason=" ")
    assert empty.code == 422
    done = press(root, page, "Publish without a second person", reason="Nobody is awake.")
    assert done.code == 303
    assert "Nobody is awake." in root.get("/admin/audit").words()
    assert len(incidents.newest(5)) == 1


@pytest.mark.usefixtures("approval")
def test_what_cannot_be_published_is_refused_before_it_waits(ada: Browser) -> None:
    answer = ada.send(NEW, title="API errors", body="We look at {{effect}}.")
    assert answer.code == 422
    assert drafts.all_drafts() == []


@pytest.mark.usefixtures("approval")
def test_no_change_waits_for_nobody(ada: Browser) -> None:
    incident = open_incident("Slow", NewUpdate("We look."), Actor("bob"))
    assert ada.send(f"/admin{incident.path}", do="no-change").code == 303
    assert len(incidents.by_key(incident.key).updates) == 2


@pytest.mark.usefixtures("approval")
def test_erasure_waits_for_nobody_and_is_no_draft(signed_in: SignedIn) -> None:
    root = signed_in("root", Role.ADMIN)
    incident = open_incident("Slow", NewUpdate("Call Eve."), Actor("bob"))
    address = f"/admin/erase/update/{incident.updates[0].key}"
    assert "Save as draft" not in root.get(address).words()
    assert root.send(address, do="draft").code == 400
    assert root.send(address, **{"text:body": "Call us.", "reason": "A name."}).code == 303
    assert incidents.by_key(incident.key).updates[0].body.startswith("Call us.")
    assert drafts.all_drafts() == []
