"""Backups: taken while running, verified, and in the place of nothing but an older one."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.errors import StoreError
from statuspage.progress import Stage
from statuspage.store import backup, db
from tests.helpers.processes import running, wait_until

pytestmark = pytest.mark.usefixtures("store")


def open_one(title: str) -> None:
    open_incident(title, NewUpdate("We are looking."), Actor("ada"))


def test_backup_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup.backup(copy)
    open_one("Later")
    assert backup.backup(copy)["incident"] == 1
    assert copy.stat().st_mode & 0o077 == 0
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["copy.db"]


def test_backup_that_holds_more_than_the_store_is_not_replaced(tmp_path: Path) -> None:
    older, newer = tmp_path / "older.db", tmp_path / "newer.db"
    backup.backup(older)
    open_one("Later")
    backup.backup(newer)
    with closing(sqlite3.connect(older)) as source, closing(sqlite3.connect(db.path())) as target:
        source.backup(target)
    with pytest.raises(StoreError, match="2 entries of the record that the store does not have"):
        backup.backup(newer)
    assert backup.verify(newer)["incident"] == 1


@pytest.mark.parametrize("words", [b"", b"my notes", b"SQLite format 3\x00 but not ours"])
def test_backup_over_a_file_of_somebody_is_refused(tmp_path: Path, words: bytes) -> None:
    mine = tmp_path / "mine"
    mine.write_bytes(words)
    with pytest.raises(StoreError, match="not a backup made by this program"):
        backup.backup(mine)
    assert mine.read_bytes() == words


def test_backup_over_a_link_is_refused_wherever_it_leads(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup.backup(copy)
    for target in (copy, tmp_path / "nothing"):
        link = tmp_path / f"to-{target.name}"
        link.symlink_to(target)
        with pytest.raises(StoreError, match="a link"):
            backup.backup(link)
        assert link.is_symlink()


def test_backup_over_a_folder_or_a_device_is_refused(tmp_path: Path) -> None:
    folder, pipe = tmp_path / "folder", tmp_path / "pipe"
    folder.mkdir()
    os.mkfifo(pipe)
    with pytest.raises(StoreError, match="a folder"):
        backup.backup(folder)
    for device in (pipe, Path("/dev/null")):
        with pytest.raises(StoreError, match="a device"):
            backup.backup(device)
    assert pipe.is_fifo()
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", ".secret", ".bell"])
def test_backup_onto_what_the_store_is_made_of_is_refused(ending: str) -> None:
    with pytest.raises(StoreError, match="is the store itself"):
        backup.backup(db.path().with_name(db.path().name + ending))


def test_backup_onto_another_name_of_the_store_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.hardlink_to(db.path())
    with pytest.raises(StoreError, match="is the store itself"):
        backup.backup(other)


def test_backup_leaves_a_file_that_its_draft_could_be_named_like(tmp_path: Path) -> None:
    mine = tmp_path / "copy.db.part"
    mine.write_text("mine", "utf-8")
    backup.backup(tmp_path / "copy.db")
    assert mine.read_text("utf-8") == "mine"


def test_backup_that_cannot_be_written_leaves_no_half_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="could not be written"):
        backup.backup(tmp_path / "no" / "such" / "folder.db")
    assert [file for file in tmp_path.iterdir() if file.is_file()] == []


def test_progress_of_a_backup_tells_what_is_written_and_checked(tmp_path: Path) -> None:
    stages: list[Stage] = []
    with db.transaction():
        db.run("CREATE TABLE large (text)")
        db.run_many("INSERT INTO large VALUES (?)", [("x" * 100,)] * 20_000)
    backup.backup(tmp_path / "copy.db", stages.append)
    for doing, is_bytes in (("Writing", True), ("Checking", False)):
        told = [stage for stage in stages if stage.doing.key == doing]
        assert [stage.done for stage in told] == sorted(stage.done for stage in told)
        assert {stage.is_bytes for stage in told} == {is_bytes}
        assert all(0 <= stage.done <= (stage.total or 0) for stage in told)


def test_damage_in_an_index_of_a_backup_is_seen(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    open_one("One")
    backup.backup(copy)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("PRAGMA writable_schema = on")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'ON \"incident\"', 'ON \"entry\"'), "
            "tbl_name = 'entry' WHERE type = 'index' AND tbl_name = 'incident' AND sql NOT NULL"
        )
    with pytest.raises(StoreError, match="not a complete backup"):
        backup.verify(copy)


@pytest.mark.slow
def test_backup_ends_while_somebody_writes_all_the_time(store: Path, tmp_path: Path) -> None:
    writing = (
        "import sqlite3, sys\n"
        "store = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)\n"
        "for number in range(10**9):\n"
        "    store.execute('INSERT INTO rate_bucket VALUES (1, ?, 1, 1, 1)', (f'key {number}',))\n"
    )
    with running([sys.executable, "-c", writing, str(db.path())]) as writer:

        def written() -> int:
            with db.snapshot():
                return int(db.run("SELECT count(*) FROM rate_bucket").fetchone()[0])

        wait_until(lambda: written() > 100, writer)
        backup.backup(tmp_path / "copy.db")
        before = written()
        wait_until(lambda: written() > before, writer)  # no writer was held up for good
    backup.verify(tmp_path / "copy.db")
