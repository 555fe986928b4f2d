"""The desk speaks the language that the browser prefers; what it publishes is in the site's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from werkzeug.test import Client

from statuspage.web.app import create_app
from tests.helpers.made_up import made_up


@pytest.fixture
def client(store: Path, tmp_path: Path) -> Iterator[Client]:
    """A browser at the desk of an English site, with words for German and Arabic at hand."""
    words = tmp_path / "words"
    words.mkdir()
    with made_up(words, "de", "ar"):
        yield Client(create_app(store / "config.toml"))


@pytest.mark.parametrize(
    ("asked", "language", "direction"),
    [("de-AT,en;q=0.5", "de", None), ("ar", "ar", "rtl"), ("fi", "en", None), ("", "en", None)],
)
def test_desk_speaks_the_language_of_the_browser(
    client: Client, asked: str, language: str, direction: str | None
) -> None:
    answer = client.get("/admin/sign-in", headers={"Accept-Language": asked})
    tree = html.document_fromstring(answer.text)
    assert (tree.get("lang"), tree.get("dir")) == (language, direction)
    assert answer.headers["Cache-Control"] == "no-store"


def test_problems_of_the_api_speak_the_language_that_is_asked_for(client: Client) -> None:
    english, german = (
        client.get("/api/v1/nothing", headers={"Accept-Language": asked}).json["detail"]
        for asked in ("en", "de")
    )
    assert english.isascii()
    assert not german.isascii()
