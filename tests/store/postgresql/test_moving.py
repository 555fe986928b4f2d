"""A store that moves from a file to a server: all of it arrives, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.moving import copy_store
from statuspage.config.database import DatabaseServer
from statuspage.errors import StoreError
from statuspage.progress import quietly
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.sqlite.presence import Presence
from tests.helpers.busy import NOW
from tests.helpers.filled import make_filled
from tests.helpers.processes import statuspage
from tests.helpers.stores import SECRET, choose, server


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in a file, with rows in every table."""
    choose("sqlite")
    folder = tmp_path_factory.mktemp("moving") / "site"
    make_filled(folder)
    place = db.path()
    db.close_store()
    return place


@pytest.fixture
def target(tmp_path: Path) -> Iterator[DatabaseServer]:
    """An empty database."""
    yield server().place(tmp_path)
    db.close_store()


def test_everything_arrives_and_agrees(file: Path, target: DatabaseServer) -> None:
    with clock.standing_at(NOW):
        moved = copy_store(file, target, quietly)
    assert {name for name, count in moved.rows.items() if not count} == {"probe_former"}
    assert moved.agreed.entries == moved.rows["record_entry"]
    assert len(moved.agreed.figures) > 3
    with clock.standing_at(NOW):
        key = open_incident("New", NewUpdate("It is down."), Actor("ada")).key
    with db.snapshot():
        assert incidents.by_key(key).title == "New"  # its number was free


def test_database_that_holds_something_is_left_as_it_is(file: Path, target: DatabaseServer) -> None:
    db.open_store(target)
    with db.transaction():
        db.run("INSERT INTO setting VALUES ('colour', 'green')")
    with pytest.raises(StoreError, match="holds something already, in its table setting"):
        copy_store(file, target, quietly)
    db.open_store(target)
    with db.snapshot():
        assert db.run("SELECT count(*) FROM incident").fetchone() == (0,)


def test_store_in_use_is_not_copied(file: Path, target: DatabaseServer) -> None:
    """What others write meanwhile would be lost: said before, and where they came later."""
    used = Presence(file)
    used.come_in()
    with pytest.raises(StoreError, match="is in use"):
        copy_store(file, target, quietly)
    used.close()
    came: list[Presence] = []

    def come(_: object) -> None:
        came.append(Presence(file))
        came[-1].come_in()

    with clock.standing_at(NOW), pytest.raises(StoreError, match="into an empty database"):
        copy_store(file, target, come)
    assert came
    for one in came:
        one.close()


def test_copy_that_breaks_off_leaves_nothing(file: Path, target: DatabaseServer) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    from statuspage.store import moving

    moving.prepare(target)
    db.open_store(file)
    with pytest.raises(KeyboardInterrupt), db.snapshot():
        moving.pour(target, stop, told_every=1)
    db.open_store(target)
    with db.snapshot():
        assert db.run("SELECT count(*) FROM component").fetchone() == (0,)


def test_command_says_what_it_did_and_what_comes_next(
    file: Path, target: DatabaseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATUSPAGE_SECRET", SECRET)
    config = file.parents[1] / "config.toml"
    done = statuspage(config, "store", "copy", "var/statuspage.db", target.url)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Both agree: the record has" in done.stdout
    assert "STATUSPAGE_SECRET_FILE=var/statuspage.db.secret" in done.stdout
    again = statuspage(config, "store", "copy", "var/statuspage.db", target.url)
    assert again.returncode == 1
    assert "Nothing was copied" in again.stderr
    refused = statuspage(config, "store", "copy", "var/statuspage.db", "postgresql://a:hunter2@h/d")
    assert refused.returncode == 2
    assert "hunter2" not in refused.stderr
