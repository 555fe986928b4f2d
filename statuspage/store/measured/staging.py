"""Rows as they come: some in columns, or all that an import has gathered before any counts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from statuspage.domain.measured.samples import Sample
from statuspage.store import db

_AT_ONCE = 500
QUARTER = 900
"""Seconds of a quarter of an hour: periods of every zone begin and end with one."""


class Staging(ABC):
    """Rows of one table as they came, and samples in order, that an import has gathered."""

    part: str
    """How SQL calls all rows, inside `attached()`: column_0, column_1 and so on."""
    latest: str
    """The same for rows to be put by their first columns: of two for one place the later counts."""

    @abstractmethod
    def put(self, rows: Sequence[Sequence[object]]) -> None:
        """Gather rows, each the columns of a table."""

    @abstractmethod
    def attached(self) -> AbstractContextManager[None]:
        """Inside, statements on the store find the gathered rows."""

    @abstractmethod
    def put_samples(self, rows: Iterable[Sequence[object]]) -> None:
        """Gather samples, in columns, by a number that stands for their series here.

        Of two for one instant the worse stands.
        """

    @abstractmethod
    def sample_times(self, series: int) -> Counter[int]:
        """How many samples of a series each quarter of an hour holds, by its first second."""

    @abstractmethod
    def edges(self, series: int) -> tuple[datetime, datetime]:
        """When the first and the last of the samples of a series were taken; there is one."""

    @abstractmethod
    def days(self, series: int) -> list[datetime]:
        """The UTC days of which there are samples of a series."""

    @abstractmethod
    def day(self, series: int, day: datetime) -> list[Sample]:
        """The samples of a series in a UTC day, in order."""


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
