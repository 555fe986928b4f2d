"""The entry and the answer in further languages: written at the desk, previewed, read in each."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.store.published import entries, record
from tests.helpers.sites import change_config
from tests.web.admin.entries.test_writing import CHANGE, OUTCOME
from tests.web.conftest import Browser

GERMAN = {
    "title:de": "Schnellere Suche",
    "body:de": "Suchen dauern **halb** so lange.",
}
NOT_YET = "Not yet in French: its readers see the words in English."


@pytest.fixture
def desk(ada: Browser, store: Path) -> Browser:
    """Of a site that speaks German and French besides English."""
    change_config(store, 'contact = "', 'languages = ["en", "de", "fr"]\ncontact = "')
    return ada


def the_only(kind: EntryKind) -> Entry:
    [entry] = entries.all_of(kind)
    return entry


def test_entry_is_written_in_two_languages_and_read_in_each(desk: Browser) -> None:
    desk.send("/admin/changelog/new", **CHANGE, **GERMAN)
    entry = the_only(EntryKind.CHANGELOG)
    assert "<strong>halb</strong>" in entry.wordings.html["de"]["body"]
    assert "half the time" in desk.get(entry.path).words()
    german = desk.get(f"/de{entry.path}")
    assert "Suchen dauern halb so lange." in german.words()
    assert "half the time" not in german.words()


def test_title_that_is_not_translated_names_its_language(desk: Browser) -> None:
    desk.send("/admin/changelog/new", **CHANGE)
    heading = desk.get(f"/de{the_only(EntryKind.CHANGELOG).path}").tree.xpath("//h1/bdi")[0]
    assert heading.get("lang") == "en"
    french = desk.get(f"/fr{the_only(EntryKind.CHANGELOG).path}")
    assert french.tree.xpath("//div[contains(@class, 'words')]/div/@lang") == ["en"]
    assert not desk.get(the_only(EntryKind.CHANGELOG).path).tree.xpath("//h1/bdi/@lang")


def test_answer_has_its_parts_in_a_language(desk: Browser) -> None:
    german = {"title:de": "Am Wochenende", "said:de": "Sonntags antwortet niemand."}
    whole = german | {"did:de": "Zwei haben Dienst.", "body:de": "Seit Juni."}
    desk.send("/admin/outcomes/new", **OUTCOME, **german)
    path = the_only(EntryKind.OUTCOME).path
    part = desk.get(f"/de{path}")
    assert "Nobody answers on Sunday." in part.words()
    assert set(part.tree.xpath("//blockquote/@lang")) == {"en"}
    desk.send(f"/admin{path.replace('you-said-we-did', 'outcomes')}", **OUTCOME, **whole)
    read = desk.get(f"/de{path}")
    assert "Sonntags antwortet niemand." in read.words()
    assert "Zwei haben Dienst." in read.words()
    assert not read.tree.xpath("//blockquote/@lang")


def test_form_folds_each_language_and_says_which_is_missing(desk: Browser) -> None:
    desk.send("/admin/changelog/new", **CHANGE, **GERMAN)
    page = desk.get(f"/admin/changelog/{the_only(EntryKind.CHANGELOG).slug}")
    german, french = page.tree.xpath("//details[@class='language']")
    assert german.get("open") is not None
    assert french.get("open") is None
    assert NOT_YET in " ".join(french.text_content().split())


def test_preview_shows_each_language(desk: Browser) -> None:
    shown = desk.send("/admin/changelog/new", **CHANGE, **GERMAN, do="preview")
    words = shown.words()
    assert "In German" in words
    assert "Suchen dauern halb so lange." in words
    assert NOT_YET in words
    assert not entries.all_of(EntryKind.CHANGELOG)


def test_missing_language_is_added_without_a_reason_and_is_no_edit(desk: Browser) -> None:
    desk.send("/admin/changelog/new", **CHANGE)
    before = the_only(EntryKind.CHANGELOG)
    desk.send(f"/admin/changelog/{before.slug}", **CHANGE, **GERMAN)
    after = the_only(EntryKind.CHANGELOG)
    assert after.updated_at == before.updated_at
    assert after.wordings.of("de")["title"] == "Schnellere Suche"
    newest = record.newest([f"changelog/{before.slug}"])[f"changelog/{before.slug}"]
    assert newest.reason == "entry.translated"
    changed = GERMAN | {"body:de": "Suchen sind schnell."}
    refused = desk.send(f"/admin/changelog/{before.slug}", **CHANGE, **changed)
    assert "Why you are changing it" in refused.words()
    assert the_only(EntryKind.CHANGELOG) == after


def test_answer_changed_after_sending_gives_its_words_of_a_language_back(desk: Browser) -> None:
    german = {"title:de": "Am Wochenende", "said:de": "Sonntags antwortet niemand."}
    fields = desk.get("/admin/outcomes/new").fields() | OUTCOME | german
    desk.post("/admin/outcomes/new", fields)
    again = fields | {"said:de": "Samstags auch nicht."}
    page = desk.follow(desk.post("/admin/outcomes/new", again))
    assert page.fields()["said:de"].strip() == "Samstags auch nicht."
    assert "not published yet" in page.words()


def test_language_that_the_site_does_not_speak_is_refused(desk: Browser) -> None:
    page = desk.send("/admin/changelog/new", **CHANGE, **{"title:xx": "Titel"})
    assert "This site has no pages in 'xx'" in page.words()
    assert not entries.all_of(EntryKind.CHANGELOG)
