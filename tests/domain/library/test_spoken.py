"""A Library that speaks a language: words of people in it, or those of the site, and which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage.domain.library.library import Library
from statuspage.domain.library.spoken import spoken
from statuspage.said import said
from statuspage.store import db
from statuspage.store.library import LIBRARY
from tests.helpers.languages import GERMAN, opened_in_german, speak
from tests.helpers.telling import at, opened, posted


@pytest.fixture
def german(store: Path) -> Library:
    speak(store, "de", "ar")
    return spoken(LIBRARY, "de", "en")


def test_words_are_those_of_the_language_where_they_were_written(german: Library) -> None:
    key = opened_in_german().key
    with db.snapshot():
        found = german.incidents.by_key(key)
    assert (found.title, found.title_in) == (GERMAN["title"], "")
    assert (found.updates[0].body, found.updates[0].words_in) == (GERMAN["body"], "")
    assert "<strong>suchen</strong>" in found.updates[0].html


def test_words_nobody_translated_say_which_language_they_are_in(german: Library) -> None:
    key = opened().key
    with db.snapshot():
        [found] = german.incidents.open_ones()
        assert german.incidents.by_keys([key]) == {key: found}
    assert (found.title, found.title_in) == ("API errors", "en")
    assert (found.updates[0].body, found.updates[0].words_in) == ("We are looking.", "en")


def test_words_of_ours_are_in_every_language(german: Library) -> None:
    key = opened_in_german().key
    posted(5, key, said("update.still_working"))
    with db.snapshot():
        assert german.incidents.by_key(key).updates[0].words_in == ""


def test_what_names_an_incident_by_its_title_names_it_in_the_language(german: Library) -> None:
    opened_in_german()
    window = at(0) - timedelta(hours=1), at(0) + timedelta(hours=1)
    with db.snapshot():
        runs: Sequence[object] = german.incidents.runs_between(*window, ["api"])["api"]
        [run] = german.incidents.runs_between(*window, ["api"])["api"]
        assert runs == [replace(run, title=GERMAN["title"])]


def test_titles_are_asked_for_once_whatever_a_page_names(store: Path) -> None:
    speak(store, "de", "ar")
    asked = []

    class Counted:
        def __getattr__(self, name: str) -> object:
            asked.append(name)
            return getattr(LIBRARY.incidents, name)

    for minutes in (0, 20):
        opened_in_german(minutes)
    window = at(0) - timedelta(hours=1), at(0) + timedelta(hours=1)
    counted = replace(LIBRARY, incidents=Counted())
    with db.snapshot():
        runs = spoken(counted, "de", "en").incidents.runs_between(*window, ["api"])["api"]
    assert [run.title for run in runs] == [GERMAN["title"]] * len(runs)
    assert len(runs) > 1
    assert asked.count("titles") == 1


def test_the_sites_own_language_is_the_library_itself(store: Path) -> None:
    assert store
    assert spoken(LIBRARY, "en", "en") is LIBRARY
