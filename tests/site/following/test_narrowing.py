"""Feeds that a filter narrows: what they list, what they are called, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from icalendar import Calendar
from lxml import etree

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.domain.telling.filter import SEVERITIES, Filter
from statuspage.domain.telling.news import News, NewsKind
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import ComponentState, Impact, Status
from statuspage.errors import InvalidInput
from statuspage.site import catalogue
from tests.helpers.library import SITE
from tests.helpers.pages import rendered
from tests.helpers.telling import ADA, NOON, opened, posted, resolved

ATOM = "{http://www.w3.org/2005/Atom}"
PLATFORM = ("platform",)
MAJOR = ComponentState.MAJOR_OUTAGE


def change(minutes: int, title: str, sort: str, *components: str, **more: Any) -> None:
    front = {"title": title, "type": sort, "components": components, "date": "2026-07-01", **more}
    with clock.standing_at(NOON + timedelta(minutes=minutes)):
        write_entry(EntryKind.CHANGELOG, front, "Words.", ADA, zone=SITE.zone)


def fill() -> dict[str, News]:
    """Some of each kind; what each is about, by the title of its item."""
    key = opened(0, "It was worse", components={"api": MAJOR}).key
    posted(10, key, components={"api": ComponentState.DEGRADED})
    resolved(20, opened(1, "Slow", components={"docs": ComponentState.DEGRADED}).key)
    opened(2, "Both", components={"api": ComponentState.PARTIAL_OUTAGE, "search": MAJOR})
    with clock.standing_at(NOON):
        times = NOON + timedelta(days=1), NOON + timedelta(days=2)
        schedule_maintenance("New disks", "Words.", *times, ["search"], ADA)
    change(3, "Old keys", "deprecated", "api")
    change(4, "New answers", "changed", "docs", breaking=True)
    change(5, "Quicker", "fixed")
    base = News("", 1, NOON, NewsKind.INCIDENTS, "")
    news, work = (replace(base, kind=kind) for kind in (NewsKind.CHANGELOG, NewsKind.MAINTENANCE))
    return {
        "It was worse": replace(base, components=("api",), impact=Impact.CRITICAL, groups=PLATFORM),
        "Slow": replace(base, components=("docs",), impact=Impact.MINOR),
        "Both": replace(base, components=("api", "search"), impact=Impact.MAJOR, groups=PLATFORM),
        "New disks": replace(work, components=("search",), groups=PLATFORM),
        "Old keys": replace(news, components=("api",), is_breaking=True, groups=PLATFORM),
        "New answers": replace(news, components=("docs",), is_breaking=True),
        "Quicker": news,
    }


def told(path: str, wanted: Filter) -> dict[str, Any]:
    found = catalogue.find(path)
    assert found is not None
    body = catalogue.render(replace(found, wanted=wanted)).body
    document: dict[str, Any] = json.loads(body)
    return document


def titles(document: dict[str, Any]) -> set[str]:
    return {item["title"] for item in document["items"]}


def filters() -> list[Filter]:
    chosen = [(), ("api",), ("docs", "search")]
    kinds = [(), (NewsKind.INCIDENTS,), (NewsKind.CHANGELOG, NewsKind.MAINTENANCE)]
    every = product(chosen, [(), ("platform",)], kinds, [None, *SEVERITIES[::2]], [True, False])
    return [
        Filter(frozenset(c), frozenset(g), frozenset(), frozenset(k), severity, breaking)
        for c, g, k, severity, breaking in every
    ]


def test_feed_lists_what_the_filter_takes_and_nothing_else(store: Path) -> None:
    known = fill()
    for wanted in filters():
        found = titles(told("/feeds/all.json", wanted)) - {"New promise: API availability"}
        assert found == {title for title, news in known.items() if wanted.takes(news)}, wanted


def test_each_word_is_taken_by_what_its_incident_touched(store: Path) -> None:
    fill()
    only = Filter(frozenset({"api"}), severity=Impact.CRITICAL)
    assert titles(told("/updates.json", only)) == {
        "Investigating: It was worse",
        "Update: It was worse",
    }


def test_narrowed_feed_has_a_name_and_an_address_of_its_own(store: Path) -> None:
    fill()
    wanted = Filter(frozenset({"api"}), severity=Impact.MAJOR)
    query = urlencode(wanted.to_query())
    assert query == "component=api&severity=major"
    document = told("/feeds/all.json", wanted)
    assert document["title"] == "Acme Cloud: Everything (API, Major impact or worse)"
    assert document["feed_url"] == f"https://status.acme.example/feeds/all.json?{query}"
    found = catalogue.find("/feeds/all.atom")
    assert found is not None
    root = etree.fromstring(catalogue.render(replace(found, wanted=wanted)).body)
    whole = etree.fromstring(rendered("/feeds/all.atom").body)
    assert root.findtext(f"{ATOM}id") == f"{whole.findtext(f'{ATOM}id')}?{query}"
    assert {one.get("rel") for one in root.iterfind(f"{ATOM}link")} == {"self", "alternate"}
    ids = {one.text for one in root.iterfind(f"{ATOM}entry/{ATOM}id")}
    assert ids < {one.text for one in whole.iterfind(f"{ATOM}entry/{ATOM}id")}


def test_calendar_is_narrowed_alike(store: Path) -> None:
    fill()
    for component, count in (("search", 1), ("docs", 0)):
        found = catalogue.find("/maintenance.ics")
        assert found is not None
        page = catalogue.render(replace(found, wanted=Filter(frozenset({component}))))
        assert len(Calendar.from_ical(page.body).walk("VEVENT")) == count


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Filter(frozenset({"api", "nothing"})), "component: There is no component 'nothing'."),
        (Filter(groups=frozenset({"api"})), "group: There is no group 'api'."),
        (Filter(incidents=frozenset({"x"})), "incident: There is no incident 'x'."),
    ],
)
def test_what_is_not_there_is_refused(store: Path, wanted: Filter, words: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        told("/feeds/all.json", wanted)
    assert str(refused.value) == words


def test_feeds_of_what_breaks_and_of_what_goes_away(store: Path) -> None:
    fill()
    everything = Filter()
    assert titles(told("/feeds/breaking.json", everything)) == {"Old keys", "New answers"}
    assert titles(told("/feeds/notices.json", everything)) == {"Old keys"}
    item = told("/feeds/breaking.json", everything)["items"][0]
    assert "breaking" in item["tags"]
    assert "This may break what you built on it." in item["content_text"]


def test_archives_of_what_breaks_count_it_alone(store: Path) -> None:
    for number in range(101):
        change(number, f"Entry {number}", "removed" if number % 2 else "fixed", "api")
    change(200, "Entry 200", "removed")
    current = told("/feeds/breaking.json", Filter())
    assert titles(current) == {f"Entry {number}" for number in (*range(3, 101, 2), 200)}
    root = etree.fromstring(rendered("/feeds/breaking/archive/1.atom").body)
    found = [one.text for one in root.iterfind(f"{ATOM}entry/{ATOM}title")]
    assert found == [f"Entry {number}" for number in range(99, 0, -2)]


def test_one_file_names_every_feed(store: Path) -> None:
    root = etree.fromstring(rendered("/feeds.opml").body)
    outlines = [dict(one.attrib) for one in root.iterfind("body/outline")]
    assert outlines[0]["xmlUrl"] == "https://status.acme.example/updates.atom"
    assert outlines[-1]["xmlUrl"] == "https://status.acme.example/components/docs.atom"
    for one in outlines:
        path = one["xmlUrl"].removeprefix("https://status.acme.example")
        feed = etree.fromstring(rendered(path).body)
        assert feed.findtext(f"{ATOM}title") == one["title"]
    german = rendered("/feeds.opml").content_type
    assert german == "text/x-opml; charset=utf-8"


def test_resolution_of_what_one_was_told_of_is_told(store: Path) -> None:
    key = opened(0, "Bad", components={"api": MAJOR}).key
    posted(5, key, components={"api": ComponentState.DEGRADED})
    resolved(9, key)
    found = told("/updates.json", Filter(severity=Impact.CRITICAL))
    assert found["items"][0]["_statuspage"]["status"] == Status.RESOLVED
