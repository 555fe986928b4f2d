"""Words in further languages at the desk: folded fields, previews, drafts, added later, edited."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.store import db
from statuspage.store.desk import drafts
from statuspage.store.incidents import incidents
from tests.helpers.languages import ARABIC, GERMAN, opened_in_german, speak
from tests.helpers.sites import change_config
from tests.helpers.telling import opened
from tests.web.conftest import Browser

NEW = "/admin/incidents/new"
WORDS = {"title": "API errors", "body": "Some calls fail.", "component:api": "partial_outage"}
IN_GERMAN = {"title:de": GERMAN["title"], "body:de": GERMAN["body"]}


@pytest.fixture(autouse=True)
def _languages(store: Path) -> None:
    speak(store, "de", "ar")


def test_each_further_language_is_folded_below_the_words(ada: Browser) -> None:
    page = ada.get(NEW)
    folded = page.tree.xpath('//details[@class="language"]')
    assert [one.get("open") for one in folded] == [None, None]
    assert page.tree.xpath('//textarea[@name="body:ar"]/@lang') == ["ar"]
    assert "Not yet in German: its readers see the words in English." in page.words()


def test_site_of_one_language_has_no_such_fields(ada: Browser, store: Path) -> None:
    change_config(store, 'languages = ["en", "de", "ar"]\n', "")
    assert 'class="language"' not in ada.get(NEW).text


def test_words_of_each_language_are_published_together(ada: Browser) -> None:
    ada.send(NEW, **(WORDS | IN_GERMAN))
    with db.snapshot():
        [found] = incidents.newest(5)
    assert found.wordings.of("de")["title"] == GERMAN["title"]
    assert found.updates[0].wordings.of("de")["body"] == GERMAN["body"]
    [shown] = ada.get(f"/admin{found.path}").tree.xpath('//details[@class="in-language"]')
    assert shown.xpath(".//div/@lang") == ["de"]
    assert shown.xpath(".//strong/text()") == ["suchen"]


def test_missing_language_blocks_nobody(ada: Browser) -> None:
    ada.send(NEW, **(WORDS | {"title:de": "", "body:de": ""}))
    with db.snapshot():
        assert len(incidents.newest(5)) == 1


def test_preview_shows_each_language_and_what_is_missing(ada: Browser) -> None:
    page = ada.send(NEW, **(WORDS | IN_GERMAN | {"do": "preview"}))
    [shown] = page.tree.xpath('//details[@class="in-language"]')
    assert GERMAN["title"] in shown.text_content()
    assert "<strong>suchen</strong>" in page.text
    hints = [one.text_content().strip() for one in page.tree.xpath('//section//p[@class="hint"]')]
    assert "Not yet in Arabic: its readers see the words in English." in hints


def test_fault_of_a_language_stands_at_its_open_field_and_keeps_the_words(ada: Browser) -> None:
    page = ada.send(NEW, **(WORDS | {"title:de": "Panne"}))
    assert "There is a title in this language, but no words" in page.words()
    [german, arabic] = page.tree.xpath('//details[@class="language"]')
    assert (german.get("open"), arabic.get("open")) == ("", None)
    assert page.fields()["title:de"] == "Panne"


def test_hints_look_at_each_language_by_its_own_words(ada: Browser) -> None:
    words = {"body:de": "Wir suchen!!! Die Ursache ist noch offen."}
    page = ada.send(NEW, **(WORDS | words | {"do": "preview"}))
    assert "Could be plainer in German" in page.words()


def test_draft_keeps_every_language(ada: Browser) -> None:
    ada.send(NEW, **(WORDS | IN_GERMAN | {"do": "draft"}))
    with db.snapshot():
        [draft] = drafts.all_drafts()
    kept = ada.get(f"{NEW}?draft={draft.key}")
    assert kept.fields()["body:de"].strip() == GERMAN["body"]


def test_german_is_added_later_by_a_link_on_the_update(ada: Browser) -> None:
    found = opened()
    page = ada.get(f"/admin{found.path}")
    [link] = page.tree.xpath('//a[starts-with(., "Add German")]/@href')
    assert "Some" not in ada.get(link).fields().get("body:de", "")
    ada.send(link, **IN_GERMAN)
    with db.snapshot():
        after = incidents.by_key(found.key)
    assert after.updates[0].wordings.of("de")["body"] == GERMAN["body"]
    assert not after.has_changes
    assert "Add German" not in ada.get(f"/admin{found.path}").words()


def test_edit_form_has_every_language_and_changes_one(ada: Browser) -> None:
    found = opened_in_german()
    path = f"/admin{found.path}/updates/{found.updates[0].key}/edit"
    fields = ada.get(path).fields()
    assert fields["body:de"].strip() == GERMAN["body"]
    ada.send(path, **{"body:de": "Gefunden.", "reason": "Found"})
    with db.snapshot():
        after = incidents.by_key(found.key).updates[0]
    assert after.wordings.of("de") == {"body": "Gefunden."}
    assert after.body == found.updates[0].body


def test_title_of_a_language_is_edited_with_the_heading(ada: Browser) -> None:
    found = opened_in_german()
    path = f"/admin{found.path}/edit"
    ada.send(path, **{"title:ar": ARABIC["title"], "reason": "Arabic readers"})
    with db.snapshot():
        after = incidents.by_key(found.key)
    assert after.wordings.texts == {
        "de": {"title": GERMAN["title"]},
        "ar": {"title": ARABIC["title"]},
    }


def test_words_written_beside_no_change_are_not_lost(ada: Browser) -> None:
    found = opened(status=None)
    sent = ada.send(f"/admin{found.path}", **{"body:de": "Neu.", "do": "no-change"})
    page = ada.follow(sent)
    assert page.fields()["body:de"].strip() == "Neu."
