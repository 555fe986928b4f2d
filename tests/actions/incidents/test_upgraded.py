"""Imports of version 0.1.0 without an address: told as imported from the next sync on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.incidents.timeline import CleanUpdate, begin, finish, with_word
from statuspage.actions.sync import sync
from statuspage.content.markdown import to_html
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.record.replay import replay
from statuspage.domain.vocabulary.states import Impact, Kind, Status
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.published import record

START = datetime(2026, 7, 1, 10, tzinfo=UTC)
TAKEN = START + timedelta(days=60)


def former(author: str) -> str:
    """An incident as that version wrote it, 60 days after its only word."""
    with clock.standing_at(TAKEN), db.transaction():
        values = {"impact": Impact.MAJOR, "entered_at": TAKEN}
        incident = begin(Kind.INCIDENT, "Slow", Status.RESOLVED, START, values)
        word = CleanUpdate(Status.RESOLVED, "Over.", "Over.", START, TAKEN, START, author)
        incident = with_word(incident, word, [])
        return finish(incident, None, Actor(author), TAKEN).key


def recorded(key: str) -> Incident:
    return replay(record.some(0, record.size()), to_html).incidents[key]


def test_former_import_is_told_as_one_in_store_and_record(store: Path) -> None:
    key = former("import")
    assert incidents.by_key(key).announced_at == TAKEN
    sync(store / "config.toml", {})
    for told in (incidents.by_key(key), recorded(key)):
        assert told.is_imported
        assert told.announced_at == START
        assert not told.has_changes
    size = record.size()
    sync(store / "config.toml", {})
    assert record.size() == size


def test_word_of_staff_stays_theirs(store: Path) -> None:
    key = former("ada")
    sync(store / "config.toml", {})
    assert not incidents.by_key(key).is_imported
