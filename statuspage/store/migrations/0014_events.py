"""Entries of the record are events from now on; older ones are none, so nothing old is sent."""

from __future__ import annotations

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from statuspage.store.migrations.sql import run_beside


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:  # noqa: ARG001
    """Make the table."""
    run_beside(__file__, migrator)
