"""Links that people write lead to one place, wherever their words are read."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.sync import sync
from tests.helpers.pages import rendered
from tests.helpers.sites import URL
from tests.helpers.telling import at, opened

CHANGE = """\
---
title: Faster search
date: 2026-06-20
type: changed
---
As [before](2026-06-19-index?a=1&b=2#top), and [why](../pages/about).
See [the API](/api), [us](//x.example), [*](#top).
"""


def _links(text: str) -> set[str]:
    return {unescape(found) for found in re.findall(r'<a href="([^"]*)" rel="noopener', text)}


@pytest.mark.parametrize("path", ["/", "/components/api", "{page}"])
def test_links_of_an_update_are_resolved_against_its_incident(store: Path, path: str) -> None:
    incident = opened(body="[rel](sla/api), [part](#update-1), [page](/sla?a=1&b=2)")
    own = incident.path
    wanted = {"/incidents/sla/api", f"{own}#update-1", "/sla?a=1&b=2"}
    assert _links(rendered(path.format(page=own), at(5)).body.decode()) == wanted


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
@pytest.mark.parametrize("feed", ["/feeds/all", "/feeds/incidents", "/updates"])
def test_links_of_an_update_stand_in_full_in_feeds(store: Path, feed: str, form: str) -> None:
    opened(body="[rel](sla/api)")
    text = rendered(f"{feed}.{form}", at(5)).body.decode()
    text = text.replace('\\"', '"') if form == "json" else unescape(text)
    assert _links(text) == {f"{URL}/incidents/sla/api"}


@pytest.mark.parametrize("path", ["/changelog", "/changelog/2026-06-20-faster"])
def test_links_of_an_entry_are_resolved_against_its_page(store: Path, path: str) -> None:
    place = store / "content" / "changelog" / "2026-06-20-faster.md"
    place.parent.mkdir()
    place.write_text(CHANGE, "utf-8")
    with clock.standing_at(at(0)):
        sync(store / "config.toml", {})
    assert _links(rendered(path, at(5)).body.decode()) == {
        "/changelog/2026-06-19-index?a=1&b=2#top",
        "/pages/about",
        "/api",
        "//x.example",
        "/changelog/2026-06-20-faster#top",
    }
