"""Feeds as documents: valid in every form, the same in every form, and deterministic."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from statuspage.domain.incidents.incident import Incident
from statuspage.render.feeds import documents
from statuspage.render.feeds.documents import Feed, Item
from statuspage.render.feeds.passages import tag
from tests.render.facts import NOON, SITE, an_incident, an_update, item_of

ATOM = "{http://www.w3.org/2005/Atom}"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
HOSTILE = [
    "<script>alert(1)</script> & <b>bold</b>",
    "]]> <![CDATA[ ]]&gt; &amp; &#x3c;",
    "bell\x07, nul\x00, escape\x1b and \ufffe",
    "\u200fשלום\u200e \u202eevil\u202c",
    "\U0001f680 and \U00020000",
    "x" * 10_000,
    "\u2028line\u2029paragraph\u0085next",
]


def a_feed(*items: Item, **given: Any) -> Feed:
    facts: dict[str, Any] = {
        "id": tag(SITE, "/feeds/all"),
        "title": "Acme Status: Everything",
        "about": "All of it.",
        "language": "en",
        "publisher": "Acme Status",
        "home": f"{SITE.url}/",
        "base": f"{SITE.url}/feeds/all",
        "items": items,
        "since": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Feed(**facts | given)


def rss_items(body: bytes) -> list[dict[str, Any]]:
    """id, url, title, html, published and updated of each RSS item."""
    return [
        {
            "id": item.findtext("guid"),
            "url": item.findtext("link"),
            "title": item.findtext("title"),
            "html": item.findtext("description"),
            "published": datetime.strptime(item.findtext("pubDate"), "%a, %d %b %Y %H:%M:%S %z"),
            "updated": datetime.fromisoformat(item.findtext(f"{ATOM}updated")),
        }
        for item in etree.fromstring(body).iter("item")
    ]


def atom_items(body: bytes) -> list[dict[str, Any]]:
    """The same of each Atom entry."""
    return [
        {
            "id": entry.findtext(f"{ATOM}id"),
            "url": entry.find(f"{ATOM}link").get("href"),
            "title": entry.findtext(f"{ATOM}title"),
            "html": entry.findtext(f"{ATOM}content"),
            "published": datetime.fromisoformat(entry.findtext(f"{ATOM}published")),
            "updated": datetime.fromisoformat(entry.findtext(f"{ATOM}updated")),
        }
        for entry in etree.fromstring(body).iter(f"{ATOM}entry")
    ]


def json_items(body: bytes) -> list[dict[str, Any]]:
    """The same of each item of a JSON Feed."""
    return [
        {
            "id": item["id"],
            "url": item["url"],
            "title": item["title"],
            "html": item["content_html"],
            "published": datetime.fromisoformat(item["date_published"]),
            "updated": datetime.fromisoformat(item["date_modified"]),
        }
        for item in json.loads(body)["items"]
    ]


def atom_links(body: bytes) -> dict[str, str]:
    return {
        link.get("rel"): link.get("href") for link in etree.fromstring(body).iterfind(f"{ATOM}link")
    }


texts = st.text(max_size=60) | st.sampled_from(HOSTILE)
moments = st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
incidents = st.builds(
    lambda title, body, owner, at, later: an_incident(
        title=title,
        owner=owner,
        started_at=at,
        updated_at=at + timedelta(seconds=later),
        components=(("api", body[:20]),),
        updates=(an_update(body=body, html="<p>words</p>", at=at, entered_at=at),),
    ),
    texts,
    texts,
    texts,
    moments,
    st.integers(0, 10**8),
)


@settings(max_examples=40)
@given(st.lists(incidents, max_size=4))
def test_all_forms_hold_the_same_items_whatever_the_text(found: list[Incident]) -> None:
    feed = a_feed(*map(item_of, found))
    expected = [
        {
            name: getattr(item, name)
            for name in ("id", "url", "title", "html", "published", "updated")
        }
        for item in feed.items
    ]
    assert rss_items(documents.rss(feed)) == expected
    assert atom_items(documents.atom(feed)) == expected
    assert json_items(documents.json_feed(feed)) == expected


@settings(max_examples=20)
@given(st.lists(incidents, max_size=3))
def test_the_same_facts_give_the_same_bytes(found: list[Incident]) -> None:
    for render in (documents.rss, documents.atom, documents.json_feed):
        first = render(a_feed(*map(item_of, found)))
        assert first == render(a_feed(*map(item_of, found)))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    incident = an_incident(title=text, owner=text, components=(("api", text),))
    item = item_of(incident)
    assert "<script" not in item.html
    assert "\x00" not in item.html + item.text + item.title
    assert "\u202e" not in item.html + item.text + item.title
    for body in (documents.rss(a_feed(item)), documents.atom(a_feed(item))):
        assert not feedparser.parse(body).bozo


def test_atom_title_is_plain_text() -> None:
    title = "a <b>b</b> & c"
    parsed = feedparser.parse(documents.atom(a_feed(item_of(an_incident(title=title)))))
    assert parsed.entries[0].title_detail.type == "text/plain"
    assert parsed.entries[0].title == title


def test_readers_find_times_ids_and_links() -> None:
    incident = an_incident(updated_at=NOON + timedelta(hours=1))
    for render in (documents.rss, documents.atom):
        parsed = feedparser.parse(render(a_feed(item_of(incident))))
        [entry] = parsed.entries
        assert entry.id == "tag:status.acme.example,2026:incident/abc"
        assert entry.link == "https://status.acme.example:8443/incidents/abc"
        assert entry.published_parsed[:5] == (2026, 7, 1, 12, 0)
        assert entry.updated_parsed[:5] == (2026, 7, 1, 13, 0)
        assert parsed.feed.link == f"{SITE.url}/"
        assert parsed.feed.updated_parsed[:5] == (2026, 7, 1, 13, 0)


def test_rss_guid_is_not_a_link_and_the_channel_links_to_the_page() -> None:
    channel = etree.fromstring(documents.rss(a_feed(item_of(an_incident())))).find("channel")
    assert channel.find("item/guid").get("isPermaLink") == "false"
    assert channel.findtext("link") == f"{SITE.url}/"
    assert channel.find(f"{ATOM}link").get("href") == f"{SITE.url}/feeds/all.rss"
    assert channel.findtext("lastBuildDate") == "Wed, 01 Jul 2026 12:00:00 +0000"


def test_items_keep_the_order_they_are_given_in() -> None:
    items = [item_of(an_incident(key=f"k{number}")) for number in range(3)]
    feed = a_feed(*items)
    wanted = [item.id for item in items]
    for read, body in (
        (rss_items, documents.rss(feed)),
        (atom_items, documents.atom(feed)),
        (json_items, documents.json_feed(feed)),
    ):
        assert [item["id"] for item in read(body)] == wanted


def test_empty_feed_is_valid_and_has_a_constant_time() -> None:
    assert not feedparser.parse(documents.rss(a_feed())).bozo
    atom = documents.atom(a_feed())
    assert etree.fromstring(atom).findtext(f"{ATOM}updated") == "2026-01-01T00:00:00+00:00"
    assert json.loads(documents.json_feed(a_feed()))["items"] == []


def test_json_feed_carries_what_version_1_1_asks_for() -> None:
    document = json.loads(documents.json_feed(a_feed(item_of(an_incident()))))
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["feed_url"] == f"{SITE.url}/feeds/all.json"
    assert document["home_page_url"] == f"{SITE.url}/"
    [item] = document["items"]
    assert item["tags"] == ["incident", "API", "Web"]
    assert item["authors"] == [{"name": "Ada"}]
    assert item["summary"] == "Investigating: We are looking."
    assert item["date_published"] == "2026-07-01T12:00:00Z"
    assert item["_statuspage"] == {
        "kind": "incident",
        "status": "investigating",
        "impact": "minor",
        "components": [{"id": "api", "name": "API"}, {"id": "web", "name": "Web"}],
    }


def test_current_atom_links_back_and_is_no_archive() -> None:
    body = documents.atom(a_feed(item_of(an_incident()), previous=2))
    assert atom_links(body) == {
        "self": f"{SITE.url}/feeds/all.atom",
        "prev-archive": f"{SITE.url}/feeds/all/archive/2.atom",
        "alternate": f"{SITE.url}/",
    }
    assert etree.fromstring(body).find(ARCHIVE) is None


def test_archive_is_marked_and_links_both_ways() -> None:
    body = documents.atom(a_feed(item_of(an_incident()), archive=2, previous=1, following=3))
    assert etree.fromstring(body).find(ARCHIVE) is not None
    assert atom_links(body) == {
        "self": f"{SITE.url}/feeds/all/archive/2.atom",
        "prev-archive": f"{SITE.url}/feeds/all/archive/1.atom",
        "next-archive": f"{SITE.url}/feeds/all/archive/3.atom",
        "current": f"{SITE.url}/feeds/all.atom",
        "alternate": f"{SITE.url}/",
    }
