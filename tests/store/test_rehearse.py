"""A rehearsal does it for real and takes it all back; the write lock it takes late."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.staff.audit import HOST
from statuspage.actions.sync import publish_files, read_files
from statuspage.store import db, settings
from statuspage.store.incidents import incidents
from statuspage.store.postgresql.connecting import WRITERS
from statuspage.store.published import record, topics
from tests.helpers.stores import is_postgresql, store_place


class Other:
    """Another process that writes to the same store."""

    def __init__(self, connection: Any) -> None:
        self._ask = connection.execute

    def take_the_lock(self) -> bool:
        """Begin to write, if nobody does."""
        if is_postgresql():
            self._ask("BEGIN")
            return bool(self._ask(f"SELECT pg_try_advisory_xact_lock({WRITERS})").fetchone()[0])
        try:
            self._ask("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True

    def let_go(self) -> None:
        with suppress(sqlite3.OperationalError):  # what was not begun
            self._ask("ROLLBACK")

    def write(self, name: str) -> None:
        self._ask(f"INSERT INTO setting (name, value) VALUES ('{name}', 'x')")


@pytest.fixture
def other(store: Path) -> Iterator[Other]:
    """Another process that writes to the same store."""
    place = store_place(store)
    if isinstance(place, Path):
        opened: Any = sqlite3.connect(place, timeout=0, isolation_level=None)
    else:
        opened = psycopg.connect(place.url, autocommit=True)
    with closing(opened) as connection:
        yield Other(connection)


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


def test_rehearsal_that_writes_nothing_waits_for_nobody(store: Path, other: Other) -> None:
    files = read_files(store / "config.toml", {})
    assert other.take_the_lock()
    report = db.rehearse(lambda: publish_files(files, HOST))  # as GET /admin/settings does
    assert report.changed == ()
    other.let_go()


def test_rehearsal_takes_the_lock_with_its_first_write(store: Path, other: Other) -> None:
    found: list[bool] = []

    def act() -> None:
        for _ in range(2):
            record.size()
            found.append(other.take_the_lock())
            other.let_go()
            settings.write("mine", "x")

    db.rehearse(act)
    assert found == [True, False]


def test_rehearsal_begins_anew_when_another_wrote_after_its_first_look(
    store: Path, other: Other
) -> None:
    looks: list[int] = []

    def act() -> str:
        looks.append(record.size())
        if len(looks) == 1:
            other.write("theirs")
        with db.transaction():
            settings.write("mine", "x")
        return settings.read("theirs") or ""

    assert db.rehearse(act) == "x"
    assert len(looks) == 2
    with db.snapshot():
        assert settings.read("mine") is None
