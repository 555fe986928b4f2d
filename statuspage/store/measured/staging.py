"""Where an import gathers its rows, out of the way of all who write, before any of them counts.

One import is at work at a time; what it gathered is gone after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from statuspage.store import db
from statuspage.store.engine import Staging

_AT_ONCE = 500
QUARTER = 900
"""Seconds of a quarter of an hour: periods of every zone begin and end with one."""

Rows = Sequence[Sequence[object]] | Staging
"""Rows in columns, or all those that an import has gathered, inside `attached()`."""


def insert(statement: str, rows: Rows, *more: object) -> None:
    """Run an INSERT with `{rows}` in it, of which some last columns are the same in each."""
    if isinstance(rows, Staging):
        places = "".join(", ?" for _ in more)
        db.run(statement.format(rows=f"SELECT *{places} FROM {rows.latest} WHERE true"), *more)  # noqa: S608
    elif rows:
        places = ", ".join("?" * (len(rows[0]) + len(more)))
        db.run_many(statement.format(rows=f"VALUES ({places})"), ((*row, *more) for row in rows))


def times(rows: Rows, column: int) -> Counter[int]:
    """How many rows have the instant of a column in each quarter of an hour, by its start."""
    if isinstance(rows, Staging):
        counted = f"SELECT column_{column} / {QUARTER} * {QUARTER}, COUNT(*) FROM {rows.part}"  # noqa: S608
        return Counter(dict(db.run(f"{counted} GROUP BY 1")))
    return Counter(int(str(row[column])) // QUARTER * QUARTER for row in rows)


def former_times(rows: Rows, table: str, column: str) -> Counter[int]:
    """The same of the rows of a table that these replace; both begin with an id."""
    counted = f"SELECT {column} / {QUARTER} * {QUARTER}, COUNT(*) FROM {table} WHERE id IN"  # noqa: S608
    if isinstance(rows, Staging):
        return Counter(dict(db.run(f"{counted} (SELECT column_0 FROM {rows.part}) GROUP BY 1")))  # noqa: S608
    found: Counter[int] = Counter()
    for start in range(0, len(rows), _AT_ONCE):
        some = [row[0] for row in rows[start : start + _AT_ONCE]]
        found.update(dict(db.run(f"{counted} ({', '.join('?' * len(some))}) GROUP BY 1", *some)))
    return found


@contextmanager
def staging(table: str = "") -> Iterator[Staging]:
    """An empty place to gather samples in, or rows of a table; nothing in it outlives the block.

    Raises ImportAtWork.
    """
    with db.import_alone(), db.staging(table) as staged:
        yield staged
