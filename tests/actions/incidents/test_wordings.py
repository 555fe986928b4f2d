"""Words in further languages: published with the others, added later, edited, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.erasure import erase, replaceable
from statuspage.actions.given import Actor
from statuspage.actions.incidents.amend import amend_incident, amend_update, withdraw_update
from statuspage.actions.incidents.translating import translate
from statuspage.domain.incidents.edit import heading_of, wording_of
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Wordings
from statuspage.errors import Conflict, InvalidInput
from statuspage.said import said
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.published import record
from statuspage.store.settings import site
from statuspage.store.tables.record import Event
from tests.helpers import postmortems
from tests.helpers.amending import WHY, edited, texts
from tests.helpers.languages import ARABIC, GERMAN, opened_in_german, speak
from tests.helpers.telling import ADA, at, opened, posted


@pytest.fixture(autouse=True)
def _languages(store: Path) -> None:
    speak(store, "de", "ar")


def test_title_belongs_to_the_incident_and_words_to_the_update() -> None:
    found = incidents.by_key(opened_in_german().key)
    assert found.wordings == Wordings({"de": {"title": GERMAN["title"]}})
    assert found.updates[0].wordings.of("de") == {"body": GERMAN["body"]}
    assert found.updates[0].wordings.html["de"]["body"] == (
        "<p>Wir <strong>suchen</strong> die Ursache.</p>"
    )
    assert not found.has_changes


def test_next_word_brings_its_own_languages_and_may_name_a_missing_title() -> None:
    key = opened_in_german().key
    found = posted(5, key, texts={"de": {"body": "Gefunden."}, "ar": ARABIC})
    assert found.updates[0].wordings.of("de") == {"body": "Gefunden."}
    assert found.wordings.of("ar") == {"title": ARABIC["title"]}
    with pytest.raises(InvalidInput) as refused:
        posted(9, key, texts={"de": GERMAN})
    assert "title:de" in refused.value.faults


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"fr": {"body": "Panne."}}, "body:fr", "This site has no pages in 'fr'"),
        ({"en": {"body": "Down."}}, "body:en", "This site has no pages in 'en'"),
        ({"de": {"title": "Panne"}}, "body:de", "There is a title in this language, but no words"),
        ({"de": {"body": "Seit {{start}}."}}, "body:de", "Still to be filled in"),
        ({"de": {"body": "x" * 100_001}}, "body:de", "This has 100001 characters"),
    ],
)
def test_fault_of_a_language_is_told_at_its_field(
    given: dict[str, dict[str, str]], field: str, words: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        opened(texts=given)
    assert words in str(refused.value.faults[field])


def test_empty_fields_of_a_language_block_nobody() -> None:
    assert opened(texts={"de": {"title": "", "body": " "}}).wordings == NOT_TRANSLATED


def test_added_translation_is_an_entry_but_no_edit_and_tells_nobody() -> None:
    before = opened()
    with clock.standing_at(at(60)):
        after = translate(before.key, before.updates[0].key, "de", GERMAN, ADA)
    assert after.updated_at == before.updated_at
    assert not after.has_changes
    assert after.wordings.of("de")["title"] == GERMAN["title"]
    assert texts(UPDATE.subject(after.updates[0].key), "wordings")[0] == ""
    assert texts(UPDATE.subject(after.updates[0].key), "reason") == ["", ""]
    with db.snapshot():
        size = record.size()
    events = {row.entry: row.is_quiet for row in Event.select()}
    assert (events[size - 2], events[size - 1]) == (True, True)


def test_translation_that_stands_is_edited_and_not_written_over() -> None:
    found = opened_in_german()
    with pytest.raises(InvalidInput) as refused:
        translate(found.key, found.updates[0].key, "de", {"body": "Anders."}, ADA)
    assert "body:de" in refused.value.faults
    translate(found.key, found.updates[0].key, "ar", ARABIC, ADA)


def test_words_of_ours_and_withdrawn_ones_need_no_translation() -> None:
    found = posted(5, opened().key, said("update.still_working"))
    with pytest.raises(Conflict):
        translate(found.key, found.updates[0].key, "de", {"body": "Weiter."}, ADA)
    with clock.standing_at(at(9)):
        found = withdraw_update(found.key, found.updates[-1].key, WHY, ADA)
    with pytest.raises(Conflict):
        translate(found.key, found.updates[-1].key, "de", {"body": "Weiter."}, ADA)


def test_edit_of_a_translation_is_a_revision_with_its_reason() -> None:
    found = opened_in_german()
    told = Wordings({"de": {"body": "Ursache gefunden."}})
    after = edited(60, found, found.updates[0], wordings=told)
    assert after.updates[0].edited_at == at(60)
    assert after.updates[0].wordings == told
    assert texts(UPDATE.subject(after.updates[0].key), "reason") == ["", WHY]


def test_postmortem_takes_no_further_language() -> None:
    found = postmortems.publish(postmortems.resolved(), postmortems.NOON + timedelta(days=1))
    update = found.updates[0]
    told = replace(wording_of(update), wordings=Wordings({"de": {"body": "Gefunden."}}))
    with clock.standing_at(postmortems.NOON + timedelta(days=2)), pytest.raises(Conflict):
        amend_update(found.key, update.key, told, WHY, ADA)


def test_edit_that_names_no_language_leaves_them_as_they_are() -> None:
    found = opened_in_german()
    after = edited(60, found, found.updates[0], body="We look closely.", wordings=None)
    assert after.updates[0].wordings == found.updates[0].wordings
    heading = replace(heading_of(found, impact_is_stated=False), owner="Ada", wordings=None)
    with clock.standing_at(at(70)):
        assert amend_incident(found.key, heading, WHY, ADA).wordings == found.wordings


def test_edited_title_of_a_language_is_a_revision_of_the_heading() -> None:
    found = opened_in_german()
    told = Wordings({"de": {"title": "API gestört"}})
    heading = replace(heading_of(found, impact_is_stated=False), wordings=told)
    with clock.standing_at(at(60)):
        after = amend_incident(found.key, heading, WHY, ADA)
    assert after.wordings == told
    assert len(texts(INCIDENT.subject(found.key), "wordings")) == 2


def test_withdrawn_words_are_withdrawn_in_every_language() -> None:
    found = opened_in_german()
    with clock.standing_at(at(60)):
        after = withdraw_update(found.key, found.updates[0].key, WHY, ADA)
    assert after.updates[0].wordings == NOT_TRANSLATED


def test_erasure_blanks_every_language() -> None:
    found = opened(texts={"de": {"title": "Panne", "body": "Herr Maier rief an."}})
    subject = UPDATE.subject(found.updates[0].key)
    with db.snapshot():
        assert replaceable(subject)["body:de"] == "Herr Maier rief an."
        zone = site().zone
    erase(subject, {"body:de": "Jemand rief an."}, "asked for it", Actor("ada"), zone=zone)
    after = incidents.by_key(found.key)
    assert after.updates[0].wordings.of("de") == {"body": "Jemand rief an."}
    assert "Maier" not in "".join(texts(subject, "wordings"))
