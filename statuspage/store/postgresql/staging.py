"""Temporary tables in which an import gathers its rows: nobody else sees them, and they pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg

from statuspage.domain.measured.pace import DAY
from statuspage.domain.measured.samples import Sample
from statuspage.store import db
from statuspage.store.measured import measurements
from statuspage.store.measured.staging import Staging
from statuspage.store.tables.base import database

_SCHEMA = """
CREATE TEMPORARY TABLE staged_sample (series_id BIGINT, at BIGINT, state BIGINT, latency_ms BIGINT);
CREATE INDEX staged_sample_at ON staged_sample (series_id, at)
"""
_DROP = "DROP TABLE IF EXISTS pg_temp.staged_sample, pg_temp.staged_part"
_SAMPLES = "COPY pg_temp.staged_sample FROM STDIN"
_TIMES = """
SELECT at / 900 * 900, COUNT(DISTINCT at) FROM pg_temp.staged_sample
WHERE series_id = ? GROUP BY at / 900 * 900
"""
# Of two for one instant the worse stands: see measurements.PUT_SAMPLE.
_OF_DAY = """
SELECT DISTINCT ON (at) at, state, latency_ms FROM pg_temp.staged_sample
WHERE series_id = ? AND at >= ? AND at < ?
ORDER BY at, (state + 1) % 4 DESC, coalesce(latency_ms, -1) DESC
"""
_EDGES = "SELECT min(at), max(at) FROM pg_temp.staged_sample WHERE series_id = ?"
_DAYS = "SELECT DISTINCT at / 86400 FROM pg_temp.staged_sample WHERE series_id = ?"


class TableStaging(Staging):
    """The tables: rows of one table as they came, and samples in order."""

    part = "pg_temp.staged_part"

    def __init__(self, table: str) -> None:
        """`table` is the one whose rows are gathered, "" for samples alone."""
        self._table = table
        self.latest = ""

    def put(self, rows: Sequence[Sequence[object]]) -> None:
        if not rows:
            return
        if not self.latest:
            self._make(len(rows[0]))
        _copy(f"COPY {self.part} FROM STDIN", rows)

    def _make(self, width: int) -> None:
        """The first columns of the table, by their places."""
        model = db.run(f"SELECT * FROM {self._table} LIMIT 0")  # noqa: S608 of the schema
        columns = [
            f'"{column.name}" AS column_{place}'
            for place, column in enumerate(model.description[:width])
        ]
        _connection().execute(
            f"CREATE TEMPORARY TABLE staged_part AS SELECT {', '.join(columns)} "  # noqa: S608
            f"FROM {self._table} WITH NO DATA"
        )
        # Rows were only ever added, so they lie in the order in which they came.
        self.latest = (
            f"(SELECT DISTINCT ON (column_0) * FROM {self.part} "  # noqa: S608
            "ORDER BY column_0, ctid DESC) AS latest"
        )

    @contextmanager
    def attached(self) -> Iterator[None]:
        _connection().execute(f"ANALYZE {self.part}")
        yield

    def put_samples(self, rows: Iterable[Sequence[object]]) -> None:
        _copy(_SAMPLES, list(rows))  # what is read for them comes through the same connection

    def sample_times(self, series: int) -> Counter[int]:
        return Counter(dict(db.run(_TIMES, series).fetchall()))

    def edges(self, series: int) -> tuple[datetime, datetime]:
        first, last = db.run(_EDGES, series).fetchone()
        return datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC)

    def days(self, series: int) -> list[datetime]:
        return [datetime.fromtimestamp(day * 86400, UTC) for (day,) in db.run(_DAYS, series)]

    def day(self, series: int, day: datetime) -> list[Sample]:
        start, end = int(day.timestamp()), int((day + DAY).timestamp())
        return [*map(measurements.sample, db.run(_OF_DAY, series, start, end))]


@contextmanager
def staged_in_tables(table: str) -> Iterator[TableStaging]:
    """Empty tables of the connection of this thread."""
    held: Any = database.obj
    with db.engine().plain_errors(), held.holding():
        db.engine().require_ready()
        _connection().execute(_SCHEMA)
        try:
            yield TableStaging(table)
        finally:
            if not _connection().closed:
                _connection().execute(_DROP)


def _copy(statement: str, rows: Iterable[Sequence[object]]) -> None:
    with _connection().cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _connection() -> psycopg.Connection[Any]:
    held: Any = database
    found: psycopg.Connection[Any] = held.connection()
    return found
