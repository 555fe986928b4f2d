"""Backups: taken while running, verified, put back in one step."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.errors import StoreError
from statuspage.store import backup, db
from statuspage.store.incidents import incidents
from statuspage.store.published import topics

pytestmark = pytest.mark.usefixtures("store")


def open_one(title: str) -> None:
    open_incident(title, NewUpdate("We are looking."), Actor("ada"))


def test_backup_holds_what_was_there_and_restore_brings_it_back(tmp_path: Path) -> None:
    open_one("Before")
    copy = tmp_path / "copy.db"
    assert backup.backup(copy)["incident"] == 1
    open_one("After")
    assert backup.restore(copy)["incident"] == 1
    with db.snapshot():
        assert [found.title for found in incidents.open_ones()] == ["Before"]


def test_restore_makes_no_kept_page_look_current(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup.backup(copy)
    open_one("After")
    with db.snapshot():
        before = topics.versions(["incidents", "settings"])
    heard = db.bell().value
    backup.restore(copy)
    with db.snapshot():
        after = topics.versions(["settings"])
    assert after["settings"] > max(before.values())
    assert db.bell().value != heard


def test_damaged_backup_is_refused_and_the_store_stays(tmp_path: Path) -> None:
    open_one("Before")
    copy = tmp_path / "copy.db"
    backup.backup(copy)
    damaged = bytearray(copy.read_bytes())
    damaged[4096 : 4096 * 6] = b"\xff" * (4096 * 5)
    copy.write_bytes(damaged)
    with pytest.raises(StoreError, match="not a complete backup"):
        backup.restore(copy)
    with db.snapshot():
        assert [found.title for found in incidents.open_ones()] == ["Before"]


def test_backup_that_cannot_be_written_leaves_no_half_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="could not be written"):
        backup.backup(tmp_path / "no" / "such" / "folder.db")
    assert list(tmp_path.glob("**/*.part")) == []


def test_restore_of_nothing_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no backup at"):
        backup.restore(tmp_path / "nothing.db")
