"""What every table shares: the database and the base class."""

from __future__ import annotations

from peewee import (
    Model,
    SqliteDatabase,
)

database = SqliteDatabase(None)


class Table(Model):
    class Meta:
        database = database
        legacy_table_names = False
