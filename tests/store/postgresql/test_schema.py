"""Both databases have the same tables, and keep what was published alike."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from statuspage.config.database import DatabaseServer
from statuspage.store import db, migrations
from tests.helpers.stores import server

SQLITE = Path(migrations.__file__).parent
BASELINE = "0159"  # what PostgreSQL's first step holds of SQLite's
TYPES = {
    "INTEGER": {"bigint", "boolean"},
    "REAL": {"double precision"},
    "TEXT": {"text"},
    "BLOB": {"bytea"},
    "DATE": {"date"},
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A migrated store in a file."""
    path = tmp_path_factory.mktemp("schema") / "statuspage.db"
    db.open_store(path, create=True)
    db.migrate()
    db.close_store()
    with closing(sqlite3.connect(path)) as connection:
        yield connection


@pytest.fixture
def place(tmp_path: Path) -> DatabaseServer:
    """A migrated database on the server."""
    return server().place(tmp_path)


def asked(place: DatabaseServer, statement: str) -> list[tuple[str, ...]]:
    name = place.url.split("@/")[1].split("?")[0]
    return list(server().ask(statement, name))


def tables(files: sqlite3.Connection) -> list[str]:
    found = files.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    return [name for (name,) in found]


def test_steps_are_written_for_both_databases() -> None:
    first, *later = sorted(path.stem for path in (SQLITE / "postgresql").glob("*.sql"))
    assert first.startswith(BASELINE)
    assert later == sorted(path.stem for path in SQLITE.glob("*.sql") if path.stem > first)


def test_columns_are_the_same(files: sqlite3.Connection, place: DatabaseServer) -> None:
    rows = asked(
        place,
        "SELECT table_name, column_name, data_type, is_nullable, collation_name "
        "FROM information_schema.columns WHERE table_schema = 'public'",
    )
    there = {(table, name): (kind, null) for table, name, kind, null, _ in rows}
    here = {
        (table, row[1]): (row[2], "NO" if row[3] or row[5] else "YES")
        for table in tables(files)
        for row in files.execute(f'PRAGMA table_info("{table}")')
    }
    assert there.keys() == here.keys()
    for column, (kind, null) in here.items():
        if column[0] != "schema_migration":
            assert there[column][0] in TYPES[kind], column
        assert there[column][1] == null, column
    sorted_otherwise = [row[:2] for row in rows if row[2] == "text" and row[4] != "C"]
    assert [one for one in sorted_otherwise if one[0] != "schema_migration"] == []


def test_keys_and_references_are_the_same(files: sqlite3.Connection, place: DatabaseServer) -> None:
    rows = asked(
        place,
        "SELECT conrelid::regclass::text, contype, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace",
    )
    there = {(table.strip('"'), re.sub(r'"', "", told)) for table, _, told in rows}
    here = set()
    for table in tables(files):
        columns = list(files.execute(f'PRAGMA table_info("{table}")'))
        key = [row[1] for row in sorted(columns, key=lambda row: row[5]) if row[5]]
        here.add((table, f"PRIMARY KEY ({', '.join(key)})"))
        for row in files.execute(f'PRAGMA foreign_key_list("{table}")'):
            here.add((table, f"FOREIGN KEY ({row[3]}) REFERENCES {row[2]}({row[4]})"))
    assert there == here


def test_indexes_are_the_same(files: sqlite3.Connection, place: DatabaseServer) -> None:
    rows = asked(
        place,
        "SELECT c.relname, i.indisunique, i.indpred IS NOT NULL FROM pg_index i "
        "JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid "
        "WHERE t.relnamespace = 'public'::regnamespace AND NOT i.indisprimary",
    )
    here = {
        (row[1], bool(row[2]), bool(row[4]))
        for table in tables(files)
        for row in files.execute(f'PRAGMA index_list("{table}")')
        if row[3] == "c"
    }
    assert set(rows) == here


def test_triggers_are_the_same_and_no_table_can_be_emptied_at_once(
    files: sqlite3.Connection, place: DatabaseServer
) -> None:
    found = asked(
        place,
        "SELECT t.tgname, c.relname, encode(t.tgargs, 'escape') FROM pg_trigger t "
        "JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal",
    )
    there = {name: (table, words.removesuffix("\\000")) for name, table, words in found}
    here: Mapping[str, tuple[str, str]] = {
        name: (table, re.findall(r"RAISE\(ABORT, '(.*?)'\)", told)[0])
        for name, table, told in files.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
        )
    }
    never_deleted = {
        table
        for name, table, told in files.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
        )
        if "BEFORE DELETE" in told
    }
    emptied = {name: one for name, one in there.items() if name.endswith("_is_not_emptied")}
    assert {table for table, _ in emptied.values()} == never_deleted
    assert {name: one for name, one in there.items() if name not in emptied} == here
