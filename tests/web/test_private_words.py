"""Canaries: what only staff may read is looked for in everything that anybody else can get."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.test import Client

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.staff.notes import add_private_note
from statuspage.domain.desk.staff import Role
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.site import catalogue
from statuspage.web.app import WsgiApp
from tests.helpers.copies import publish
from tests.helpers.sites import add_to_config
from tests.web.conftest import Browser, Page

NOTE, DRAFT, APPROVER = "canary-note-7301", "canary-draft-7302", "canary-approver-7303"
SECRET = (NOTE, DRAFT, APPROVER)
NEW = "/admin/incidents/new"


def note_of(page: Page) -> str:
    """What stands in the field for a note; it is outside of the form that it belongs to."""
    return (page.tree.get_element_by_id("field-note").text or "").strip()


@pytest.fixture
def full(store: Path, ada: Browser, signed_in: Callable[..., Browser]) -> str:
    """An incident with a private note, drafts around it and an approved update; gives its path."""
    add_to_config(store, "\n[desk]\napproval = true\n")
    word = NewUpdate("We look.", components={"api": ComponentState.MAJOR_OUTAGE})
    incident = open_incident("Slow", word, Actor("ada"))
    add_private_note(incident.key, NOTE, Actor("ada"))
    ada.send(f"/admin{incident.path}", body="Approved words.")
    eyes = signed_in(APPROVER)
    link = eyes.get("/admin").tree.xpath("//a[starts-with(@href, '/admin/drafts/')]/@href")[0]
    assert eyes.post(f"{link}/publish", eyes.get(link).fields(1)).code == 303
    ada.send(NEW, title=DRAFT, body=DRAFT)
    ada.send(f"/admin{incident.path}", body=DRAFT, note=NOTE, do="draft")
    post_update(incident.key, NewUpdate("Over.", Status.RESOLVED), Actor("ada"))
    return incident.path


def test_staff_see_all_of_it(full: str, ada: Browser) -> None:
    shown = ada.get(f"/admin{full}").text + ada.get("/admin").text
    assert all(secret in shown for secret in SECRET)
    assert "Approved words." in ada.get(full).text


def test_no_public_page_feed_or_document_holds_it(full: str, app: WsgiApp) -> None:
    paths = [found.path for found in catalogue.all_pages()]
    assert full in paths
    for path in paths:
        body = Client(app).get(path).data
        assert not [secret for secret in SECRET if secret.encode() in body], path


def test_no_file_of_a_published_copy_holds_it(full: str, tmp_path: Path) -> None:
    publish(tmp_path / "www")
    files = [path for path in (tmp_path / "www").rglob("*") if path.is_file()]
    assert len(files) > 20
    for path in files:
        data = path.read_bytes()
        assert not [secret for secret in SECRET if secret.encode() in data], path


def test_stranger_is_asked_to_sign_in_before_any_of_it(full: str, browser: Browser) -> None:
    for path in ("/admin", f"/admin{full}", "/admin/audit", "/admin/drafts/any"):
        answer = browser.get(path)
        assert answer.code == 303
        assert not [secret for secret in SECRET if secret in answer.text]


def test_audit_log_holds_neither_notes_nor_drafts(
    full: str, signed_in: Callable[..., Browser]
) -> None:
    log = signed_in("root", Role.ADMIN).get("/admin/audit").text
    assert "wrote a private note on" in log
    assert NOTE not in log
    assert DRAFT not in log


def test_note_typed_beside_an_update_is_not_published_with_it(ada: Browser) -> None:
    address = f"/admin{open_incident('Slow', NewUpdate('We look.'), Actor('ada')).path}"
    page = ada.follow(ada.send(address, body="Found it.", status="identified", note=NOTE))
    assert note_of(page) == NOTE
    assert "not published yet" in page.words()
    assert NOTE not in ada.get(address.removeprefix("/admin")).text


def test_note_is_kept_and_the_words_beside_it_come_back(ada: Browser) -> None:
    address = f"/admin{open_incident('Slow', NewUpdate('We look.'), Actor('ada')).path}"
    page = ada.follow(ada.send(address, body="Half a", note=NOTE, do="note"))
    assert "The note is kept. Only staff see it." in page.words()
    assert page.fields()["body"].strip() == "Half a"
    assert note_of(page) == ""
    assert NOTE in page.text


def test_empty_note_is_refused_beside_its_field(ada: Browser) -> None:
    address = f"/admin{open_incident('Slow', NewUpdate('We look.'), Actor('ada')).path}"
    answer = ada.send(address, do="note")
    assert answer.code == 422
    assert answer.tree.get_element_by_id("fault-note").text == (
        "The note is empty; write something first."
    )
