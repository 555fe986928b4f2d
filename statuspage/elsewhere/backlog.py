"""What was found and is not with the server yet: a small SQLite file that survives kill -9.

Results leave in the order in which they came; where many wait, the newest leave first, and the rest
probe by probe. Of too many the oldest are dropped.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from statuspage.errors import StoreError
from statuspage.said import said

_log = logging.getLogger(__name__)

MOST = 500_000
"""Results that are kept; those of 50 probes a minute for a week. About 60 MB."""

ROWS = 1000
"""Results of one batch."""

_BYTES = 700_000  # of one batch; the server takes 1 MB
_SCHEMA = """
CREATE TABLE IF NOT EXISTS result (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, probe TEXT NOT NULL,
  told TEXT NOT NULL, elapsed REAL
);
CREATE INDEX IF NOT EXISTS result_probe ON result (probe, id);
CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_SURE = "SELECT id, at, told FROM result WHERE elapsed IS NULL"
_KNOWN = "SELECT id, at, told FROM result WHERE id IN ({})"
_OUT = "handed out"


class Order(Enum):
    """Which results leave first."""

    AGE = "id"
    NEWEST = "id DESC"
    PROBE = "probe, id"
    """Probe by probe: the server folds what is late in a tenth of the time."""


@dataclass(frozen=True)
class Unsent:
    """One result: what is told of it but for its time.

    `elapsed`: when it was found on the clock that never jumps, where its time is not sure yet.
    """

    at: datetime
    told: dict[str, Any]
    elapsed: float | None = None


@dataclass(frozen=True)
class Parcel:
    """Some results, by the numbers of their rows."""

    numbers: Sequence[int]
    rows: Sequence[str]  # each a JSON object
    is_newest: bool  # they go before older ones

    @property
    def body(self) -> bytes:
        return f"[{','.join(self.rows)}]".encode()


class Backlog:
    """The file of one location. Threads may share it; two processes may not."""

    def __init__(self, file: Path, most: int = MOST) -> None:
        """Raises StoreError when it cannot be written."""
        self._most = most
        self._lock = threading.Lock()
        with _plain(file):
            try:
                self._base = _opened(file)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                aside = file.with_name(f"{file.name}.damaged")
                file.replace(aside)
                for ending in ("-wal", "-shm"):  # they belong to what is set aside
                    file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)
                _log.error("%s is damaged (%s); it is kept as %s", file, error, aside.name)
                self._base = _opened(file)
        self._file = file

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def add(self, found: Iterable[Unsent]) -> int:
        """Keep results; returns how many of the oldest were dropped for want of room.

        Raises StoreError, and then none of them is kept.
        """
        rows = [
            (
                int(one.at.timestamp()),
                one.told.get("probe", ""),
                json.dumps(one.told, ensure_ascii=False),
                one.elapsed,
            )
            for one in found
        ]
        with self._writing() as base:
            base.executemany(
                "INSERT INTO result (at, probe, told, elapsed) VALUES (?, ?, ?, ?)", rows
            )
            newest = base.execute("SELECT max(id) FROM result").fetchone()[0] or 0
            # Numbers grow by one, so this leaves at most so many.
            return base.execute("DELETE FROM result WHERE id <= ?", (newest - self._most,)).rowcount

    def waiting(self) -> int:
        """How many results wait."""
        with self._reading() as base:
            return int(base.execute("SELECT count(*) FROM result").fetchone()[0])

    def batch(self, most: int = ROWS, order: Order = Order.AGE) -> Parcel | None:
        """Results whose time is sure, at most so many, in some order; None when there is none.

        What was handed out once and is neither done nor dropped comes again just so, also after a
        kill: the server knows it by its bytes.
        """
        out = json.loads(self.kept(_OUT) or "[]")[:most]
        with self._reading() as base:
            known = {
                row[0]: row for row in base.execute(_KNOWN.format(", ".join("?" * len(out))), out)
            }
            rows = [known[number] for number in out if number in known]
            is_again = bool(rows)
            if not is_again:
                rows = base.execute(f"{_SURE} ORDER BY {order.value} LIMIT ?", (most,)).fetchall()
        if order is Order.NEWEST and not is_again:
            rows.reverse()
        chosen: list[tuple[int, str]] = []
        size = 0
        for number, at, text in rows:
            row = json.dumps({"at": _written(at), **json.loads(text)}, ensure_ascii=False)
            size += len(row.encode())
            if chosen and size > _BYTES:
                break
            chosen.append((number, row))
        if not chosen:
            return None
        numbers, told = zip(*chosen, strict=True)
        if [*numbers] != out:
            with suppress(StoreError):  # on a full disk results still leave
                self.keep(_OUT, json.dumps(numbers))
        return Parcel(numbers, told, order is Order.NEWEST and not is_again)

    def done(self, numbers: Iterable[int]) -> None:
        """These have arrived, or will never be taken. Raises StoreError."""
        with self._writing() as base:
            base.executemany("DELETE FROM result WHERE id = ?", [(one,) for one in numbers])

    def settle(self, now: datetime, elapsed: float, tolerance: float) -> int:
        """Give results whose time was not sure that of a good clock; returns how many it moved.

        `now` and `elapsed` are one moment, by the good clock and by the one that never jumps. What
        is off by less than `tolerance` seconds stays.
        """
        with self._writing() as base:
            moved = base.execute(
                "UPDATE result SET at = CAST(?1 - (?2 - elapsed) AS INTEGER) WHERE elapsed <= ?2"
                " AND abs(?1 - (?2 - elapsed) - at) > ?3",
                (now.timestamp(), elapsed, tolerance),
            ).rowcount
            base.execute("UPDATE result SET elapsed = NULL WHERE elapsed IS NOT NULL")
            return moved

    def forget_elapsed(self) -> None:
        """The machine was started anew, and that clock with it: results keep their own times."""
        with self._writing() as base:
            base.execute("UPDATE result SET elapsed = NULL WHERE elapsed IS NOT NULL")

    def keep(self, name: str, value: str) -> None:
        """Keep a text beside the results. Raises StoreError."""
        with self._writing() as base:
            base.execute("REPLACE INTO kept VALUES (?, ?)", (name, value))

    def kept(self, name: str) -> str | None:
        """A text that was kept."""
        with self._reading() as base:
            row = base.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _plain(self._file):
            yield self._base

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _plain(self._file), self._base:
            yield self._base


def _opened(file: Path) -> sqlite3.Connection:
    base = sqlite3.connect(file, check_same_thread=False)
    try:
        base.execute("PRAGMA journal_mode = wal")
        base.execute("PRAGMA synchronous = full")
        base.execute("PRAGMA cache_size = -512")
        base.executescript(_SCHEMA)
        if (fault := base.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(fault)
    except BaseException:
        base.close()
        raise
    return base


@contextmanager
def _plain(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        what = error.strerror if isinstance(error, OSError) else str(error)
        raise StoreError(said("{place}: {what}.", place=file, what=what)) from error


def _written(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
