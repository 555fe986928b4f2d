"""Pages and feeds of a language tell its words; what is missing is told in the site's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html

from statuspage import clock
from statuspage.actions.incidents.translating import translate
from statuspage.domain.vocabulary.wordings import Wordings
from tests.helpers.amending import edited
from tests.helpers.languages import ARABIC, GERMAN, opened_in_german, speak
from tests.helpers.pages import rendered, words_of
from tests.helpers.telling import ADA, at, opened, posted


@pytest.fixture(autouse=True)
def _languages(store: Path) -> None:
    speak(store, "de", "ar")


@pytest.mark.parametrize("path", ["/de/", "/de/incidents/{key}"])
def test_page_of_a_language_tells_its_words(path: str) -> None:
    key = opened_in_german().key
    page = rendered(path.format(key=key), at(1))
    assert GERMAN["title"] in words_of(page)
    assert "<strong>suchen</strong>" in page.body.decode()
    assert "We are looking." not in words_of(page)
    own = words_of(rendered(path.format(key=key).removeprefix("/de"), at(1)))
    assert "We are looking." in own
    assert GERMAN["title"] not in own


@pytest.mark.parametrize("path", ["/de/", "/de/incidents/{key}"])
def test_words_that_are_missing_are_told_in_the_sites_own_and_marked(path: str) -> None:
    key = opened().key
    page = html.fromstring(rendered(path.format(key=key), at(1)).body)
    [told] = page.xpath('(//div[contains(@class, "words")])[1]')
    [foreign] = told.xpath('.//div[@lang="en"]')
    assert foreign.get("dir") == "auto"
    assert foreign.text_content().strip() == "We are looking."
    assert page.xpath('//bdi[@lang="en"][.="API errors"]')


def test_right_to_left_words_keep_their_direction_in_any_page() -> None:
    key = opened(texts={"ar": ARABIC}).key
    page = html.fromstring(rendered(f"/ar/incidents/{key}", at(1)).body)
    assert page.xpath('//div[contains(@class, "words")][@dir="auto"]')
    assert ARABIC["title"] in page.text_content()
    assert "We are looking." in words_of(rendered(f"/de/incidents/{key}", at(1)))


def test_history_names_incidents_by_their_titles_in_the_language() -> None:
    opened_in_german()
    assert GERMAN["title"] in words_of(rendered("/de/history/2026-07", at(1)))


@pytest.mark.parametrize("name", ["all", "incidents"])
def test_feed_of_a_language_has_its_words_under_the_same_ids_and_times(name: str) -> None:
    key = opened_in_german().key
    posted(5, key, "Found.")
    own = json.loads(rendered(f"/feeds/{name}.json", at(9)).body)["items"]
    german = json.loads(rendered(f"/de/feeds/{name}.json", at(9)).body)["items"]
    assert [(one["id"], one["date_published"], one["date_modified"]) for one in own] == [
        (one["id"], one["date_published"], one["date_modified"]) for one in german
    ]
    assert german[0]["title"] == GERMAN["title"]
    assert "<strong>suchen</strong>" in german[0]["content_html"]
    assert '<div lang="en" dir="auto"><p>Found.</p>' in german[0]["content_html"]


def test_changes_show_which_language_was_edited() -> None:
    found = opened_in_german()
    edited(60, found, found.updates[0], wordings=Wordings({"de": {"body": "Ursache gefunden."}}))
    for path in ("", "/de"):
        told = words_of(rendered(f"{path}/incidents/{found.key}/changes", at(61)))
        assert "Ursache gefunden." in told
        assert "suchen" in told


def test_page_is_made_anew_when_a_language_is_added() -> None:
    found = opened()
    before = rendered(f"/de/incidents/{found.key}", at(1))
    with clock.standing_at(at(2)):
        translate(found.key, found.updates[0].key, "de", GERMAN, ADA)
    assert f"incident:{found.key}" in before.topics
    assert GERMAN["title"] in words_of(rendered(f"/de/incidents/{found.key}", at(3)))
