"""A store on a disk that takes no writing: all that was acknowledged is read, and it goes on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.errors import StoreError
from statuspage.store import backup, db
from statuspage.store.incidents import incidents
from statuspage.store.writable import writing_fault
from tests.helpers.disks import LimitedFiles, SmallDisk, small_disk
from tests.helpers.processes import wait_until
from tests.helpers.sites import open_site, write_site


def open_one(title: str) -> None:
    open_incident(title, NewUpdate("We are looking."), Actor("ada"))


def titles() -> set[str]:
    with db.snapshot():
        return {found.title for found in incidents.open_ones()}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk") as disk:
        yield disk
        db.close_store()


def left_store(disk: SmallDisk, how: str) -> Path:
    """A store as a good end or a power cut leaves it, with or without the index of its log."""
    open_site(write_site(disk.folder / "site"))
    open_one("Before")
    path = db.path()
    if how == "ended well" or isinstance(disk, LimitedFiles):
        # With a log it is read from a copy elsewhere, which a limit of this process forbids, too.
        db.close_store()
        return path
    left = disk.folder / "statuspage.db"
    for ending in ("", "-wal", "-shm")[: 3 if how == "cut" else 2]:
        shutil.copy(f"{path}{ending}", f"{left}{ending}")
    db.close_store()
    return left


def works(act: str) -> bool:
    try:
        open_one(act)
    except StoreError:
        return False
    return True


@pytest.mark.parametrize("kind", ["read-only", "full"])
@pytest.mark.parametrize("how", ["ended well", "cut", "cut, and its index lost"])
def test_store_on_a_disk_that_takes_no_writing_is_read_and_goes_on(
    disk: SmallDisk, kind: str, how: str
) -> None:
    path = left_store(disk, how)
    if kind == "full":
        disk.fill()
    else:
        disk.make_read_only()
    db.open_store(path, or_read_only=True)
    assert titles() == {"Before"}
    if not isinstance(disk, LimitedFiles):
        assert backup.backup(disk.folder.with_name("copy.db"))["incident"] == 1
    assert not works("Refused " + "x" * 5000)
    assert writing_fault() is not None
    if kind == "full":
        disk.empty()
    else:
        disk.make_writable()
    wait_until(lambda: works("After"))
    assert writing_fault() is None
    assert titles() == {"Before", "After"}


def test_full_disk_is_told_by_whoever_asks_until_it_is_mended(disk: SmallDisk) -> None:
    open_site(write_site(disk.folder / "site"))
    assert writing_fault() is None
    disk.fill()
    wait_until(lambda: not works("x" * 50))  # some room is left in the log's last page
    assert disk.full in str(writing_fault())
    disk.empty()
    assert works("After")
    assert writing_fault() is None


def test_fault_of_writing_is_seen_by_other_processes(store: Path) -> None:
    with db.snapshot():
        db.run("PRAGMA query_only = 1")
    assert not works("Refused")
    db.run("PRAGMA query_only = 0")
    assert db.bell().fault
    wait_until(lambda: writing_fault() is None)
    assert not db.bell().fault
