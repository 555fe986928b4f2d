"""Drafts that staff write together, private notes, and a quick way to who published what."""

from __future__ import annotations

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from statuspage.store.migrations.sql import run_beside


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:  # noqa: ARG001
    """Add the tables and the index."""
    run_beside(__file__, migrator)
