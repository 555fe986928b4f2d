"""Translations of content files, published: what readers and the record are told of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.actions.sync import SyncReport
from statuspage.actions.sync import sync as sync_site
from statuspage.content.markdown import to_html
from statuspage.domain.library.spoken import spoken
from statuspage.domain.record.replay import replay
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.store.library import LIBRARY
from statuspage.store.published import entries, record
from tests.helpers.sites import change_config

OUTCOME = (
    "---\ntitle: T\ndate: 2026-06-01\nsaid: S\nstate: done\ndid: D\nchannel: mail\n---\nAll.\n"
)
GERMAN = "---\ntitle: Titel\nsaid: Gesagt\ndid: Getan\n---\nAlles.\n"


@pytest.fixture
def site(store: Path) -> Path:
    """The small site, which speaks German and French besides."""
    change_config(store, 'contact = "', 'languages = ["en", "de", "fr"]\ncontact = "')
    put(store, "a.md", OUTCOME)
    return store


def put(site: Path, name: str, text: str) -> None:
    place = site / "content" / "outcomes" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")


def sync(site: Path) -> SyncReport:
    return sync_site(site / "config.toml", {})


def answer() -> Entry:
    return entries.by_slug(EntryKind.OUTCOME, "a")


def heard(language: str) -> Entry:
    return spoken(LIBRARY, language, "en").entries.by_slug(EntryKind.OUTCOME, "a")


def test_readers_of_a_language_are_told_in_it_and_others_in_the_site_s_own(site: Path) -> None:
    put(site, "a.de.md", GERMAN)
    assert sync(site).added == ("outcomes/a",)
    german = heard("de")
    assert (german.title, german.details["said"], german.body) == ("Titel", "Gesagt", "Alles.")
    assert german.html == "<p>Alles.</p>"
    assert (german.title_in, german.words_in) == ("", "")
    assert german.details["channel"] == "mail"
    french = heard("fr")
    assert (french.title, french.body) == ("T", "All.\n")
    assert (french.title_in, french.words_in) == ("en", "en")


def test_words_that_are_not_whole_in_a_language_stay_in_the_site_s_own(site: Path) -> None:
    put(site, "a.de.md", "---\ntitle: Titel\nsaid: Gesagt\n---\nAlles.\n")
    sync(site)
    assert answer().lacks("de") == ["did"]
    german = heard("de")
    assert (german.title, german.title_in) == ("Titel", "")
    assert (german.details["said"], german.words_in) == ("S", "en")


def test_translation_that_comes_later_is_seen_and_is_no_edit(site: Path) -> None:
    sync(site)
    before = answer()
    put(site, "a.de.md", GERMAN)
    assert sync(site).changed == ("outcomes/a",)
    after = answer()
    assert (after.updated_at, after.at, after.body) == (before.updated_at, before.at, before.body)
    newest = record.newest(["outcomes/a"])["outcomes/a"]
    assert (newest.revision, newest.reason) == (2, "entry.translated")
    put(site, "a.fr.md", GERMAN.replace("Titel", "Titre"))
    sync(site)
    assert answer().updated_at == before.updated_at
    assert not sync(site).did_anything


def test_changed_and_vanished_translations_are_edits(site: Path) -> None:
    put(site, "a.de.md", GERMAN)
    sync(site)
    first = answer().updated_at
    put(site, "a.de.md", GERMAN.replace("Alles", "Vieles"))
    sync(site)
    second = answer().updated_at
    assert second > first
    (site / "content" / "outcomes" / "a.de.md").unlink()
    sync(site)
    assert answer().updated_at > second
    assert not answer().wordings


def test_broken_translation_stays_as_it_was_and_holds_up_nothing(site: Path) -> None:
    put(site, "a.de.md", GERMAN)
    sync(site)
    put(site, "a.de.md", "---\nstate: doing\n---\nVieles.\n")
    report = sync(site)
    assert not report.did_anything
    assert len(report.problems) == 1
    put(site, "a.md", OUTCOME.replace("All.", "Everything."))
    assert sync(site).changed == ("outcomes/a",)
    assert answer().body == "Everything.\n"
    assert answer().wordings.of("de")["body"] == "Alles."


def test_record_alone_tells_the_same_in_each_language(site: Path) -> None:
    put(site, "a.de.md", GERMAN)
    sync(site)
    told = replay(record.some(0, record.size()), to_html)
    assert told.entries[EntryKind.OUTCOME, "a"].wordings == answer().wordings
    assert told.entries[EntryKind.OUTCOME, "a"].wordings.html == answer().wordings.html
