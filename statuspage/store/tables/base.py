"""What every table shares: the database, whichever it is, and the base class."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from peewee import Database, DatabaseProxy, Model, ModelSelect

database = DatabaseProxy()


def use(chosen: Database) -> None:
    """Have every table in a database from now on."""
    if database.obj is not chosen:
        database.initialize(chosen)


if TYPE_CHECKING:
    _AnySelect = ModelSelect[Any]
else:
    _AnySelect = ModelSelect


class _Select(_AnySelect):
    """Rows whose columns, where all are wanted, are written down once for each table.

    peewee puts them together one by one for each statement: of a row of twenty that took longer
    than the statement.
    """

    def __sql_selection__(self, ctx: Any, is_subquery: bool = False) -> Any:
        wanted: Any = self
        if is_subquery or not wanted._is_default:
            return super().__sql_selection__(ctx, is_subquery)
        meta: Any = self.model._meta
        return ctx.literal(_columns(meta, ctx.alias_manager[meta.table]))


@cache
def _columns(meta: Any, alias: str) -> str:
    return ", ".join(f'"{alias}"."{field.column_name}"' for field in meta.sorted_fields)


class Table(Model):
    @classmethod
    def select(cls, *fields: Any) -> ModelSelect[Any]:
        """Rows, or some columns of them."""
        meta: Any = cls._meta
        return _Select(cls, fields or meta.sorted_fields, is_default=not fields)

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
