"""Nothing is said past the catalogue: every page and feed in a made-up language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from statuspage import clock
from statuspage.domain.desk.token import SCOPES
from statuspage.site import catalogue
from statuspage.store import db
from tests.helpers.foreign import NOW, fill
from tests.helpers.made_up import left_over, made_up
from tests.helpers.shown import shown

_ALLOWED = (
    r"\bUTC\b",
    r"\bWebSub\b",
    r"\bOpenSLO\b",
    r"\bShields\b",
    r"\bMarkdown\b",
    r"\bstatuspage\b",
    r"https?://\S+",
    r"1@1\.example",
    r"openapi\.json",
    r"\bheartbeat\b",  # a kind of probe, as config.toml has it
    r"\brolling-\d+d-\d{4}-\d\d\b",  # a subject of the record, as its address has it
)
_KEYS_OF_FEEDS = {"id", "url", "tags", "version", "language", "_statuspage"}


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    """Every address of a filled site with its bytes."""
    folder = tmp_path_factory.mktemp("foreign")
    (folder / "content").mkdir()
    with made_up(tmp_path_factory.mktemp("words")):
        fill(folder)
        with clock.standing_at(NOW):
            yield {one.path: catalogue.render(one).body for one in catalogue.all_pages()}
        db.close_store()


def test_every_page_speaks_the_language_alone(bodies: dict[str, bytes]) -> None:
    pages = {path: body for path, body in bodies.items() if body.startswith(b"<!doctype html>")}
    assert len(pages) > 40
    found = {path: left_over(shown(body.decode()), *_ALLOWED) for path, body in pages.items()}
    assert {path: words for path, words in found.items() if words} == {}


def test_every_feed_speaks_the_language_alone(bodies: dict[str, bytes]) -> None:
    feeds = {path: body for path, body in bodies.items() if path.endswith((".atom", ".rss"))}
    assert len(feeds) > 10
    found = {path: left_over(_feed_words(body), *_ALLOWED) for path, body in feeds.items()}
    assert {path: words for path, words in found.items() if words} == {}


def test_every_json_feed_speaks_the_language_alone(bodies: dict[str, bytes]) -> None:
    starts = ("/feeds/", "/components/", "/updates")
    feeds = {
        p: json.loads(b) for p, b in bodies.items() if p.startswith(starts) and p.endswith("n")
    }
    assert len(feeds) > 5
    found = {
        path: left_over(" ".join(_json_words(feed)), *_ALLOWED) for path, feed in feeds.items()
    }
    assert {path: words for path, words in found.items() if words} == {}


def test_description_for_programs_speaks_the_language_alone(bodies: dict[str, bytes]) -> None:
    document = json.loads(bodies["/api/v1/openapi.json"])
    words = " ".join([document["info"]["title"], *_described(document)])
    codes = (
        r"heartbeat:PROBE|\b(start|fail)\b|Rolling|rolling-\d+d|\b(Check|Case|Rating|Ratio|JSON)\b"
    )
    assert left_over(words, codes, *map(re.escape, SCOPES), *_ALLOWED) == []


def test_sentences_of_figures_speak_the_language_alone(bodies: dict[str, bytes]) -> None:
    found = {
        path: left_over(" ".join(_sentences(json.loads(body))), *_ALLOWED)
        for path, body in bodies.items()
        if path.startswith(("/api/v1/slas", "/sla/")) and body.startswith(b"{")
    }
    assert len(found) > 10
    assert {path: words for path, words in found.items() if words} == {}


def _described(value: Any) -> Iterator[str]:
    """What a description of the API says; the title of a schema is a name."""
    if isinstance(value, dict):
        for key in ("summary", "description"):
            yield from [value[key]] if isinstance(value.get(key), str) else ()
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _described(inner)


def _sentences(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (value[key] for key in ("promise", "rule") if isinstance(value.get(key), str))
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _sentences(inner)


def _feed_words(body: bytes) -> str:
    """What readers of a feed see of it, without categories and the name of the program."""
    said = []
    for element in etree.fromstring(body).iter():
        name = etree.QName(element).localname
        if name in ("title", "subtitle", "summary", "name"):
            said.append(element.text or "")
        if name in ("content", "description", "encoded"):
            said.append(shown(f"<p>{element.text or ''}</p>"))
    return " ".join(said)


def _json_words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "content_html":
                yield shown(f"<p>{inner}</p>")
            elif key not in _KEYS_OF_FEEDS and not key.startswith("date_"):
                yield from _json_words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _json_words(inner)
    elif isinstance(value, str):
        yield value
