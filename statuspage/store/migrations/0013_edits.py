"""An edit may move the time of an update; where it first stood stays, for feeds go by it."""

from __future__ import annotations

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from statuspage.store.migrations.sql import run_beside


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:  # noqa: ARG001
    """Add the column, and order updates by it."""
    run_beside(__file__, migrator)
