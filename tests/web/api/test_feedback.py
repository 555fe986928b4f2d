"""POST /api/v1/feedback: what anybody may say by a program, as by the form."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from werkzeug.test import Client, TestResponse

from statuspage.actions.entries import write_entry
from statuspage.domain.listening.voice import Voice, VoiceChannel, VoiceState
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.store import db
from statuspage.store.listening import voices
from statuspage.web.app import create_app
from tests.helpers.library import SITE
from tests.helpers.telling import ADA


@pytest.fixture
def client(store: Path) -> Client:
    return Client(create_app())


def said(client: Client, key: str = "", **body: object) -> TestResponse:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post("/api/v1/feedback", json=body, headers=headers)


def heard() -> list[Voice]:
    with db.snapshot():
        return voices.newest(10)


def test_words_are_held_and_the_answer_names_the_page_of_their_sender(client: Client) -> None:
    answer = said(client, text="Exports, please.", components=["api"], may_quote=True)
    assert answer.status_code == 201
    found = answer.get_json()
    assert (found["state"], found["outcome"], found["similar"]) == ("held", None, [])
    assert "Exports, please." in client.get(urlsplit(found["page"]).path).text
    [voice] = heard()
    assert (voice.channel, voice.components, voice.may_quote) == (VoiceChannel.API, ("api",), True)


def test_similar_requests_are_named_and_one_can_be_joined(client: Client) -> None:
    front = {"title": "Dark mode", "said": "It is too bright.", "state": "considering"}
    slug = write_entry(EntryKind.OUTCOME, front, "Words.", ADA, zone=SITE.zone).slug
    assert said(client, text="Please a dark mode").get_json()["similar"] == [slug]
    joined = said(client, outcome=slug).get_json()
    assert (joined["state"], joined["outcome"]) == ("heard", slug)


def test_the_same_key_is_heard_once_and_another_body_refused(client: Client) -> None:
    first, second = (said(client, "k1", text="Exports, please.") for _ in range(2))
    assert first.get_json() == second.get_json()
    assert said(client, "k1", text="Something else").status_code == 422
    assert len(heard()) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"text": "Hello", "components": ["gone"]}, "components"),
        ({"text": "Hello", "outcome": "gone"}, "outcome"),
        ({"text": "Hello", "name": "Eve"}, "name"),
    ],
)
def test_what_cannot_be_taken_is_named(client: Client, body: dict[str, object], field: str) -> None:
    answer = said(client, **body)
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"].startswith(field)
    assert heard() == []


def test_a_flood_from_one_place_waits(client: Client) -> None:
    answers = [said(client, outcome="gone") for _ in range(13)]
    assert [one.status_code for one in answers] == [422] * 12 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert all(one.state is VoiceState.HELD for one in heard())
