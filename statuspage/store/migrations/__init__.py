"""Numbered steps of the schema, each run with its record in one transaction by peewee's runner."""

from __future__ import annotations

from pathlib import Path

from peewee import SqliteDatabase
from playhouse.migrations import Runner

from statuspage.errors import StoreError


def _runner(database: SqliteDatabase) -> Runner:
    return Runner(database, directory=str(Path(__file__).parent))


def upgrade(database: SqliteDatabase) -> list[str]:
    """Take the steps not taken yet; returns their names. Raises StoreError for a newer database."""
    runner = _runner(database)
    _refuse_newer(runner)
    return [str(name) for name in runner.up()]


def require_known(database: SqliteDatabase) -> None:
    """Raises StoreError when the database is newer than this program, or not migrated yet."""
    runner = _runner(database)
    _refuse_newer(runner)
    if any(step.applied is None for step in runner.status()):
        raise StoreError("The database needs to be brought up to date: run `statuspage migrate`.")


def _refuse_newer(runner: Runner) -> None:
    unknown = [step.name for step in runner.status() if step.path is None]
    if unknown:
        raise StoreError(
            "The database was written by a newer version of statuspage "
            f"(it has step {unknown[-1]}). Install that version, or restore an older backup."
        )
