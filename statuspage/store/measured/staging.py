"""A file beside the store in which an import gathers its rows, out of the way of all who write.

One import is at work at a time; the file is gone after.
"""

from __future__ import annotations

import fcntl
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from statuspage.domain.measured.pace import DAY
from statuspage.domain.measured.samples import Sample
from statuspage.errors import StoreError
from statuspage.said import said
from statuspage.store import db
from statuspage.store.measured import measurements

_SCHEMA = """
PRAGMA journal_mode = off;
PRAGMA synchronous = off;
PRAGMA cache_size = -64000;
CREATE TABLE probe_sample (
  series_id INTEGER, at INTEGER, state INTEGER, latency_ms INTEGER, PRIMARY KEY (series_id, at)
) WITHOUT ROWID;
"""
_TIMES = (
    "SELECT at / 900 * 900, COUNT(*) FROM probe_sample WHERE series_id = ? GROUP BY at / 900 * 900"
)
_AT_ONCE = 500
_SAMPLES = """
SELECT at, state, latency_ms FROM probe_sample WHERE series_id = ? AND at >= ? AND at < ?
ORDER BY at
"""
_EDGES = "SELECT min(at), max(at) FROM probe_sample WHERE series_id = ?"
_DAYS = "SELECT DISTINCT at / 86400 FROM probe_sample WHERE series_id = ?"


class ImportAtWork(StoreError):
    """Another import is at work on this store."""


@dataclass(frozen=True)
class Staging:
    """The file: rows of one table as they came, and samples in order."""

    path: Path
    connection: sqlite3.Connection

    def put(self, rows: Sequence[Sequence[object]]) -> None:
        """Gather rows, each the columns of a table."""
        if rows:
            names = ", ".join(f"column_{place}" for place in range(len(rows[0])))
            self.connection.execute(f"CREATE TABLE IF NOT EXISTS part ({names})")
            places = ", ".join("?" * len(rows[0]))
            self.connection.executemany(f"INSERT INTO part VALUES ({places})", rows)  # noqa: S608

    @contextmanager
    def attached(self) -> Iterator[None]:
        """Inside, `insert` finds the gathered rows."""
        self.connection.commit()
        db.run("ATTACH ? AS staged", str(self.path))
        try:
            yield
        finally:
            db.run("DETACH staged")

    def put_samples(self, rows: Iterable[Sequence[object]]) -> None:
        """Gather samples, in columns, by a number that stands for their series in this file.

        Of two for one instant the worse stands.
        """
        self.connection.executemany(measurements.PUT_SAMPLE, rows)

    def sample_times(self, series: int) -> Counter[int]:
        """How many samples of a series each quarter of an hour holds, by its first second."""
        return Counter(dict(self.connection.execute(_TIMES, (series,))))

    def edges(self, series: int) -> tuple[datetime, datetime]:
        """When the first and the last of the samples of a series were taken; there is one."""
        first, last = self.connection.execute(_EDGES, (series,)).fetchone()
        return datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC)

    def days(self, series: int) -> list[datetime]:
        """The UTC days of which there are samples of a series."""
        rows = self.connection.execute(_DAYS, (series,))
        return [datetime.fromtimestamp(day * 86400, UTC) for (day,) in rows]

    def day(self, series: int, day: datetime) -> list[Sample]:
        """The samples of a series in a UTC day, in order."""
        start, end = int(day.timestamp()), int((day + DAY).timestamp())
        return [*map(measurements.sample, self.connection.execute(_SAMPLES, (series, start, end)))]


QUARTER = 900
"""Seconds of a quarter of an hour: periods of every zone begin and end with one."""

Rows = Sequence[Sequence[object]] | Staging
"""Rows in columns, or all those that an attached staging file has gathered."""


def insert(statement: str, rows: Rows, *more: object) -> None:
    """Run an INSERT with `{rows}` in it, of which some last columns are the same in each."""
    if isinstance(rows, Staging):
        places = "".join(", ?" for _ in more)
        db.run(statement.format(rows=f"SELECT *{places} FROM staged.part WHERE true"), *more)  # noqa: S608
    elif rows:
        places = ", ".join("?" * (len(rows[0]) + len(more)))
        db.run_many(statement.format(rows=f"VALUES ({places})"), ((*row, *more) for row in rows))


def times(rows: Rows, column: int) -> Counter[int]:
    """How many rows have the instant of a column in each quarter of an hour, by its start."""
    if isinstance(rows, Staging):
        counted = f"SELECT column_{column} / {QUARTER} * {QUARTER}, COUNT(*) FROM staged.part"  # noqa: S608
        return Counter(dict(db.run(f"{counted} GROUP BY 1")))
    return Counter(int(str(row[column])) // QUARTER * QUARTER for row in rows)


def former_times(rows: Rows, table: str, column: str) -> Counter[int]:
    """The same of the rows of a table that these replace; both begin with an id."""
    counted = f"SELECT {column} / {QUARTER} * {QUARTER}, COUNT(*) FROM {table} WHERE id IN"  # noqa: S608
    if isinstance(rows, Staging):
        return Counter(dict(db.run(f"{counted} (SELECT column_0 FROM staged.part) GROUP BY 1")))  # noqa: S608
    found: Counter[int] = Counter()
    for start in range(0, len(rows), _AT_ONCE):
        some = [row[0] for row in rows[start : start + _AT_ONCE]]
        found.update(dict(db.run(f"{counted} ({', '.join('?' * len(some))}) GROUP BY 1", *some)))
    return found


@contextmanager
def staging() -> Iterator[Staging]:
    """An empty staging file; nothing in it outlives the block, nor needs to survive a crash.

    Raises ImportAtWork.
    """
    # Beside the database, where there is room for as much as will be written there.
    with (
        alone(),
        tempfile.TemporaryDirectory(prefix="import-", dir=db.path().parent) as folder,
        closing(sqlite3.connect(path := Path(folder) / "staged.db")) as connection,
    ):
        connection.executescript(_SCHEMA)
        yield Staging(path, connection)


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock of imports, on a file that every store has; it ends with the process.

    Raises ImportAtWork.
    """
    with db.bell().path.open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            text = said("Another import is running on this store. Start this one when it is done.")
            raise ImportAtWork(text) from error
        yield
