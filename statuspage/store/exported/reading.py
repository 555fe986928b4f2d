"""The rows of a table as they go along, a few at a time, in the same order everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from statuspage.store import db
from statuspage.store.exported.tables import ExportedTable


def count(table: ExportedTable) -> int:
    """How many rows go along."""
    where, given = _kept(table)
    (found,) = db.run(f"SELECT count(*) FROM {table.name}{where}", *given).fetchone()  # noqa: S608
    return int(found)


def rows(table: ExportedTable) -> Iterator[dict[str, Any]]:
    """Each row by the names of its columns, in JSON types; asked inside a snapshot."""
    columns = table.columns
    for values in _values(table, [one.column for one in columns]):
        yield {
            one.name: one.dump(value)
            for one, value in zip(columns, values[: len(columns)], strict=True)
        }


def _values(table: ExportedTable, wanted: list[str]) -> Iterator[tuple[Any, ...]]:
    """From one key to the next: a cursor would hold a whole table in memory on a server."""
    listed, key = _named([*wanted, *table.key]), _named(table.key)
    where, given = _kept(table)
    further = f"{where} AND" if where else " WHERE"
    marks = ", ".join("?" for _ in table.key)
    statement = f"SELECT {listed} FROM {table.name}{{}} ORDER BY {key} LIMIT {table.at_once}"  # noqa: S608
    found = db.run(statement.format(where), *given).fetchall()
    while found:
        yield from found
        if len(found) < table.at_once:
            return
        after = found[-1][len(wanted) :]
        following = f"{further} ({key}) > ({marks})"
        found = db.run(statement.format(following), *given, *after).fetchall()


def _kept(table: ExportedTable) -> tuple[str, tuple[str, ...]]:
    name, _, value = table.but.partition("=")
    return (f' WHERE "{name}" <> ?', (value,)) if name else ("", ())


def _named(columns: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
