"""The catalogue walked as a whole: every address renders, and hostile words are harmless in all."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import feedparser
import lxml.etree
import lxml.html
import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.actions.sync import sync
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.site import catalogue
from statuspage.site.page import Rendering
from statuspage.store import db

ADA = Actor("ada")
TAKING = {page.pattern for page in catalogue.PAGES if page.takes_post}
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</title></textarea></style><svg onload=alert(1)>",
    "]]> <![CDATA[ <!-- -->",
    "a\x00b\x08c\x1b[31m\x7f\ufffe\uffff",
    "\u202eright to left\u202c \u200f\u2067x\u2069",
    "𝕏 👩‍👩‍👧 \U0001f680",
    "x" * 10_000,
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "&amp;lt;b&amp;gt; &#60;script&#62;",
    "javascript:alert(1) [link](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "'\"><iframe src=//evil.example></iframe>",
]


def renderings() -> list[tuple[str, str, Rendering]]:
    return [
        (found.path, found.page.content_type, catalogue.render(found))
        for found in catalogue.all_pages()
    ]


@pytest.mark.usefixtures("store")
def test_empty_site_renders_every_page_it_has() -> None:
    found = {path: rendering for path, _, rendering in renderings()}
    assert {"/", "/history", "/maintenance", "/sla", "/changelog", "/feeds"} <= set(found)
    assert all(rendering.body for rendering in found.values())


@pytest.mark.usefixtures("store")
def test_page_says_the_same_and_rests_on_the_same_when_it_was_looked_ahead() -> None:
    for words in ("Look.", "Look again."):
        open_incident("Slow", NewUpdate(words), ADA)
    with clock.standing_at(clock.now()), db.snapshot():
        found = [one for one in catalogue.addresses(catalogue.present()) if one.page.look_ahead]
        ahead = catalogue.present()
        catalogue.look_ahead(ahead, found)
        assert len({one.page.pattern for one in found}) > 1
        for one in found:
            assert one.rendered(ahead) == one.rendered(catalogue.present()), one.path


@pytest.mark.usefixtures("store")
def test_page_whose_facts_did_not_change_has_the_same_bytes() -> None:
    open_incident("Slow", NewUpdate("Look."), ADA)
    with clock.standing_at(clock.now()):
        first = {path: rendering.body for path, _, rendering in renderings()}
        second = {path: rendering.body for path, _, rendering in renderings()}
    assert first == second


@pytest.mark.usefixtures("store")
def test_every_page_has_one_heading_a_title_and_the_feeds() -> None:
    open_incident("Slow", NewUpdate("Look."), ADA)
    for path, kind, rendering in renderings():
        if kind.startswith("text/html"):
            tree = lxml.html.fromstring(rendering.body)
            assert len(tree.findall(".//h1")) >= 1, path
            assert tree.findtext(".//title"), path
            kinds = {link.get("type") for link in tree.iterfind(".//link[@rel='alternate']")}
            assert {"application/atom+xml", "application/rss+xml", "application/feed+json"} <= kinds


def test_hostile_words_are_harmless_in_every_channel(store: Path) -> None:
    for number, words in enumerate(HOSTILE):
        hostile = {"changelog": "date: 2026-07-01\ntype: added\n", "pages": ""}
        for folder, front in hostile.items():
            place = store / "content" / folder / f"hostile-{number}.md"
            place.parent.mkdir(parents=True, exist_ok=True)
            title = json.dumps(words.encode("utf-8", "ignore").decode()[:250])
            place.write_text(f"---\ntitle: {title}\n{front}---\nText: {words}\n", "utf-8")
    sync(store / "config.toml", {})
    degraded = {"api": ComponentState.DEGRADED}
    soon = clock.now() + timedelta(hours=1)
    for words in HOSTILE:
        open_incident(words, NewUpdate(words, components=degraded, owner=words[:150]), ADA)
        schedule_maintenance(words, words, soon, soon + timedelta(hours=1), ["api"], ADA)
    for path, kind, rendering in renderings():
        text = rendering.body.decode("utf-8", "replace")  # tiles are bytes
        if kind.startswith("text/html"):
            _assert_harmless(path, text)
        elif "feed+json" in kind:
            assert json.loads(text)["items"] is not None
        elif "json" in kind:
            assert json.loads(text)
        elif "xml" in kind and path != "/favicon.svg":
            lxml.etree.fromstring(rendering.body)
            assert not feedparser.parse(rendering.body).bozo, path


def _assert_harmless(path: str, text: str) -> None:
    """No element or attribute that could run, frame, load or style anything came out of words."""
    tree = lxml.html.fromstring(text)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in ("iframe", "object", "embed", "base"), path
        if element.tag == "img":
            assert str(element.get("src")).startswith("/badges/"), path
        if element.tag == "form":
            action = str(element.get("action"))
            assert action in TAKING or action.startswith("/ask/affected/"), path
        assert not any(name.startswith("on") or name == "style" for name in element.attrib), path
        if element.tag == "script":
            assert str(element.get("src")).startswith(("/static/", "/embed.js")), path
        link = element.get("href") or ""
        assert not link.lower().startswith(("javascript:", "data:", "vbscript:")), path
    assert "\x00" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "49 " not in tree.findtext(".//title", "")
