"""Facts for feeds: an update, an incident and an entry, each with what a test changes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.states import Impact, Kind, Status
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.incidents import incident_item

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
