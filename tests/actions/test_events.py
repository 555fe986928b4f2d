"""Events: one for each entry of the record, quiet where nobody may be sent anything."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage import clock
from statuspage.actions.entries import withdraw_entry, write_entry
from statuspage.actions.erasure import erase
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.imported import take_incidents
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.sync import sync
from statuspage.domain.desk.audit import Via
from statuspage.domain.record.event import Event
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.errors import Conflict
from statuspage.imports import jsonl
from statuspage.store import backup, restoring
from statuspage.store.published import record
from statuspage.store.restoring import By
from statuspage.store.tables.base import database
from statuspage.store.tables.record import Event as Row

ADA = Actor("ada")
DOWN = {"api": ComponentState.MAJOR_OUTAGE}
UTC_ZONE = ZoneInfo("UTC")


def since(entry: int) -> list[Event]:
    """The events from an entry of the record on, the oldest first."""
    rows = Row.select().where(Row.entry >= entry).order_by(Row.entry)
    return [Event(row.entry, row.subject, row.is_quiet, row.at) for row in rows]


def told(first: int) -> list[tuple[str, bool]]:
    """Kind of subject and whether it is quiet, from an entry on."""
    return [(event.subject.partition("/")[0], event.is_quiet) for event in since(first)]


def test_incident_and_each_word_are_events_beside_their_entries(store: Path) -> None:
    first = record.size()
    incident = open_incident("Down", NewUpdate("It is down.", components=DOWN), ADA)
    post_update(incident.key, NewUpdate("It is up.", Status.RESOLVED), ADA)
    assert told(first) == [("incident", False), ("update", False), ("update", False)]
    entry = record.some(first, 1)[0]
    assert since(first)[0] == Event(first, entry.subject, False, entry.at)


def test_set_up_of_the_site_is_quiet_and_a_promise_is_news(store: Path) -> None:
    assert told(0) == [("site", True), *[("component", True)] * 3, ("sla", False)]
    size = record.size()
    sync(store / "config.toml", {})
    assert told(size) == []


def test_refused_action_leaves_no_event(store: Path) -> None:
    incident = open_incident("Down", NewUpdate("It is down.", Status.RESOLVED), ADA)
    size = record.size()
    with pytest.raises(Conflict):
        post_update(incident.key, NewUpdate("No.", Status.MONITORING), ADA)
    assert told(size) == []


def test_word_dated_back_is_quiet_with_all_it_changes(store: Path) -> None:
    now = clock.now()
    with clock.standing_at(now - timedelta(hours=5)):
        incident = open_incident("Down", NewUpdate("It is down."), ADA)
    first = record.size()
    back = now - timedelta(hours=3)
    post_update(incident.key, NewUpdate("It was bad.", components=DOWN, posted_at=back), ADA)
    assert {quiet for _, quiet in told(first)} == {True}
    assert len(told(first)) == 2  # the word, and the incident whose impact grew
    first = record.size()
    soon = now - timedelta(minutes=5)
    post_update(incident.key, NewUpdate("It gets better.", posted_at=soon), ADA)
    assert told(first) == [("update", False)]


def test_imported_history_is_quiet_also_where_it_is_young(store: Path) -> None:
    now = clock.now()
    post = {"at": now.isoformat(), "status": "Resolved", "message": "It was down."}
    line = json.dumps({"title": "Down", "updates": [post]}).encode()
    first = record.size()
    outcome = take_incidents(jsonl.read(line, "history.jsonl", UTC_ZONE, now))
    assert outcome.taken == 1
    assert told(first) == [("incident", True), ("update", True)]


def test_old_entry_is_quiet_and_its_change_is_news(store: Path) -> None:
    first = record.size()
    front = {"title": "Faster", "date": "2020-01-02", "type": "changed"}
    entry = write_entry(EntryKind.CHANGELOG, front, "It is.", ADA, zone=UTC_ZONE)
    assert told(first) == [("changelog", True)]
    withdraw_entry(EntryKind.CHANGELOG, entry.slug, "It is not.", ADA)
    assert told(first) == [("changelog", True), ("changelog", False)]


def test_erasure_is_quiet(store: Path) -> None:
    incident = open_incident("Down", NewUpdate("Ada Lovelace broke it."), ADA)
    first = record.size()
    subject = UPDATE.subject(incident.updates[0].key)
    erase(subject, {"body": "It broke."}, "a name", ADA, zone=UTC_ZONE)
    assert told(first)
    assert {quiet for _, quiet in told(first)} == {True}


@pytest.mark.sqlite("restored over what is there")
def test_restored_store_has_no_news(store: Path, tmp_path: Path) -> None:
    open_incident("Down", NewUpdate("It is down."), ADA)
    backup.backup(tmp_path / "copy")
    restoring.restore(tmp_path / "copy", By("ada", Via.COMMAND_LINE, "backup/copy", {}))
    assert {event.is_quiet for event in since(0)} == {True}
    assert len(since(0)) == record.size()


def test_event_can_be_claimed_once_by_a_column_added_later(store: Path) -> None:
    database.execute_sql('ALTER TABLE "event" ADD COLUMN "claimed_at" INTEGER')
    claim = 'UPDATE "event" SET "claimed_at" = 1 WHERE "entry" = 0 AND "claimed_at" IS NULL'
    taken = [database.execute_sql(claim).rowcount for _ in range(2)]
    assert taken == [1, 0]
    assert since(0)[0].at <= datetime.now(UTC)
    database.execute_sql('ALTER TABLE "event" DROP COLUMN "claimed_at"')
