"""A file that is copied over the open database, as by `cp`: no log of the former spoils it."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.errors import StoreError
from statuspage.store import backup, db
from statuspage.store.incidents import incidents
from statuspage.store.sqlite.foreign import HeadWatch
from statuspage.store.tables.base import database
from tests.helpers.processes import get, running, serving, statuspage

_CHECKPOINTS = """
import sqlite3, sys
store = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
store.execute("PRAGMA synchronous = off")
for number in range(10**9):
    store.execute("INSERT INTO rate_bucket VALUES (1, ?, 1, 1, 1)", (f"{number} " * 300,))
    if number % 3 == 0:
        store.execute("DELETE FROM rate_bucket WHERE rowid % 2 = 0")
    how = ("PASSIVE", "TRUNCATE", "RESTART")[number % 3]
    store.execute(f"PRAGMA wal_checkpoint({how})").fetchall()
"""


def open_one(title: str) -> None:
    open_incident(title, NewUpdate("We are looking. " * 200), Actor("ada"))


def titles() -> set[str]:
    with db.snapshot():
        return {found.title for found in incidents.open_ones()}


def is_sound() -> bool:
    with closing(sqlite3.connect(db.path())) as store:
        return bool(store.execute("PRAGMA integrity_check").fetchone() == ("ok",))


@pytest.fixture
def copy(store: Path, tmp_path: Path) -> Path:
    open_one("Before")
    backup.backup(tmp_path / "copy.db")
    open_one("Newest")
    return tmp_path / "copy.db"


def test_backup_copied_over_the_database_is_gone_on_with_and_sound(copy: Path) -> None:
    with ThreadPoolExecutor(1) as other:
        assert other.submit(titles).result() == {"Before", "Newest"}
        shutil.copyfile(copy, db.path())
        assert titles() == {"Before"}
        open_one("Later")
        assert other.submit(titles).result() == {"Before", "Later"}
        other.submit(database.close).result()
    assert is_sound()
    former = db.path().with_name(f"{db.path().name}-wal.former")
    assert former.stat().st_size > 0
    assert former.stat().st_mode & 0o077 == 0
    db.close_store()
    db.open_store(copy)
    assert titles() == {"Before"}


def test_what_is_no_store_copied_over_the_database_is_told(copy: Path) -> None:
    with db.snapshot():
        pass
    db.path().write_bytes(b"these are words" * 5000)
    for _ in range(2):
        with pytest.raises(StoreError, match="not a database of statuspage"):
            titles()
    shutil.copyfile(copy, db.path())
    assert titles() == {"Before"}


def test_touched_file_is_nobody_elses(copy: Path) -> None:
    db.path().touch()
    assert titles() == {"Before", "Newest"}


def test_checkpoints_of_others_are_taken_for_what_they_are(store: Path) -> None:
    open_one("One")
    with (
        closing(HeadWatch(db.path())) as head,
        running([sys.executable, "-c", _CHECKPOINTS, str(db.path())]),
        ThreadPoolExecutor(2) as others,
    ):

        def looks() -> int:
            return sum(head.is_foreign() for _ in range(20_000))

        assert [other.result() for other in [others.submit(looks) for _ in range(2)]] == [0, 0]


@pytest.mark.slow
def test_servers_and_shells_go_on_with_what_was_copied(copy: Path, store: Path) -> None:
    config = store / "config.toml"
    with serving(config, workers=2) as address:
        assert "Newest" in get(address).text
        titles()
        shutil.copyfile(copy, db.path())
        assert titles() == {"Before"}
        told = statuspage(config, "incident", "open", "--title", "Shell", "--body", "We look.")
        assert told.returncode == 0, told.stderr
        for _ in range(4):
            page = get(address).text
            assert "Shell" in page
            assert "Newest" not in page
    assert is_sound()
