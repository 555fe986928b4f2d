"""Whatever happens to a copy, the worker makes it whole again."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.measurements.ratings import record_ratings
from statuspage.domain.desk.audit import Via
from statuspage.errors import SourceError
from statuspage.health.publishing import publishing
from statuspage.publish import targets
from statuspage.publish.folder import FolderTarget, index_of
from statuspage.publish.keeping import Errand, keep
from statuspage.publish.lag import lag
from statuspage.publish.looking import look
from statuspage.publish.opening import ready
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import Folder
from statuspage.site import catalogue
from statuspage.store import backup, db, restoring
from statuspage.store.restored import By
from statuspage.worker.duties.copying import Copying
from tests.helpers.copies import publish
from tests.helpers.disks import small_disk
from tests.helpers.processes import running, wait_until
from tests.helpers.sites import add_to_config, change_config
from tests.helpers.telling import opened, resolved

pytestmark = [pytest.mark.slow, pytest.mark.sqlite("a store that is put back is a file")]
TARGET = '\n[publish]\ntarget = "../www"\n'


@pytest.fixture
def copy(store: Path) -> Iterator[Path]:
    """The folder of the copy that the settings name; it is not made yet."""
    add_to_config(store, TARGET)
    targets.use(store)
    yield store.parent / "www"
    targets.use(Path())


def findings(copy: Path) -> list[str]:
    return [f"{one.place} {one.text}" for one in verify(Folder(copy)).findings]


def test_publication_that_is_killed_is_completed(store: Path, copy: Path) -> None:
    command = [sys.executable, "-m", "statuspage", "--config", str(store / "config.toml")]
    with running([*command, "publish"]) as process:
        wait_until((copy / "history").exists, process, "the first pages")
        process.kill()
        process.wait()
    Copying().turn()
    assert findings(copy) == []
    assert not list((copy / ".statuspage").glob("parts/*"))


def test_copy_that_is_emptied_edited_or_has_lost_its_index_is_mended(copy: Path) -> None:
    publish(copy)
    (copy / "index.html").write_text("mine", "utf-8")
    (copy / "history" / "index.html").unlink()
    Copying().turn()  # a new worker looks at every file
    assert findings(copy) == []
    index_of(copy).write_bytes(b"no database")
    for ending in ("-wal", "-shm"):
        index_of(copy).with_name(f"index.db{ending}").unlink(missing_ok=True)
    Copying().turn()
    assert findings(copy) == []
    shutil.rmtree(copy)
    worker = Copying()
    worker.turn()
    assert findings(copy) == []
    assert lag() is None


def test_store_that_was_put_back_takes_its_copy_with_it(store: Path, copy: Path) -> None:
    opened(title="Before")
    place = store / "var" / "statuspage.db"
    db.close_store()
    shutil.copy(place, store / "earlier")
    db.open_store(place)
    lost = opened(title="Lost")
    resolved(10, lost.key)
    Copying().turn()
    assert (copy / "incidents" / lost.key / "index.html").exists()
    db.close_store()
    shutil.copy(store / "earlier", place)
    db.open_store(place)
    worker = Copying()
    worker.turn()
    assert not (copy / "incidents" / lost.key).exists()
    assert findings(copy) == []
    told = opened(title="Lost, too")  # as many entries as before, and others
    resolved(10, told.key)
    worker.turn()
    assert (copy / "incidents" / told.key / "index.html").exists()
    assert not (copy / "incidents" / lost.key).exists()


def test_copy_follows_a_restore_that_lost_nothing_but_measurements(
    store: Path, copy: Path, tmp_path: Path
) -> None:
    by = By("ada", Via.COMMAND_LINE, "backup/copy", {})
    backup.backup(tmp_path / "earlier.db")
    rows = [(1, {"id": "R-1", "at": "2026-07-01T12:00:00Z", "kind": "csat", "score": 5})]
    record_ratings(rows)
    Copying().turn()
    restoring.restore(tmp_path / "earlier.db", by, replace=True)
    target = FolderTarget(copy)
    with target.locked(0.0), ready(target) as index, db.snapshot():
        look(index, catalogue.present())
        assert index.run("SELECT address FROM node WHERE owed = 0") == []
    Copying().turn()
    assert findings(copy) == []


def test_address_that_comes_back_before_its_file_was_removed_is_kept(
    store: Path, copy: Path
) -> None:
    """Whoever waits has no time to remove what is gone: the worker does it later."""
    spoken, plain = 'languages = ["en", "de"]\n', "languages = []\n"
    change_config(store, "[site]\n", f"[site]\n{spoken}")
    publish(copy)
    with FolderTarget(copy).locked(0.0), ready(FolderTarget(copy)) as index:
        for before, after in ((spoken, plain), (plain, spoken)):
            change_config(store, before, after)
            assert keep(FolderTarget(copy), index, Errand(news_alone=True)).is_whole
    Copying().turn()
    assert (copy / "de" / "index.html").exists()
    assert findings(copy) == []


def test_lost_index_keeps_no_page_that_went_meanwhile(store: Path, copy: Path) -> None:
    change_config(store, "[site]\n", '[site]\nlanguages = ["en", "de"]\n')
    publish(copy)
    (copy / "notes.txt").write_text("mine", "utf-8")
    change_config(store, 'languages = ["en", "de"]\n', "")
    shutil.rmtree(copy / ".statuspage")
    Copying().turn()
    assert not (copy / "de").exists()
    (copy / "notes.txt").unlink()  # what is not ours stays
    assert findings(copy) == []


@pytest.mark.parametrize("damage", [b"", b"\x1f\x8b half"])
def test_file_as_browsers_take_it_is_looked_at_after_a_power_cut(copy: Path, damage: bytes) -> None:
    publish(copy)
    (copy / "history" / "index.html.gz").write_bytes(damage)
    (copy / "history" / "index.html.br").unlink()
    Copying().turn()  # an index without a boot is looked at as after one
    assert findings(copy) == []
    assert (copy / "history" / "index.html.br").exists()


def test_copy_is_written_by_one_at_a_time(copy: Path) -> None:
    with FolderTarget(copy).locked(0.0) as is_ours, FolderTarget(copy).locked(0.05) as is_theirs:
        assert is_ours
        assert not is_theirs
        Copying().turn()  # leaves it to whoever writes
        assert not (copy / "index.html").exists()
    Copying().turn()
    assert (copy / "index.html").exists()


def damaged(place: Path, *tables: str) -> None:
    """All pages but the head, which names the tables; or the first page of each of some."""
    with closing(sqlite3.connect(place)) as base:
        base.execute("PRAGMA journal_mode = DELETE")
        [size] = base.execute("PRAGMA page_size").fetchone()
        roots = dict(base.execute("SELECT name, rootpage FROM sqlite_master"))
    pages = [roots[name] for name in tables] or range(2, place.stat().st_size // size + 1)
    with place.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)


@pytest.mark.parametrize("tables", [(), ("rests", "rests_node"), ("node_owed",)])
def test_index_with_a_damaged_page_is_made_anew(copy: Path, tables: tuple[str, ...]) -> None:
    """It is met while the store is read, too, and is not told as the store's."""
    publish(copy)
    damaged(index_of(copy), *tables)
    key = opened(title="Told of a damaged index").key
    Copying().turn()
    assert (copy / "incidents" / key / "index.html").exists()
    assert findings(copy) == []


def test_copy_that_is_written_while_it_is_verified_is_not_called_altered(copy: Path) -> None:
    publish(copy)

    class Moving(Folder):
        """A minute passes while its files are looked at, and the worker is done with it."""

        def files(self) -> dict[str, Path]:
            with clock.standing_at(clock.now() + timedelta(minutes=2)):
                Copying().turn()
            return super().files()

    with pytest.raises(SourceError, match="verify it again"):
        verify(Moving(copy))
    assert findings(copy) == []


def test_file_of_somebody_in_the_way_is_told_to_staff(copy: Path) -> None:
    publish(copy)
    told = opened()
    mine = copy / "incidents" / told.key / "index.html"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", "utf-8")
    with pytest.raises(SourceError, match="Move them away"):
        Copying().turn()
    assert mine.read_text("utf-8") == "mine"
    found = lag()
    assert found is None or "Move them away" in str(found.words)  # at once it is no lag yet
    mine.unlink()
    Copying().turn()
    assert findings(copy) == []


def test_copy_that_was_never_complete_is_late_since_its_first_fault(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FolderTarget(copy).locked(0.0), ready(FolderTarget(copy)):
        (copy / "index.html").write_text("mine", "utf-8")
    now, late = clock.now(), "copy_lag_seconds"
    with clock.standing_at(now), pytest.raises(SourceError, match="Move them away"):
        Copying().turn()
    with clock.standing_at(now + timedelta(minutes=5)):
        monkeypatch.setattr("statuspage.publish.lag._met", {})  # as in another process
        assert publishing().figures[late] == 300
        (copy / ".statuspage").rename(copy.parent / "index")  # nobody knows
        monkeypatch.setattr("statuspage.publish.lag._met", {})
        assert publishing().figures[late] == 0
    with clock.standing_at(now + timedelta(minutes=6)):
        assert publishing().figures[late] == 60
    (copy / "index.html").unlink()
    Copying().turn()
    assert publishing().figures[late] == 0


@pytest.mark.parametrize("room", [0, 65536], ids=["none", "to_open_the_index"])
def test_full_disk_is_told_and_the_copy_follows_once_there_is_room(copy: Path, room: int) -> None:
    with small_disk(copy, "12m") as disk:
        publish(copy)
        disk.fill(room)
        key = opened(title="On a full disk").key
        with pytest.raises(SourceError, match=f"^{copy}.* cannot be written"):
            Copying().turn()
        (copy / "index.html").read_bytes()  # what was there is served on
        disk.empty()
        Copying().turn()
        assert (copy / "incidents" / key / "index.html").exists()
        assert findings(copy) == []
