"""Definitions of probes by date. Those of the settings become the first with the next sync."""

from __future__ import annotations

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from statuspage.store.migrations.sql import run_beside


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:  # noqa: ARG001
    """Add the table."""
    run_beside(__file__, migrator)
