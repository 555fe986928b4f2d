"""Files of the store that somebody removes or replaces under it: noticed, saved, opened anew."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.errors import StoreError
from statuspage.store import backup, db
from statuspage.store.incidents import incidents
from statuspage.store.sqlite.presence import Presence
from statuspage.store.sqlite.watch import require_no_loose_ends
from statuspage.store.tables.base import database
from tests.helpers.processes import get, serving, statuspage, wait_until


def open_one(title: str) -> None:
    open_incident(title, NewUpdate("We are looking."), Actor("ada"))


def beside(ending: str) -> Path:
    return db.path().with_name(db.path().name + ending)


def titles() -> set[str]:
    with db.snapshot():
        return {found.title for found in incidents.open_ones()}


def works(act: Callable[[], object]) -> bool:
    try:
        act()
    except StoreError:
        return False
    return True


def after_a_power_cut(folder: Path) -> set[str]:
    """The titles in what lies on the disk under the names of the store at this moment."""
    folder.mkdir()
    for ending in ("", "-wal"):
        if beside(ending).exists():
            shutil.copy(beside(ending), folder / f"copy.db{ending}")
    with closing(sqlite3.connect(folder / "copy.db")) as copy:
        return {title for (title,) in copy.execute("SELECT title FROM incident")}


@pytest.mark.parametrize("ending", ["-wal", "-shm"])
def test_removed_file_is_noticed_before_a_write_and_nothing_is_lost(
    store: Path, tmp_path: Path, ending: str
) -> None:
    open_one("Before")
    beside(ending).unlink()
    with pytest.raises(StoreError, match=f"{ending} was removed"):
        open_one("Refused")
    assert after_a_power_cut(tmp_path / "at once") == {"Before"}
    wait_until(lambda: works(lambda: open_one("After")))
    assert titles() == {"Before", "After"}
    assert after_a_power_cut(tmp_path / "later") == {"Before", "After"}


def test_removed_log_is_seen_by_threads_old_and_new(store: Path) -> None:
    open_one("Before")
    with ThreadPoolExecutor(1) as old, ThreadPoolExecutor(1) as new:
        assert old.submit(titles).result() == {"Before"}
        beside("-wal").unlink()
        for thread in (new, old):
            assert not thread.submit(works, titles).result()
        wait_until(lambda: works(titles))
        open_one("After")
        for thread in (old, new):
            assert thread.submit(titles).result() == {"Before", "After"}
            thread.submit(database.close).result()


def test_log_that_goes_within_a_transaction_ends_it(store: Path) -> None:
    with db.transaction():
        pass
    moved = beside("-wal").rename(beside("-wal").with_suffix(".moved"))
    assert not works(titles)
    moved.rename(beside("-wal"))
    assert titles() == set()


def test_folder_that_is_moved_away_is_told_and_gone_on_with_when_it_is_back(store: Path) -> None:
    open_one("Before")
    folder = db.path().parent
    moved = folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(StoreError, match=r"is gone. Put it back"):
        open_one("Refused")
    moved.rename(folder)
    open_one("After")
    assert titles() == {"Before", "After"}


@pytest.mark.slow
def test_removed_log_is_told_by_every_process_and_mended_for_all(store: Path) -> None:
    open_one("Before")
    with serving(store / "config.toml", workers=2) as address:
        assert "Before" in get(address).text
        beside("-wal").unlink()
        answer = get(f"{address}/healthz")
        assert answer.status_code == 503
        assert "-wal was removed" in json.loads(answer.text)["reason"]
        assert not works(titles)
        wait_until(lambda: get(f"{address}/healthz").status_code == 200)
        wait_until(lambda: works(lambda: open_one("After")))
        wait_until(lambda: "After" in get(address).text)
        shell = statuspage(
            store / "config.toml", "incident", "open", "--title", "Shell", "--body", "We look."
        )
        assert shell.returncode == 0, shell.stderr
        wait_until(lambda: "Shell" in get(address).text)
    assert titles() == {"Before", "After", "Shell"}


def test_database_that_is_replaced_is_gone_on_with_and_spoils_none(
    store: Path, tmp_path: Path
) -> None:
    backup.backup(tmp_path / "copy.db")
    open_one("Only in the former")
    former = tmp_path / "former.db"
    db.path().rename(former)
    shutil.copy(tmp_path / "copy.db", db.path())
    assert titles() == set()
    open_one("In the new one")
    assert titles() == {"In the new one"}
    with closing(sqlite3.connect(former)) as connection:
        assert connection.execute("SELECT title FROM incident").fetchall() == [
            ("Only in the former",)
        ]
    with closing(sqlite3.connect(db.path())) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("words", [b"", b"these are words" * 500])
def test_file_that_is_no_store_in_place_of_the_database_is_told(store: Path, words: bytes) -> None:
    former = db.path().rename(db.path().with_suffix(".former"))
    db.path().write_bytes(words)
    for _ in range(2):
        with pytest.raises(StoreError, match="not a database of statuspage"):
            titles()
    former.rename(db.path())
    wait_until(lambda: works(titles))
    open_one("After")
    assert titles() == {"After"}


def test_log_that_was_removed_after_a_crash_does_not_mislead(store: Path, tmp_path: Path) -> None:
    open_one("Before")
    for ending in ("", "-wal", "-shm"):
        shutil.copy(beside(ending), tmp_path / f"crashed.db{ending}")
    with closing(sqlite3.connect(tmp_path / "crashed.db")) as crashed:
        crashed.execute("PRAGMA wal_checkpoint")
        shutil.copy(tmp_path / "crashed.db-shm", tmp_path / "index")
    shutil.copy(tmp_path / "index", tmp_path / "crashed.db-shm")
    db.open_store(tmp_path / "crashed.db")
    assert titles() == {"Before"}
    open_one("After")
    assert titles() == {"Before", "After"}


def test_log_does_not_stay_as_large_as_it_once_was(store: Path) -> None:
    with db.transaction():
        db.run("CREATE TABLE large (text)")
        db.run_many("INSERT INTO large VALUES (?)", [("x" * 1_000_000,)] * 20)
    assert beside("-wal").stat().st_size > 10_000_000
    for _ in range(3):
        open_one("Small")
    assert beside("-wal").stat().st_size < 10_000_000


def test_index_left_by_a_power_cut_is_removed_by_one_and_never_a_new_one(tmp_path: Path) -> None:
    def come_and_go(path: Path, done: Event) -> None:
        while not done.is_set():
            with closing(Presence(path)) as presence:
                require_no_loose_ends(path, presence)

    former = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(1) as others:
            for number in range(200):
                path, done = tmp_path / f"{number}.db", Event()
                path.touch()
                left = Path(f"{path}-shm")
                left.write_text("left by a power cut", "utf-8")
                coming = others.submit(come_and_go, path, done)
                with closing(Presence(path)) as presence:
                    require_no_loose_ends(path, presence)
                    presence.come_in()
                    assert not left.exists()
                    for ending in ("-wal", "-shm"):  # as SQLite makes them
                        Path(f"{path}{ending}").touch()
                    done.set()
                    coming.result()
                    assert left.exists()
    finally:
        sys.setswitchinterval(former)
