"""A rehearsal does it for real and takes it all back; the write lock it takes late."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.staff.audit import HOST
from statuspage.actions.sync import publish_files, read_files
from statuspage.store import db, settings
from statuspage.store.incidents import incidents
from statuspage.store.published import record, topics


@pytest.fixture
def other(store: Path) -> Iterator[sqlite3.Connection]:
    """Another process that writes to the same store."""
    with closing(sqlite3.connect(db.path(), timeout=0, isolation_level=None)) as connection:
        yield connection


def write(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("INSERT INTO setting (name, value) VALUES (?, 'x')", (name,))


def test_rehearsal_leaves_nothing_and_rings_nobody(store: Path) -> None:
    with db.snapshot():
        before = topics.generation()
    heard = db.bell().value
    made = db.rehearse(lambda: open_incident("Down", NewUpdate("It is down."), Actor("ada")))
    assert made.title == "Down"
    with db.snapshot():
        assert (incidents.newest(5), topics.generation()) == ([], before)
    assert db.bell().value == heard


def test_what_a_rehearsal_refuses_is_raised(store: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        db.rehearse(lambda: 1 // 0)


def test_rehearsal_that_writes_nothing_waits_for_nobody(
    store: Path, other: sqlite3.Connection
) -> None:
    files = read_files(store / "config.toml", {})
    other.execute("BEGIN IMMEDIATE")
    report = db.rehearse(lambda: publish_files(files, HOST))  # as GET /admin/settings does
    assert report.changed == ()


def test_rehearsal_takes_the_lock_with_its_first_write(
    store: Path, other: sqlite3.Connection
) -> None:
    found: list[bool] = []

    def act() -> None:
        for _ in range(2):
            record.size()
            try:
                other.execute("BEGIN IMMEDIATE")
                other.execute("ROLLBACK")
                found.append(True)
            except sqlite3.OperationalError:
                found.append(False)
            settings.write("mine", "x")

    db.rehearse(act)
    assert found == [True, False]


def test_rehearsal_begins_anew_when_another_wrote_after_its_first_look(
    store: Path, other: sqlite3.Connection
) -> None:
    looks: list[int] = []

    def act() -> str:
        looks.append(record.size())
        if len(looks) == 1:
            write(other, "theirs")
        with db.transaction():
            settings.write("mine", "x")
        return settings.read("theirs") or ""

    assert db.rehearse(act) == "x"
    assert len(looks) == 2
    with db.snapshot():
        assert settings.read("mine") is None
