"""One subject says the same on its page, in RSS, Atom and JSON Feed: ids, titles, words, times."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from statuspage.store import settings as current
from tests.helpers.pages import rendered

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
ADA = Actor("ada")
ATOM = "{http://www.w3.org/2005/Atom}"
TEXTS = [
    "Search is slow",
    "<script>alert(1)</script> & <b>bold</b> 'quoted' \"twice\"",
    "]]> <![CDATA[x]]> &amp; &lt;",
    "a\x07b\x00c\x0bd",
    "\u200fשלום\u200e and \u202etxt.exe\u202c",
    "rocket \U0001f680 and \U00020000",
    "y" * 10_000,
    "# head\n\n* one\n* two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[link](https://a.example/?x=1&y=2)",
]


@dataclass(frozen=True)
class Told:
    """What one channel says of a subject."""

    id: str
    url: str
    title: str
    html: str
    published: datetime
    updated: datetime

    @property
    def words(self) -> str:
        return words_of(self.html)


def words_of(markup: str) -> str:
    """The text of some HTML with every run of white space as one blank."""
    return " ".join(html.fromstring(f"<div>{markup}</div>").text_content().split())


def render(path: str) -> bytes:
    """What the catalogue gives for an address."""
    return rendered(path).body


def in_rss(path: str) -> list[Told]:
    return [
        Told(
            item.findtext("guid"),
            item.findtext("link"),
            item.findtext("title"),
            item.findtext("description"),
            parsedate_to_datetime(item.findtext("pubDate")),
            datetime.fromisoformat(item.findtext(f"{ATOM}updated")),
        )
        for item in etree.fromstring(render(f"{path}.rss")).iter("item")
    ]


def in_atom(path: str) -> list[Told]:
    return [
        Told(
            entry.findtext(f"{ATOM}id"),
            entry.find(f"{ATOM}link").get("href"),
            entry.findtext(f"{ATOM}title"),
            entry.findtext(f"{ATOM}content"),
            datetime.fromisoformat(entry.findtext(f"{ATOM}published")),
            datetime.fromisoformat(entry.findtext(f"{ATOM}updated")),
        )
        for entry in etree.fromstring(render(f"{path}.atom")).iter(f"{ATOM}entry")
    ]


def in_json(path: str) -> list[Told]:
    return [
        Told(
            item["id"],
            item["url"],
            item["title"],
            item["content_html"],
            datetime.fromisoformat(item["date_published"]),
            datetime.fromisoformat(item["date_modified"]),
        )
        for item in json.loads(render(f"{path}.json"))["items"]
    ]


def told_alike(path: str) -> list[Told]:
    """What a feed tells, after making sure that its three forms tell the same."""
    told = in_json(path)
    assert in_rss(path) == told
    assert in_atom(path) == told
    return told


def stamp(instant: datetime) -> str:
    return f'datetime="{instant:%Y-%m-%dT%H:%M:%SZ}"'


def an_incident(text: str) -> Incident:
    """Two words, the second with a promise and a change of a component."""
    with clock.standing_at(NOON):
        states = {"api": ComponentState.MAJOR_OUTAGE}
        first = open_incident(text, NewUpdate(text, components=states, owner=text[:100]), ADA)
    with clock.standing_at(NOON + timedelta(minutes=7)):
        second = NewUpdate(
            f"Found it. {text}",
            Status.IDENTIFIED,
            {"api": ComponentState.DEGRADED},
            next_due=NOON + timedelta(minutes=40),
        )
        return post_update(first.key, second, ADA)


def require_same_words(incident: Incident, page: str, channels: list[str]) -> None:
    """Each update's words and times stand on the page and in every channel."""
    for update in incident.updates:
        said = words_of(update.html)
        for markup in (page, *channels):
            assert said in words_of(markup)
            assert stamp(update.at) in markup
            if update.next_due is not None:
                assert stamp(update.next_due) in markup


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_incident_says_the_same_everywhere(store: Path, text: str) -> None:
    incident = an_incident(text)
    for path in ("/feeds/all", "/feeds/incidents", "/components/api"):
        [told] = told_alike(path)
        with clock.standing_at(NOON + timedelta(minutes=8)):
            page = render(incident.path).decode()
        assert told.url == f"https://status.acme.example{incident.path}"
        assert told.id == f"tag:status.acme.example,2026:incident/{incident.key}"
        assert told.title == incident.title
        assert " ".join(incident.title.split()) in words_of(page)
        assert (told.published, told.updated) == (incident.started_at, incident.updated_at)
        require_same_words(incident, page, [told.html])


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_each_update_says_the_same_as_on_the_page(store: Path, text: str) -> None:
    incident = an_incident(text)
    page = render(incident.path).decode()
    told = told_alike("/updates")
    assert [item.id.rpartition("/")[2] for item in told] == [u.key for u in incident.updates]
    for item, update in zip(told, incident.updates, strict=True):
        assert item.title == f"{update.label}: {incident.title}"
        assert (item.published, item.updated) == (update.at, update.updated_at)
        assert words_of(update.html) in item.words
        assert f'id="{item.url.rpartition("#")[2]}"' in page


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_maintenance_says_the_same_everywhere(store: Path, text: str) -> None:
    start, end = NOON + timedelta(days=3), NOON + timedelta(days=3, hours=2)
    with clock.standing_at(NOON):
        planned = schedule_maintenance(text, text, start, end, ["docs"], ADA)
        page = render(planned.path).decode()
    for path in ("/feeds/all", "/feeds/maintenance", "/components/docs"):
        [told] = told_alike(path)
        assert told.title == planned.title
        assert stamp(start) in told.html
        assert stamp(end) in told.html
        assert stamp(start) in page
        assert stamp(end) in page
        require_same_words(planned, page, [told.html])


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
@pytest.mark.parametrize("kind", [EntryKind.CHANGELOG, EntryKind.OUTCOME])
def test_written_entry_says_the_same_everywhere(store: Path, kind: EntryKind, text: str) -> None:
    entry = write(kind, text)
    page = render(entry.path).decode()
    for path in ("/feeds/all", f"/feeds/{kind}"):
        [told] = told_alike(path)
        assert told.url == f"https://status.acme.example{entry.path}"
        state = "Doing: " if kind is EntryKind.OUTCOME else ""
        assert told.title == f"{state}{entry.title}"
        assert words_of(entry.html) in told.words
        assert words_of(entry.html) in words_of(page)
        assert " ".join(entry.title.split()) in words_of(page)


def write(kind: EntryKind, text: str) -> Entry:
    fronts: dict[EntryKind, dict[str, Any]] = {
        EntryKind.CHANGELOG: {"type": "fixed", "components": ["api"]},
        EntryKind.OUTCOME: {"said": "Please mend it", "state": "doing"},
    }
    with db.snapshot():
        zone = current.site().zone
    with clock.standing_at(NOON):
        front = fronts[kind] | {"title": text[:200], "date": "2026-07-01"}
        return write_entry(kind, front, text, ADA, zone=zone)
