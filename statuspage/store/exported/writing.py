"""Rows that came along, put into a store that has none, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from statuspage.domain.record.recorded import Recorded, mismatch
from statuspage.errors import Conflict
from statuspage.said import said
from statuspage.store import db
from statuspage.store.exported.columns import Column
from statuspage.store.exported.tables import TABLES, ExportedTable
from statuspage.store.published import record
from statuspage.store.tables.record import Event
from statuspage.store.tables.reports import Report

_AT_ONCE = 500
_UNFIT = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
"""Raised by values that are none of their kind."""


def is_empty() -> bool:
    """Whether nothing was ever published here."""
    return all(db.run(f"SELECT 1 FROM {one.name} LIMIT 1").fetchone() is None for one in TABLES)  # noqa: S608


def put(table: ExportedTable, rows: Iterable[Mapping[str, Any]]) -> int:
    """Put rows into a table, inside a transaction; returns how many.

    Raises Conflict for a row that does not fit.
    """
    columns, left_out = table.columns, table.left_out
    named = ", ".join(f'"{one}"' for one in [c.column for c in columns] + [n for n, _ in left_out])
    marks = ", ".join("?" for _ in range(len(columns) + len(left_out)))
    statement = f"INSERT INTO {table.name} ({named}) VALUES ({marks})"  # noqa: S608 of the schema
    rest = [value for _, value in left_out]
    given, count = iter(rows), 0
    unfit: tuple[type[Exception], ...] = (*db.engine().refusals, *_UNFIT)
    while some := list(islice(given, _AT_ONCE)):
        try:
            db.run_many(statement, [[*_loaded(columns, row), *rest] for row in some])
        except unfit as error:
            raise Conflict(
                said(
                    "A row of {table} does not fit: {error}.",
                    table=table.file,
                    error=str(error).splitlines()[0],
                )
            ) from error
        count += len(some)
    return count


def _loaded(columns: Iterable[Column], row: Mapping[str, Any]) -> list[Any]:
    return [one.load(row[one.name]) for one in columns]


def number_on() -> None:
    """Have numbers that rows are given go on after the highest one."""
    db.engine().number_on()


def render_letters(to_html: Callable[[str], str]) -> None:
    """Make the HTML of the letters that open reports."""
    rows: Any = Report.select(Report.period, Report.revision, Report.letter)
    for period, revision, letter in rows.where(Report.letter != "").tuples():
        named = (Report.period == period) & (Report.revision == revision)
        Report.update(letter_html=to_html(letter)).where(named).execute()


def complete_the_record() -> bytes:
    """Make the hashes of a record of which the entries were put, and their events, which are told.

    Returns the root over all of it. Raises Conflict where an entry is not what it says.
    """
    size = record.size()
    for first in range(0, size, _AT_ONCE):
        found = record.some(first, min(_AT_ONCE, size - first))
        for number, entry in enumerate(found, first):
            _require_whole(entry, number)
        record.hash_on(first, [entry.leaf.encoded() for entry in found])
        Event.insert_many([_event(entry) for entry in found]).execute()
    return record.root(size)


def _require_whole(entry: Recorded, number: int) -> None:
    wrong = mismatch(entry)
    if entry.index != number:
        wrong = said("it is missing")
    if wrong is not None:
        raise Conflict(
            said("Entry {number} of the record is not whole: {wrong}.", number=number, wrong=wrong)
        )


def _event(entry: Recorded) -> dict[str, Any]:
    at = entry.at
    told = {"entry": entry.index, "subject": entry.subject, "at": at, "told_at": at}
    return {**told, "is_quiet": True, "is_told_again": False}
