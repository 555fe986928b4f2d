"""Causes of incidents, and what was promised after them."""

from __future__ import annotations

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from statuspage.store.migrations.sql import run_beside


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:  # noqa: ARG001
    """Add the tables."""
    run_beside(__file__, migrator)
