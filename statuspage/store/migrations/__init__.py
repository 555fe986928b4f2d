"""Numbered steps of the schema, in SQL alone: no step runs the code of its day.

A step that was released is never edited; a change is a further file, and each is taken once, with
its record, in one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from peewee import Database, DatabaseProxy

from statuspage import clock
from statuspage.errors import StoreError, TooNew
from statuspage.said import said

_FOLDER = Path(__file__).parent
_HISTORY = (
    'CREATE TABLE IF NOT EXISTS "schema_migration" '
    '("name" TEXT NOT NULL PRIMARY KEY, "applied" INTEGER NOT NULL)'
)


def upgrade(database: Database | DatabaseProxy) -> list[str]:
    """Take the steps not taken yet; returns their names. Raises StoreError for a newer database."""
    run: Any = database.execute_sql
    taken = []
    while steps := _steps_to_take(database):
        with database.atomic("IMMEDIATE"):
            step = steps[0]
            if step not in _steps_to_take(database):  # another process was quicker
                continue
            for statement in (_HISTORY, *_statements(_FOLDER / f"{step}.sql")):
                run(statement)
            row = (step, int(clock.timestamp()))
            run('INSERT INTO "schema_migration" ("name", "applied") VALUES (?, ?)', row)
            taken.append(step)
    return taken


def require_known(database: Database | DatabaseProxy) -> None:
    """Raises StoreError when the database is newer than this program, or not migrated yet."""
    if _steps_to_take(database):
        raise StoreError(
            said("The database needs to be brought up to date: run `statuspage migrate`.")
        )


def _steps_to_take(database: Any) -> list[str]:  # peewee's stubs leave its queries untyped
    taken = set()
    if database.table_exists("schema_migration"):
        taken = {name for (name,) in database.execute_sql("SELECT name FROM schema_migration")}
    known = {path.stem for path in _FOLDER.glob("[0-9]*.sql")}
    if unknown := sorted(taken - known):
        raise TooNew(
            said(
                "The database was written by a newer version of statuspage (it has step "
                "{unknown}). Install that version, or restore an older backup.",
                unknown=unknown[-1],
            )
        )
    return sorted(known - taken)


def _statements(file: Path) -> Iterator[str]:
    """The statements of a step; a trigger holds semicolons of its own."""
    statement = ""
    for line in file.read_text("utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement  # unfinished: the database says so
