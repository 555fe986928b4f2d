"""The first schema, as it was: 0001_initial.sql beside this file."""

from __future__ import annotations

from pathlib import Path

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator


def up(migrator: SchemaMigrator, _: SqliteDatabase) -> None:
    """Make every table and index."""
    for statement in Path(__file__).with_suffix(".sql").read_text("utf-8").split(";\n"):
        if statement.strip():
            migrator.database.execute_sql(statement)
