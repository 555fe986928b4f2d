"""A backup put back: nothing is thrown away unasked, and the audit log goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.staff.accounts import add_staff, disable_staff
from statuspage.actions.staff.tokens import create_token, revoke_token
from statuspage.domain.desk.audit import Via
from statuspage.domain.desk.staff import Role
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Status
from statuspage.errors import StoreError, TooNew
from statuspage.store import backup, db, restoring
from statuspage.store.desk import audit, staff, tokens
from statuspage.store.incidents import incidents
from statuspage.store.published import record, topics
from statuspage.store.restoring import By
from statuspage.store.tables.base import database

pytestmark = pytest.mark.usefixtures("store")

ADA = Actor("ada")
BY = By("ada", Via.COMMAND_LINE, "backup/copy.db", {"file": "/backups/copy.db"})


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A backup of the store before anything happened."""
    backup.backup(tmp_path / "copy.db")
    return tmp_path / "copy.db"


def open_one(title: str) -> Incident:
    return open_incident(title, NewUpdate("We are looking."), ADA)


def titles() -> list[str]:
    with db.snapshot():
        return [found.title for found in incidents.open_ones()]


@contextmanager
def unchanged() -> Iterator[None]:
    with closing(sqlite3.connect(db.path())) as connection:
        before = list(connection.iterdump())
        yield
        assert list(connection.iterdump()) == before
    beside = {file.name for file in db.path().parent.iterdir()}
    assert not [name for name in beside if "restor" in name]


def test_restore_brings_back_what_was_there(tmp_path: Path) -> None:
    open_one("Before")
    copy = tmp_path / "copy.db"
    backup.backup(copy)
    done = restoring.restore(copy, BY)
    assert (done.counts["incident"], done.lost, done.kept) == (1, {}, None)
    assert titles() == ["Before"]


def test_restore_over_newer_entries_is_refused_and_counts_them(copy: Path) -> None:
    post_update(open_one("After").key, NewUpdate("Over.", Status.RESOLVED), ADA)
    with unchanged(), pytest.raises(StoreError) as refused:
        restoring.restore(copy, BY)
    words = str(refused.value)
    assert "3 entries of the record, 1 incident or maintenance, 2 updates" in words, words
    assert "--replace" in words
    assert "readers' checkpoints will no longer fit" in words


def test_restore_that_replaces_keeps_the_former_store_beside_it(copy: Path) -> None:
    open_one("After")
    size = record.size()
    done = restoring.restore(copy, BY, replace=True)
    assert (done.lost["incident"], done.lost["record_entry"]) == (1, size - record.size())
    assert done.cuts_the_record
    assert titles() == []
    assert done.kept is not None
    assert done.kept.parent == db.path().parent
    assert done.kept.stat().st_mode & 0o077 == 0
    restoring.restore(done.kept, BY, replace=True)
    assert titles() == ["After"]


def test_results_of_checks_alone_are_counted_too(copy: Path) -> None:
    with db.transaction():
        db.run("INSERT INTO series VALUES (9, 'one', '', 'api', '{}')")
        db.run("INSERT INTO probe_sample VALUES (9, 1782864000, 0, 12)")
    with pytest.raises(StoreError, match="1 result of a check") as refused:
        restoring.restore(copy, BY)
    assert "checkpoints" not in str(refused.value)


def test_restore_is_in_the_audit_log_which_is_not_cut(copy: Path) -> None:
    with db.transaction():
        before = [(line.verb, line.subject) for line in audit.newest(100)]
    open_one("After")
    with db.transaction():
        newer = [(line.verb, line.subject) for line in audit.newest(100)]
    assert len(newer) > len(before)
    restoring.restore(copy, BY, replace=True)
    told = audit.newest(100)
    assert [(line.verb, line.subject) for line in told] == [
        ("restore store", "backup/copy.db"),
        *newer,
    ]
    assert (told[0].who, told[0].via) == ("ada", Via.COMMAND_LINE)
    assert told[0].after is not None
    assert told[0].after["file"] == "/backups/copy.db"
    assert told[0].after["replaced"]["incident"] == 1
    restoring.restore(copy, BY, replace=True)
    assert [line.verb for line in audit.newest(100)][:2] == ["restore store", "restore store"]
    assert len(audit.newest(100)) == len(newer) + 2


def test_what_was_closed_since_stays_closed(tmp_path: Path) -> None:
    add_staff("bob", Role.EDITOR, "a long password 1", ADA)
    create_token("prober", ["measurements"], [], ADA)
    with db.transaction():
        for secret in ("gone", "kept"):
            until = clock.now() + timedelta(hours=1)
            staff.start_session(secret, "bob", clock.now(), until, "a browser")
    copy = tmp_path / "copy.db"
    backup.backup(copy)
    revoke_token("prober", ADA)
    disable_staff("bob")
    restoring.restore(copy, BY, replace=True)
    with db.snapshot():
        assert not staff.by_name("bob").is_enabled
        assert [token.revoked_at is None for token in tokens.all_tokens()] == [False]
        assert database.execute_sql("SELECT count(*) FROM session").fetchone() == (0,)


def test_restore_makes_no_kept_page_look_current(copy: Path) -> None:
    open_one("After")
    with db.snapshot():
        before = topics.versions(["incidents", "settings"])
    heard = db.bell().value
    restoring.restore(copy, BY, replace=True)
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
    with unchanged(), pytest.raises(StoreError, match="not a complete backup"):
        restoring.restore(copy, BY)


def test_backup_of_a_newer_version_is_refused_and_the_store_stays(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("INSERT INTO schema_migration VALUES ('9999_future', 0)")
    with unchanged(), pytest.raises(TooNew):
        restoring.restore(copy, BY)


def test_restore_of_the_store_itself_is_refused() -> None:
    with pytest.raises(StoreError, match="is the store itself"):
        restoring.restore(db.path(), BY, replace=True)


def test_restore_of_nothing_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no backup at"):
        restoring.restore(tmp_path / "nothing.db", BY)
