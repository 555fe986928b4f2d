"""What every table shares: the database, whichever it is, and the base class."""

from __future__ import annotations

from peewee import Database, DatabaseProxy, Model

database = DatabaseProxy()


def use(chosen: Database) -> None:
    """Have every table in a database from now on."""
    if database.obj is not chosen:
        database.initialize(chosen)


class Table(Model):
    class Meta:
        database = database
        legacy_table_names = False
