"""Private notes are corrected, and what they said before stays beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.actions.erasure import erase
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.staff.notes import add_private_note, correct_private_note
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.errors import Conflict, NotFound
from statuspage.store import db
from statuspage.store.desk import audit, drafts
from statuspage.store.incidents import incidents
from statuspage.store.settings import site
from tests.web.conftest import Browser

ADA, BOB = Actor("ada"), Actor("bob")


@pytest.fixture
def key(store: Path) -> str:
    found = open_incident("Slow", NewUpdate("We look."), ADA).key
    add_private_note(found, "Ask Max at 3.", ADA)
    add_private_note(found, "The second.", ADA)
    return found


def number_of(text: str) -> int:
    """The number of a note: a server leaves gaps between them."""
    with db.snapshot():
        [(found,)] = db.run("SELECT id FROM private_note WHERE text = ?", text).fetchall()
    return int(found)


def notes(key: str) -> list[tuple[str, str, list[str]]]:
    with db.snapshot():
        found = drafts.notes_on(incidents.by_key(key).number)
    return [(one.author, one.text, [former.text for former in one.former]) for one in found]


def test_note_is_corrected_in_its_place_and_keeps_its_history(key: str) -> None:
    first = number_of("Ask Max at 3.")
    correct_private_note(key, first, "Ask Max at 4.", BOB)
    correct_private_note(key, number_of("Ask Max at 4."), "Ask Max at 5.", ADA)
    assert notes(key) == [
        ("ada", "The second.", []),
        ("ada", "Ask Max at 5.", ["Ask Max at 4.", "Ask Max at 3."]),
    ]
    with db.snapshot():
        assert [act.verb for act in audit.newest(2)] == ["correct private note"] * 2


def test_note_that_was_corrected_is_not_corrected_again(key: str) -> None:
    first = number_of("Ask Max at 3.")
    correct_private_note(key, first, "Ask Max at 4.", BOB)
    with pytest.raises(Conflict, match="Correct the newer words"):
        correct_private_note(key, first, "Ask Max at 5.", ADA)


def test_note_of_another_incident_is_not_found(key: str) -> None:
    other = open_incident("Other", NewUpdate("We look."), ADA).key
    with pytest.raises(NotFound, match="There is no private note"):
        correct_private_note(other, number_of("Ask Max at 3."), "x", ADA)


def test_number_that_no_note_can_have_is_not_found(ada: Browser, key: str) -> None:
    for number in ("0", "77", "9" * 30):
        assert ada.get(f"/admin/incidents/{key}/notes/{number}").code == 404


def test_erasure_takes_what_a_note_said_before(key: str) -> None:
    key = open_incident("Max Mustermann has no mail", NewUpdate("We look."), ADA).key
    add_private_note(key, "First", ADA)
    named = "Max Mustermann has no mail, call back"
    correct_private_note(key, number_of("First"), named, ADA)
    correct_private_note(key, number_of(named), "Done.", ADA)
    erase(INCIDENT.subject(key), {"title": "Erased"}, "asked", ADA, zone=site().zone)
    told = [text for _, text, former in notes(key) for text in (text, *former)]
    assert not [text for text in told if "Mustermann" in text]


def test_correction_is_a_form_of_the_desk(ada: Browser, key: str) -> None:
    page = ada.get(f"/admin/incidents/{key}")
    [link, *_] = page.tree.xpath("//a[text()='Correct']/@href")
    form = ada.get(link)
    assert form.fields()["note"].strip() == "The second."
    assert ada.post(link, form.fields() | {"note": " "}).code == 422
    done = ada.post(link, form.fields() | {"note": "The second, mended."})
    assert done.code == 303
    shown = ada.get(f"/admin/incidents/{key}").words()
    assert "The second, mended." in shown
    assert "Corrected; what it said before" in shown
