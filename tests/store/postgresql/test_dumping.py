"""Backups by pg_dump: counted, read again, and put into an empty database alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.staff.accounts import add_staff
from statuspage.actions.staff.drafts import save_draft
from statuspage.domain.desk.audit import Via
from statuspage.domain.desk.staff import Role
from statuspage.errors import StoreError
from statuspage.notify.fanning import fan_out
from statuspage.progress import Stage
from statuspage.said import dumped, said
from statuspage.store import backup, db, restoring, settings
from statuspage.store.desk import audit, drafts
from statuspage.store.incidents import incidents
from statuspage.store.postgresql import aftermath, dumping
from statuspage.store.published import record, topics
from statuspage.store.restored import NOT_AGAIN, By
from tests.helpers.outlets import add_readers
from tests.helpers.stores import server

BY = By("ada", Via.COMMAND_LINE, "backup/copy", {"file": "copy"})


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """A backup of a site that told of something."""
    add_readers("ada")
    open_incident("Down", NewUpdate("It is down.\n\\.\nCOPY x"), Actor("ada"))
    fan_out()
    add_staff("ada", Role.EDITOR, "a long enough one")
    db.session_secret()
    fields = {"title": "Faster", "type": "added"}
    save_draft(
        "/admin/changelog/new",
        said("draft.new_change"),
        fields,
        Actor("ada"),
        publish_at=clock.now(),
    )
    copy = tmp_path / "copy"
    assert backup.backup(copy)["incident"] == 1
    return copy


def test_backup_is_private_and_tells_its_rows(copy: Path) -> None:
    assert copy.stat().st_mode & 0o077 == 0
    counts = backup.verify(copy)
    assert (counts["incident"], counts["staff"], counts["record_entry"]) == (1, 1, record.size())
    assert counts["subscription"] == 1


def test_backup_replaces_nothing(copy: Path) -> None:
    before = copy.read_bytes()
    with pytest.raises(StoreError, match="exists already"):
        backup.backup(copy)
    assert copy.read_bytes() == before
    with pytest.raises(StoreError, match="could not be written"):
        backup.backup(copy.parent / "no" / "such" / "folder")
    assert list(copy.parent.glob(".*")) == []


def test_backup_reaches_the_disk_before_and_after_it_has_its_name(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, was_there = tmp_path / "copy", []
    monkeypatch.setattr(os, "fsync", lambda _: was_there.append(target.exists()))
    backup.backup(target)
    assert was_there == [False, True]


def test_backup_and_restore_tell_how_far_they_are(copy: Path, tmp_path: Path) -> None:
    told: list[Stage] = []
    backup.backup(tmp_path / "another", told.append)
    doing = {str(stage.doing): stage for stage in told}
    assert [*doing] == ["Writing", "Counting"]
    assert doing["Writing"].done == (tmp_path / "another").stat().st_size
    assert 0 < doing["Counting"].done <= (doing["Counting"].total or 0)
    db.open_store(server().place(tmp_path / "other"))
    told.clear()
    restoring.restore(copy, BY, progress=told.append)
    size = copy.stat().st_size
    assert (told[-1].done, told[-1].total, told[-1].is_bytes) == (size, size, True)


@pytest.mark.parametrize("part", [0.2, 0.9])
def test_backup_that_was_cut_short_is_not_complete(copy: Path, part: float) -> None:
    copy.write_bytes(copy.read_bytes()[: int(copy.stat().st_size * part)])
    with pytest.raises(StoreError, match="not a complete backup"):
        backup.verify(copy)


def test_backup_is_not_put_over_a_site(copy: Path) -> None:
    with pytest.raises(StoreError, match="holds a site already"):
        restoring.restore(copy, BY, replace=True)
    with db.snapshot():
        assert len(incidents.newest(9)) == 1


def test_backup_is_put_into_an_empty_database(copy: Path, site: Path, tmp_path: Path) -> None:
    with db.snapshot():
        root, generation = record.root(record.size()), topics.generation()
    other = tmp_path / "other"
    db.open_store(server().place(other))
    done = restoring.restore(copy, BY)
    assert done.counts == backup.verify(copy)
    with db.snapshot():
        assert record.root(record.size()) == root
        assert [one.title for one in incidents.newest(9)] == ["Down"]
        assert topics.generation() > generation
        assert next(act.verb for act in audit.newest(9)) == "restore store"
        assert settings.read("secret_check") is None
        quiet = {tuple(row) for row in db.run("SELECT is_quiet, told_at IS NULL FROM event")}
        waiting = db.run("SELECT state, reason FROM delivery").fetchall()
        [draft] = drafts.all_drafts()
    assert quiet == {(True, False)}
    assert (draft.publish_at, draft.fault) == (None, NOT_AGAIN)
    assert waiting == [("dropped", dumped(NOT_AGAIN))]
    open_incident("Later", NewUpdate("It is down."), Actor("ada"))  # numbers go on


def test_restore_that_was_killed_before_its_end_is_ended_by_who_migrates(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old news would be told again else, and who signed out be signed in."""
    db.open_store(server().place(tmp_path / "other"))
    with monkeypatch.context() as killed:
        killed.setattr(aftermath, "make_ready", _killed)
        with pytest.raises(KeyboardInterrupt):
            restoring.restore(copy, BY)
    with pytest.raises(StoreError, match="statuspage migrate"):
        db.require_current_schema()
    db.migrate()
    db.require_current_schema()
    with db.snapshot():
        quiet = {tuple(row) for row in db.run("SELECT is_quiet, told_at IS NULL FROM event")}
        [restored] = [act for act in audit.newest(9) if act.verb == "restore store"]
    assert quiet == {(True, False)}
    assert (restored.who, restored.subject) == (BY.who, BY.subject)


def test_restore_that_was_killed_before_anything_came_leaves_an_empty_database(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.open_store(server().place(tmp_path / "other"))
    with monkeypatch.context() as killed:
        killed.setattr(dumping, "_pour", _killed)
        killed.setattr(db, "migrate", _killed)
        with pytest.raises(KeyboardInterrupt):
            restoring.restore(copy, BY)
    db.migrate()
    assert restoring.restore(copy, BY).counts == backup.verify(copy)


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_backup_of_a_file_does_not_go_into_a_server(site: Path, tmp_path: Path) -> None:
    place = server().place(tmp_path / "other")
    db.open_store(tmp_path / "statuspage.db", create=True)
    db.migrate()
    backup.backup(tmp_path / "copy.db")
    db.open_store(place)
    with pytest.raises(StoreError, match="statuspage store copy"):
        restoring.restore(tmp_path / "copy.db", BY)


def test_dump_of_a_server_does_not_go_into_a_file(copy: Path, tmp_path: Path) -> None:
    db.open_store(tmp_path / "statuspage.db", create=True)
    db.migrate()
    with pytest.raises(StoreError, match="not a complete backup"):
        restoring.restore(copy, BY)
