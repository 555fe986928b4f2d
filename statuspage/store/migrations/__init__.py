"""Numbered steps of the schema, each run with its record in one transaction by peewee's runner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from peewee import SqliteDatabase

from statuspage.errors import StoreError

_FOLDER = Path(__file__).parent


def upgrade(database: SqliteDatabase) -> list[str]:
    """Take the steps not taken yet; returns their names. Raises StoreError for a newer database."""
    from playhouse.migrations import Runner

    _steps_to_take(database)
    return [str(name) for name in Runner(database, directory=str(_FOLDER)).up()]


def require_known(database: SqliteDatabase) -> None:
    """Raises StoreError when the database is newer than this program, or not migrated yet."""
    if _steps_to_take(database):
        raise StoreError("The database needs to be brought up to date: run `statuspage migrate`.")


def _steps_to_take(database: Any) -> set[str]:  # peewee's stubs leave its queries untyped
    taken = set()
    if database.table_exists("schema_migration"):  # where the runner notes the steps it took
        taken = {name for (name,) in database.execute_sql("SELECT name FROM schema_migration")}
    known = {path.stem for path in _FOLDER.glob("[0-9]*.py")}
    if unknown := sorted(taken - known):
        raise StoreError(
            "The database was written by a newer version of statuspage "
            f"(it has step {unknown[-1]}). Install that version, or restore an older backup."
        )
    return known - taken
