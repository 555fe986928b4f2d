"""The store: schema, transactions, topics, the bell, faults of the disk."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from peewee import IntegrityError

from statuspage import store
from statuspage.errors import StoreError
from statuspage.store import db, settings
from statuspage.store.published import topics
from statuspage.store.tables.base import Table, database
from statuspage.store.tables.entries import PublicationComponent
from statuspage.store.writable import writing_fault
from tests.helpers.processes import to_its_end
from tests.helpers.sites import write_site


def columns_of_models() -> dict[str, set[str]]:
    for module in pkgutil.iter_modules(store.__path__):
        importlib.import_module(f"{store.__name__}.{module.name}")
    return {
        model._meta.table_name: {field.column_name for field in model._meta.sorted_fields}
        for model in Table.__subclasses__()
    }


@pytest.mark.sqlite("the same of PostgreSQL is in postgresql/test_schema.py")
def test_migrations_make_exactly_the_tables_of_the_models(store: Path) -> None:
    with closing(sqlite3.connect(db.path())) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith("sqlite_") and name != "schema_migration"
        ]
        made = {
            name: {row[1] for row in connection.execute(f"PRAGMA table_info({name})")}
            for name in names
        }
    assert made == columns_of_models()


def test_migrate_twice_does_nothing_the_second_time(store: Path) -> None:
    assert db.migrate() == []


def test_database_of_a_newer_version_is_refused_in_plain_words(store: Path) -> None:
    database.execute_sql(
        "INSERT INTO schema_migration (name, applied) VALUES ('9999_future', 1900000000)"
    )
    with pytest.raises(StoreError, match="newer version of statuspage"):
        db.require_current_schema()
    with pytest.raises(StoreError, match="newer version of statuspage"):
        db.migrate()


@pytest.mark.sqlite("PRAGMAs")
def test_store_is_durable_and_checks_references(store: Path) -> None:
    pragmas = {
        name: database.execute_sql(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    with pytest.raises(IntegrityError), db.transaction():
        PublicationComponent.insert(publication=99, component="none").execute()


def test_transaction_that_fails_leaves_nothing_and_does_not_ring(store: Path) -> None:
    heard = db.bell().value

    def fail_midway() -> None:
        with db.transaction():
            settings.write("colour", "green")
            db.raise_topics("settings")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_midway()
    with db.snapshot():
        assert settings.read("colour") is None
    assert db.bell().value == heard


def test_transaction_raises_its_topics_to_one_new_generation_and_rings(store: Path) -> None:
    heard = db.bell().value
    with db.snapshot():
        before = topics.generation()
    with db.transaction():
        db.raise_topics("one", "two")
    with db.snapshot():
        assert topics.versions(["one", "two"]) == {
            "one": before + 1,
            "two": before + 1,
            "": before + 1,
        }
    assert db.bell().value != heard


def test_transaction_within_another_is_part_of_it(store: Path) -> None:
    with db.snapshot():
        before = topics.generation()
    with db.transaction():
        db.raise_topics("outer")
        with db.transaction():
            db.raise_topics("inner")
    with db.snapshot():
        assert topics.versions(["outer", "inner"]) == {
            "outer": before + 1,
            "inner": before + 1,
            "": before + 1,
        }


def test_missing_database_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="statuspage migrate"):
        db.open_store(tmp_path / "nothing.db")


def test_file_that_is_no_database_is_one_clear_line(tmp_path: Path) -> None:
    file = tmp_path / "words.db"
    file.write_bytes(b"these are words, not a database" * 200)
    with pytest.raises(StoreError, match="not a database"):
        db.open_store(file)
    db.close_store()


@pytest.mark.sqlite("a file")
def test_database_that_vanishes_is_noticed(store: Path) -> None:
    db.path().unlink()
    with pytest.raises(StoreError, match="is gone"), db.snapshot():
        pass


@pytest.mark.sqlite("a limit of SQLite stands for the disk")
def test_full_disk_is_one_clear_line_and_nothing_is_written(store: Path) -> None:
    pages = database.execute_sql("PRAGMA page_count").fetchone()[0]
    database.execute_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full"), db.transaction():
        settings.write("large", "x" * 1_000_000)
    with db.snapshot():
        assert settings.read("large") is None


@pytest.mark.slow
@pytest.mark.sqlite("another program has the file open")
def test_lock_that_another_program_holds_is_told_to_whoever_asks(store: Path) -> None:
    with closing(sqlite3.connect(db.path(), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "Another program" in str(writing_fault())
    with db.transaction():
        db.raise_topics("anything")
    assert writing_fault() is None


def test_database_on_a_server_without_its_package_is_one_clear_line(tmp_path: Path) -> None:
    program = "import sys; sys.modules['psycopg'] = None; from statuspage.cli import main; main()"
    given = {"STATUSPAGE_DATABASE": "postgresql://site@127.0.0.1:9/site"}
    config = write_site(tmp_path / "site") / "config.toml"
    command = [sys.executable, "-c", program, "--config", str(config), "migrate"]
    found = to_its_end(command, env=os.environ | given)
    assert found.returncode == 1
    assert found.stderr.count("\n") == 1
    assert "pip install 'statuspage[postgresql]'" in found.stderr
