"""What every table shares: the database, whichever it is, and the base class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peewee import Database, DatabaseProxy, Model

database = DatabaseProxy()


def use(chosen: Database) -> None:
    """Have every table in a database from now on."""
    if database.obj is not chosen:
        database.initialize(chosen)


class Table(Model):
    @classmethod
    def put(cls, *rows: Mapping[str, Any]) -> None:
        """Insert rows with keys of their own; each takes the place of the one with the same key."""
        meta: Any = cls._meta
        key = meta.get_primary_keys()
        others = [field for field in meta.sorted_fields if not any(field is one for one in key)]
        query: Any = cls.insert_many(list(rows))
        query.on_conflict(conflict_target=key, preserve=others).execute()

    class Meta:
        database = database
        legacy_table_names = False
