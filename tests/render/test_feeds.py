"""Feeds as documents: valid in every form, the same in every form, and deterministic."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from statuspage.domain.incidents.incident import Change, Incident, Update
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status
from statuspage.render import feeds
from statuspage.render.feed_content import incident_item, update_item
from statuspage.render.feed_entries import entry_item
from statuspage.render.feeds import Feed, Item
from statuspage.render.passages import tag

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
SITE = Site(
    "Acme Status",
    "https://status.acme.example:8443",
    "Europe/London",
    "en",
    "",
    "",
    False,
    "status.acme.example",
)
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


def an_update(**given: Any) -> Update:
    facts: dict[str, Any] = {
        "key": "u1",
        "status": Status.INVESTIGATING,
        "body": "We are **looking**.",
        "html": "<p>We are <strong>looking</strong>.</p>",
        "at": NOON,
        "entered_at": NOON,
        "updated_at": NOON,
        "author": "ada",
        "next_due": None,
        "keeps_status": False,
    }
    return Update(**facts | given)


def an_incident(**given: Any) -> Incident:
    facts: dict[str, Any] = {
        "number": 1,
        "key": "abc",
        "kind": Kind.INCIDENT,
        "title": "Slow answers",
        "status": Status.INVESTIGATING,
        "impact": Impact.MINOR,
        "owner": "Ada",
        "started_at": NOON,
        "entered_at": NOON,
        "updated_at": NOON,
        "resolved_at": None,
        "next_due": None,
        "impact_from": None,
        "impact_until": None,
        "scheduled_for": None,
        "scheduled_until": None,
        "origin": "",
        "updates": (an_update(),),
        "components": (("api", "API"), ("web", "Web")),
        "declared": {},
    }
    return Incident(**facts | given)


def an_entry(kind: EntryKind = EntryKind.CHANGELOG, **given: Any) -> Entry:
    facts: dict[str, Any] = {
        "kind": kind,
        "slug": "2026-07-01-search",
        "title": "Faster search",
        "at": NOON,
        "details": {"type": "changed", "components": ["api"]},
        "body": "Search is faster.",
        "html": "<p>Search is faster.</p>",
        "file": "",
        "published_at": NOON,
        "updated_at": NOON,
        "withdrawn_at": None,
        "revision": 1,
    }
    return Entry(**facts | given)


def item_of(incident: Incident) -> Item:
    return incident_item(SITE, incident, incident.started_at, "We are looking.")


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
    assert rss_items(feeds.rss(feed)) == expected
    assert atom_items(feeds.atom(feed)) == expected
    assert json_items(feeds.json_feed(feed)) == expected


@settings(max_examples=20)
@given(st.lists(incidents, max_size=3))
def test_the_same_facts_give_the_same_bytes(found: list[Incident]) -> None:
    for render in (feeds.rss, feeds.atom, feeds.json_feed):
        first = render(a_feed(*map(item_of, found)))
        assert first == render(a_feed(*map(item_of, found)))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    incident = an_incident(title=text, owner=text, components=(("api", text),))
    item = item_of(incident)
    assert "<script" not in item.html
    assert "\x00" not in item.html + item.text + item.title
    assert "\u202e" not in item.html + item.text + item.title
    for body in (feeds.rss(a_feed(item)), feeds.atom(a_feed(item))):
        assert not feedparser.parse(body).bozo


def test_atom_title_is_plain_text() -> None:
    title = "a <b>b</b> & c"
    parsed = feedparser.parse(feeds.atom(a_feed(item_of(an_incident(title=title)))))
    assert parsed.entries[0].title_detail.type == "text/plain"
    assert parsed.entries[0].title == title


def test_readers_find_times_ids_and_links() -> None:
    incident = an_incident(updated_at=NOON + timedelta(hours=1))
    for render in (feeds.rss, feeds.atom):
        parsed = feedparser.parse(render(a_feed(item_of(incident))))
        [entry] = parsed.entries
        assert entry.id == "tag:status.acme.example,2026:incident/abc"
        assert entry.link == "https://status.acme.example:8443/incidents/abc"
        assert entry.published_parsed[:5] == (2026, 7, 1, 12, 0)
        assert entry.updated_parsed[:5] == (2026, 7, 1, 13, 0)
        assert parsed.feed.link == f"{SITE.url}/"
        assert parsed.feed.updated_parsed[:5] == (2026, 7, 1, 13, 0)


def test_rss_guid_is_not_a_link_and_the_channel_links_to_the_page() -> None:
    channel = etree.fromstring(feeds.rss(a_feed(item_of(an_incident())))).find("channel")
    assert channel.find("item/guid").get("isPermaLink") == "false"
    assert channel.findtext("link") == f"{SITE.url}/"
    assert channel.find(f"{ATOM}link").get("href") == f"{SITE.url}/feeds/all.rss"
    assert channel.findtext("lastBuildDate") == "Wed, 01 Jul 2026 12:00:00 +0000"


def test_items_keep_the_order_they_are_given_in() -> None:
    items = [item_of(an_incident(key=f"k{number}")) for number in range(3)]
    feed = a_feed(*items)
    wanted = [item.id for item in items]
    for read, body in (
        (rss_items, feeds.rss(feed)),
        (atom_items, feeds.atom(feed)),
        (json_items, feeds.json_feed(feed)),
    ):
        assert [item["id"] for item in read(body)] == wanted


def test_empty_feed_is_valid_and_has_a_constant_time() -> None:
    assert not feedparser.parse(feeds.rss(a_feed())).bozo
    atom = feeds.atom(a_feed())
    assert etree.fromstring(atom).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"
    assert json.loads(feeds.json_feed(a_feed()))["items"] == []


def test_json_feed_carries_what_version_1_1_asks_for() -> None:
    document = json.loads(feeds.json_feed(a_feed(item_of(an_incident()))))
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
    body = feeds.atom(a_feed(item_of(an_incident()), previous=2))
    assert atom_links(body) == {
        "self": f"{SITE.url}/feeds/all.atom",
        "prev-archive": f"{SITE.url}/feeds/all/archive/2.atom",
        "alternate": f"{SITE.url}/",
    }
    assert etree.fromstring(body).find(ARCHIVE) is None


def test_archive_is_marked_and_links_both_ways() -> None:
    body = feeds.atom(a_feed(item_of(an_incident()), archive=2, previous=1, following=3))
    assert etree.fromstring(body).find(ARCHIVE) is not None
    assert atom_links(body) == {
        "self": f"{SITE.url}/feeds/all/archive/2.atom",
        "prev-archive": f"{SITE.url}/feeds/all/archive/1.atom",
        "next-archive": f"{SITE.url}/feeds/all/archive/3.atom",
        "current": f"{SITE.url}/feeds/all.atom",
        "alternate": f"{SITE.url}/",
    }


def test_incident_tells_its_words_newest_first_in_the_zone_of_the_site() -> None:
    later = NOON + timedelta(minutes=10)
    updates = (
        an_update(key="u2", body="Found.", html="<p>Found.</p>", at=later, entered_at=later),
        an_update(next_due=NOON + timedelta(minutes=30)),
    )
    text = item_of(an_incident(updates=updates)).text
    assert text.index("1 July 2026, 13:10 BST") < text.index("1 July 2026, 13:00 BST")
    assert text.index("Found.") < text.index("We are **looking**.")
    assert "Next update by 1 July 2026, 13:30 BST." in text
    assert "Minor impact: API, Web" in text
    assert "Owner: Ada" in text


def test_incident_tells_changes_of_components_in_words() -> None:
    changes = (
        Change("api", "API", *[ComponentState.MAJOR_OUTAGE] * 3),
        Change("web", "Web", *[ComponentState.OPERATIONAL] * 3),
        Change(
            "db",
            "Data",
            ComponentState.DEGRADED,
            ComponentState.OPERATIONAL,
            ComponentState.DEGRADED,
        ),
    )
    html = item_of(an_incident(updates=(an_update(changes=changes),))).html
    assert "API: still major outage." in html
    assert "Data: from operational to degraded performance." in html
    assert "Web:" not in html


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (Status.FALSE_ALARM, "False alarm: Slow answers"),
        (Status.CANCELLED, "Cancelled: Slow answers"),
        (Status.RESOLVED, "Slow answers"),
    ],
)
def test_title_says_when_it_turned_out_not_to_be(status: Status, title: str) -> None:
    assert item_of(an_incident(status=status)).title == title


def test_backdated_incident_and_word_say_so() -> None:
    entered = NOON + timedelta(days=1)
    words = an_update(key="u2", entered_at=NOON + timedelta(days=2))
    incident = an_incident(entered_at=entered, updates=(words, an_update(entered_at=entered)))
    item = item_of(incident)
    assert item.text.count("Added afterwards on 2 July 2026, 13:00 BST.") == 1
    assert item.text.count("Added afterwards on 3 July 2026, 13:00 BST.") == 1
    alone = update_item(SITE, incident, incident.updates[1], "")
    assert "Added afterwards on 2 July 2026, 13:00 BST." in alone.text


def test_imported_incident_names_its_source_as_a_link_only_when_it_is_one() -> None:
    entered = NOON + timedelta(days=1)
    html = item_of(an_incident(origin="https://old.example/1?a=1&b=2", entered_at=entered)).html
    assert '<a href="https://old.example/1?a=1&amp;b=2">' in html
    assert "Added afterwards" not in html
    assert "<a " not in item_of(an_incident(origin="javascript:alert(1)")).html


def test_maintenance_tells_its_window() -> None:
    incident = an_incident(
        kind=Kind.MAINTENANCE,
        scheduled_for=NOON + timedelta(days=1),
        scheduled_until=NOON + timedelta(days=1, hours=2),
    )
    assert "Planned for 2 July 2026, 13:00 to 15:00 BST." in item_of(incident).text


def test_incident_tells_when_its_impact_was_felt() -> None:
    start, end = NOON - timedelta(hours=2), NOON + timedelta(minutes=5)
    assert "Impact since 1 July 2026, 11:00 BST." in item_of(an_incident(impact_from=start)).text
    over = an_incident(impact_from=start, impact_until=end)
    assert "Impact: 1 July 2026, 11:00 to 13:05 BST, 2 h 5 min." in item_of(over).text


def test_links_inside_the_site_become_absolute_and_words_stay() -> None:
    html = '<a href="/incidents/x" rel="n">x</a> &lt;a href="/y"&gt; <a href="//cdn.example/">z</a>'
    found = item_of(an_incident(updates=(an_update(html=html),))).html
    assert f'<a href="{SITE.url}/incidents/x" rel="n">' in found
    assert '&lt;a href="/y"&gt;' in found
    assert '<a href="//cdn.example/">' in found


def test_update_item_does_not_change_with_what_is_said_later() -> None:
    first = an_update()
    before = an_incident(updates=(first,))
    after = an_incident(
        updates=(an_update(key="u2", status=Status.FALSE_ALARM), first),
        status=Status.FALSE_ALARM,
        impact=Impact.CRITICAL,
        updated_at=NOON + timedelta(hours=5),
    )
    assert update_item(SITE, before, first, "s") == update_item(SITE, after, first, "s")


def test_update_item_has_an_id_title_and_place_of_its_own() -> None:
    item = update_item(SITE, an_incident(), an_update(keeps_status=True), "We are looking.")
    assert item.id == "tag:status.acme.example,2026:update/u1"
    assert item.title == "Update: Slow answers"
    assert item.url == f"{SITE.url}/incidents/abc#update-u1"
    assert (item.published, item.updated) == (NOON, NOON)


def test_long_summary_is_cut_short() -> None:
    summary = update_item(SITE, an_incident(), an_update(), "y" * 10_000).summary
    assert len(summary) == 300
    assert summary.endswith("…")


def test_change_names_its_type_and_components() -> None:
    item = entry_item(SITE, an_entry(), NOON, {"api": "API"}, "Search is faster.")
    assert item.id == "tag:status.acme.example,2026:changelog/2026-07-01-search"
    assert item.text == "Changed: API\n\nSearch is faster."
    assert item.tags == ("changelog", "changed", "API")


def test_withdrawn_entry_says_so_and_keeps_its_words() -> None:
    gone = replace(an_entry(), withdrawn_at=NOON + timedelta(days=1))
    item = entry_item(SITE, gone, NOON, {"api": "API"}, "")
    assert item.title == "Withdrawn: Faster search"
    assert item.text.startswith("This entry was withdrawn on 2 July 2026, 13:00 BST.")
    assert "Search is faster." in item.text
    assert item.details["status"] == "withdrawn"


def test_outcome_tells_what_was_said_and_done() -> None:
    details = {
        "said": "Answer at weekends <3",
        "heard": 12,
        "channel": "mail",
        "period": "2026 Q2",
        "state": "declined",
        "did": None,
        "reason": "Too few of us",
        "evidence": ["/changelog/x", "https://acme.example/a"],
    }
    entry = an_entry(EntryKind.OUTCOME, details=details)
    item = entry_item(SITE, entry, NOON, {}, "")
    assert "You said: Answer at weekends &lt;3" in item.html
    assert "(heard 12 times, mail, 2026 Q2)" in item.text
    assert "Why not: Too few of us" in item.text
    assert "We did" not in item.text
    assert f'<a href="{SITE.url}/changelog/x">' in item.html
    assert item.tags == ("outcomes", "declined")
