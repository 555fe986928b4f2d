"""Numbered steps of the schema, in SQL alone: no step runs the code of its day.

A step that was released is never edited; a change is a further file, and each is taken once, with
its record, in one transaction. Each is written for both databases, under the same name: SQLite's
here, PostgreSQL's in postgresql/.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from statuspage import clock
from statuspage.errors import StoreError, TooNew
from statuspage.said import said

BEHIND = said("The database needs to be brought up to date: run `statuspage migrate`.")


@dataclass(frozen=True)
class Steps:
    """The steps for one of the databases, and how a transaction begins that takes one."""

    folder: Path
    begin: str
    run: Callable[[Any, str], object]
    """Run a file of SQL on a database, inside a transaction."""


_HISTORY = (
    'CREATE TABLE IF NOT EXISTS "schema_migration" '
    '("name" TEXT NOT NULL PRIMARY KEY, "applied" BIGINT NOT NULL)'
)


def upgrade(database: Any, steps: Steps) -> list[str]:
    """Take the steps not taken yet; returns their names. Raises StoreError for a newer database."""
    taken = []
    while missing := _steps_to_take(database, steps):
        with database.atomic(steps.begin):
            step = missing[0]
            if step not in _steps_to_take(database, steps):  # another process was quicker
                continue
            database.execute_sql(_HISTORY)
            steps.run(database, (steps.folder / f"{step}.sql").read_text("utf-8"))
            noted = "INSERT INTO schema_migration (name, applied) VALUES ({0}, {0})"
            row = (step, int(clock.timestamp()))
            database.execute_sql(noted.format(database.param), row)
            taken.append(step)
    return taken


def require_known(database: Any, steps: Steps) -> None:
    """Raises StoreError when the database is newer than this program, or not migrated yet."""
    if _steps_to_take(database, steps):
        raise StoreError(BEHIND)


def _steps_to_take(database: Any, steps: Steps) -> list[str]:
    taken = set()
    if database.table_exists("schema_migration"):
        taken = {name for (name,) in database.execute_sql("SELECT name FROM schema_migration")}
    known = {path.stem for path in steps.folder.glob("[0-9]*.sql")}
    if unknown := sorted(taken - known):
        raise TooNew(
            said(
                "The database was written by a newer version of statuspage (it has step "
                "{unknown}). Install that version, or restore an older backup.",
                unknown=unknown[-1],
            )
        )
    return sorted(known - taken)


def _run_each(database: Any, text: str) -> None:
    for statement in _statements(text):
        database.execute_sql(statement)


def _statements(text: str) -> Iterator[str]:
    """The statements of a step; a trigger holds semicolons of its own."""
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement  # unfinished: the database says so


_FOLDER = Path(__file__).parent
SQLITE = Steps(_FOLDER, "IMMEDIATE", _run_each)
