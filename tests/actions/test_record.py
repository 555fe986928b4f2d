"""The record: every published fact enters it in the transaction that publishes it, once."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from peewee import IntegrityError

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.actions.record import note_erasure
from statuspage.actions.sync import sync
from statuspage.domain.record import tree
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.record.note import Signer
from statuspage.domain.record.recorded import Statement, mismatch
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.errors import Conflict, StatusPageError
from statuspage.store import db
from statuspage.store.published import record
from statuspage.store.tables.base import database

ADA = Actor("ada")
NOON = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
DOWN = {"api": ComponentState.MAJOR_OUTAGE}


def subjects(first: int = 0) -> list[str]:
    return [entry.subject.partition("/")[0] for entry in record.some(first, 1000)]


def test_first_sync_enters_site_components_and_definitions(store: Path) -> None:
    assert subjects() == ["site", "component", "component", "component", "sla"]


def test_sync_that_changes_nothing_enters_nothing(store: Path) -> None:
    sync(store / "config.toml", {})
    assert record.size() == 5


def test_incident_enters_itself_and_each_word(store: Path) -> None:
    first = record.size()
    incident = open_incident("Down", NewUpdate("It is down.", components=DOWN, owner="Ada"), ADA)
    post_update(incident.key, NewUpdate("It is up.", Status.RESOLVED), ADA)
    assert subjects(first) == ["incident", "update", "update"]
    told = record.some(first, 3)
    assert [entry.text("title") or entry.text("body") for entry in told] == [
        "Down",
        "It is down.",
        "It is up.",
    ]
    assert all(mismatch(entry) is None for entry in told)


def test_new_fact_about_an_incident_is_a_revision_of_it(store: Path) -> None:
    incident = open_incident("Down", NewUpdate("It is down.", components=DOWN), ADA)
    post_update(incident.key, NewUpdate("Grace takes over.", owner="Grace"), ADA)
    told = record.history(INCIDENT.subject(incident.key))
    assert [(entry.revision, entry.text("owner")) for entry in told] == [(1, ""), (2, "Grace")]


def test_refused_action_enters_nothing(store: Path) -> None:
    incident = open_incident("Down", NewUpdate("It is down.", Status.RESOLVED), ADA)
    size = record.size()
    with pytest.raises(Conflict):
        post_update(incident.key, NewUpdate("No.", Status.MONITORING), ADA)
    assert record.size() == size


def test_entry_holds_its_texts_as_salted_hashes_only(store: Path) -> None:
    first = record.size()
    open_incident("Down", NewUpdate("Nobody can guess this.", owner="Ada"), ADA)
    hashed = b"".join(record.leaves(first, 2))
    assert b"Nobody can guess" not in hashed
    assert b"Down" not in hashed
    assert b"Ada" not in hashed


def test_maintenance_and_long_lists_of_components_fit_into_an_entry(store: Path) -> None:
    start = clock.now() + timedelta(days=3)
    schedule_maintenance("Work", "We work.", start, start + timedelta(hours=1), ["api"], ADA)
    assert all(len(leaf) < 65_536 for leaf in record.leaves(0, record.size()))
    assert record.some(record.size() - 2, 1)[0].leaf.facts["kind"] == "maintenance"


def test_changed_file_is_a_revision_and_a_vanished_one_a_withdrawal(store: Path) -> None:
    file = store / "content/changelog/faster.md"
    file.parent.mkdir()
    front = "---\ntitle: Faster\ndate: 2026-07-01\ntype: added\n---\n"
    for text in ("It is.", "It is faster."):
        file.write_text(front + text, "utf-8")
        sync(store / "config.toml", {})
    file.unlink()
    sync(store / "config.toml", {})
    told = record.history("changelog/faster")
    assert [entry.text("body").strip() for entry in told] == [
        "It is.",
        "It is faster.",
        "It is faster.",
    ]
    assert [entry.leaf.facts["withdrawn_at"] is None for entry in told] == [True, True, False]


def test_key_is_entered_when_it_first_signs(store: Path) -> None:
    environ = {"STATUSPAGE_SIGNING_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}
    sync(store / "config.toml", environ)
    sync(store / "config.toml", environ)
    [entry] = record.history("key")
    seed = bytes(range(32))
    assert entry.leaf.facts["key"] == str(Signer("status.acme.example/record", seed).verifier)


def test_key_that_is_none_is_refused_with_the_mend(store: Path) -> None:
    with pytest.raises(StatusPageError, match="statuspage record key"):
        sync(store / "config.toml", {"STATUSPAGE_SIGNING_KEY": "secret"})


def test_root_is_that_of_the_leaves(store: Path) -> None:
    for number in range(20):
        open_incident(f"Incident {number}", NewUpdate("It was down.", Status.RESOLVED), ADA)
    size = record.size()
    hashes = [tree.leaf_hash(leaf) for leaf in record.leaves(0, size)]
    assert record.root(size) == tree.root(size, lambda _, first, n: hashes[first : first + n])


def test_store_refuses_to_change_or_drop_what_was_published(store: Path) -> None:
    open_incident("Down", NewUpdate("It is down."), ADA)
    forbidden = [
        "DELETE FROM record_entry",
        "UPDATE record_entry SET subject = 'x'",
        "DELETE FROM record_hash",
        "UPDATE record_hash SET number = 9",
        "DELETE FROM record_word",
        "UPDATE record_word SET text = 'x'",
        "DELETE FROM incident_update",
        "DELETE FROM incident",
        "DELETE FROM sla_version",
        "UPDATE sla_version SET version = 9",
    ]
    for statement in forbidden:
        with pytest.raises((IntegrityError, sqlite3.IntegrityError), match=r"record|publish"):
            database.execute_sql(statement)


def test_erasure_blanks_the_texts_and_keeps_their_hashes(store: Path) -> None:
    incident = open_incident("Down", NewUpdate("Call Jane on 555-0100."), ADA)
    subject = UPDATE.subject(incident.updates[0].key)
    [before] = record.history(subject)
    root = record.root(record.size())
    size = record.size()
    with db.transaction():
        said = Statement(subject, before.leaf.facts, {"body": "[removed]"})
        note_erasure(said, clock.now(), "personal data")
    erased, standing = record.history(subject)
    assert erased.is_erased
    assert erased.text("body") == ""
    assert erased.hash == before.hash
    assert erased.leaf.hashes == before.leaf.hashes
    assert standing.leaf.erases
    assert standing.text("body") == "[removed]"
    assert record.root(size) == root
