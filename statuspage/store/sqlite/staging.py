"""A file beside the store in which an import gathers its rows, out of the way of all who write."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from statuspage.domain.measured.pace import DAY
from statuspage.domain.measured.samples import Sample
from statuspage.store import db
from statuspage.store.measured import measurements
from statuspage.store.measured.staging import Staging
from statuspage.store.scratch import scratch
from statuspage.store.sqlite.errors import plain_errors

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


class FileStaging(Staging):
    """The file: rows of one table as they came, and samples in order."""

    part = latest = "staged.part"

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

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


@contextmanager
def staged_in_file(beside: Path) -> Iterator[FileStaging]:
    """An empty file, in the folder of the database: there is room for as much as goes there.

    Raises StoreError, OSError.
    """
    with (
        plain_errors(),
        scratch(beside, "import") as folder,
        closing(sqlite3.connect(path := folder / "staged.db")) as connection,
    ):
        connection.executescript(_SCHEMA)
        yield FileStaging(path, connection)
