"""Second factors of staff, when a session was last seen, and the audit log that only grows."""

from __future__ import annotations

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from statuspage.store.migrations.sql import run_beside


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:  # noqa: ARG001
    """Add the tables, the column and the triggers."""
    run_beside(__file__, migrator)
