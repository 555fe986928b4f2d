"""Feeds tell of what was changed after it was published: that it was, when, and why."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import html

from statuspage import clock
from statuspage.actions.incidents.amend import withdraw_update
from tests.helpers.amending import WHY, edited, headed
from tests.helpers.pages import rendered
from tests.helpers.telling import ADA, at, opened, posted

pytestmark = pytest.mark.usefixtures("store")

EDITED = f"Edited on 1 July 2026, 13:20 BST: {WHY}"


def _items(path: str, minutes: int = 60) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(rendered(path, at(minutes)).body)["items"]
    return found


def test_withdrawn_update_says_so_in_its_title() -> None:
    incident = opened()
    update = posted(5, incident.key, "Nonsense.").updates[0]
    with clock.standing_at(at(20)):
        withdraw_update(incident.key, update.key, "It was about something else", ADA)
    withdrawn, first = _items("/updates.json")
    assert withdrawn["title"] == "Withdrawn: API errors"
    assert "It was about something else" in withdrawn["content_text"]
    assert "Edited on" not in withdrawn["content_text"]
    assert first["title"] == "Investigating: API errors"


@pytest.mark.parametrize("path", ["/updates.json", "/feeds/incidents.json"])
def test_edited_update_says_when_and_why_and_only_it(path: str) -> None:
    incident = opened()
    after = posted(5, incident.key, "Wrong words.")
    edited(20, after, after.updates[0], body="Right words.")
    texts = [item["content_text"] for item in _items(path)]
    assert "\n".join(texts).count(EDITED) == 1
    assert EDITED in texts[0]


def test_edited_heading_is_told_in_both_feeds() -> None:
    headed(20, opened(), title="Errors of the API")
    for path in ("/updates.json", "/feeds/all.json", "/components/api.json"):
        (item,) = _items(path)
        assert EDITED in item["content_text"], path
        assert "Errors of the API" in item["title"]


def test_reason_of_an_edit_is_escaped_in_html() -> None:
    incident = opened()
    with clock.standing_at(at(20)):
        withdraw_update(incident.key, incident.updates[0].key, "<b>bold</b> & more", ADA)
    (item,) = _items("/updates.json")
    assert "<b>" not in item["content_html"]


def test_first_feed_offered_is_every_update() -> None:
    page = html.fromstring(rendered("/", at(0)).body)
    offered = page.xpath("//link[@rel='alternate'][contains(@type, 'atom')]/@href")
    assert offered[0] == "/updates.atom"
