"""Words in further languages by the API: handed in, told again, refused where they cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from statuspage.store import db
from statuspage.store.desk import drafts
from tests.helpers.languages import GERMAN, speak
from tests.web.conftest import Post

DOWN: dict[str, Any] = {
    "title": "API errors",
    "body": "Some calls *fail*.",
    "components": {"api": "partial_outage"},
}


@pytest.fixture(autouse=True)
def _languages(store: Path) -> None:
    speak(store, "de", "ar")


def refused(answer: TestResponse) -> dict[str, str]:
    """What a problem document says of each field."""
    assert answer.status_code == 422, answer.text
    return {one["field"]: one["detail"] for one in answer.get_json()["errors"]}


def test_words_in_every_language_come_back_as_they_were_sent(post: Post, client: Client) -> None:
    made = post(DOWN | {"texts": {"de": GERMAN}}).get_json()
    assert made["texts"] == {"de": {"title": GERMAN["title"]}}
    assert made["update"]["texts"] == {"de": {"body": GERMAN["body"]}}
    following = {"body": "Found.", "texts": {"de": {"body": "Gefunden."}}}
    assert post(following, f"/{made['id']}/updates", 10).status_code == 201
    told = client.get(f"/api/v1/incidents/{made['id']}").get_json()
    assert [one["texts"]["de"]["body"] for one in told["updates"]] == ["Gefunden.", GERMAN["body"]]


def test_incident_without_further_words_says_so(post: Post) -> None:
    made = post(DOWN).get_json()
    assert (made["texts"], made["update"]["texts"]) == ({}, {})


@pytest.mark.parametrize(
    ("texts", "field", "words"),
    [
        ({"fr": {"body": "Panne."}}, "texts.fr.body", "This site has no pages in 'fr'"),
        ({"de": {"body": " "}}, "texts.de.body", "This is empty"),
        ({"de": {}}, "texts.de.body", "This is empty"),
        ({"de": {"title": "Panne"}}, "texts.de.body", "a title in this language, but no words"),
        ({"de": {"body": "Seit {{start}}"}}, "texts.de.body", "Still to be filled in"),
    ],
)
def test_words_that_cannot_be_taken_are_refused_at_their_place(
    post: Post, texts: dict[str, Any], field: str, words: str
) -> None:
    assert words in refused(post(DOWN | {"texts": texts}))[field]


def test_unknown_key_of_a_language_is_named(post: Post) -> None:
    [field] = refused(post(DOWN | {"texts": {"de": {"text": "Panne"}}}))
    assert field.startswith("texts.de")


def test_draft_of_a_program_keeps_every_language(post: Post) -> None:
    assert post(DOWN | {"texts": {"de": GERMAN}, "draft": True}).status_code == 202
    with db.snapshot():
        [draft] = drafts.all_drafts()
    assert (draft.fields["title:de"], draft.fields["body:de"]) == (GERMAN["title"], GERMAN["body"])
