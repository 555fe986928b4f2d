"""What a witness cosigned and refused: a small SQLite file that survives kill -9.

The numbers of entries are its primary key: two heads of one log with as many entries cannot stand
in it. What is kept is on the disk before anybody is answered.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from statuspage.errors import StoreError
from statuspage.said import said
from statuspage.witness.submission import HeadRefusal, KnownHead

_HEADS = 1000  # of a log that are kept, to know a second history of an earlier size by
_REFUSALS = 200  # different ones of a log; the first tell what happened
_SECONDS = 10.0  # that another process at the same file is waited for
_SCHEMA = """
CREATE TABLE IF NOT EXISTS head (
  origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL,
  at INTEGER NOT NULL, PRIMARY KEY (origin, size)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refusal (
  origin TEXT NOT NULL, kind TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL,
  note TEXT NOT NULL, cosigned TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY (origin, kind, size, root)
) WITHOUT ROWID;
"""
_HEAD = "SELECT size, root, note, at FROM head WHERE origin = ?"


@dataclass(frozen=True)
class RefusedHead:
    """A head that was refused, beside the one that was cosigned; both signed by their log.

    `first` and `last` say when it was sent, in seconds since 1970.
    """

    kind: HeadRefusal
    size: int
    note: str
    cosigned: str
    first: int
    last: int


class WitnessMemory:
    """The file of one witness. Threads and processes may share it."""

    def __init__(self, file: Path) -> None:
        """Raises StoreError when it cannot be read and written."""
        self._file = file
        self._lock = threading.Lock()
        with _plain(file):
            self._base = _opened(file)

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def latest(self, origin: str) -> KnownHead | None:
        """The largest head that was cosigned of a log. Raises StoreError."""
        with self._lock, _plain(self._file):
            return _latest(self._base, origin)

    def refused(self, origin: str) -> list[RefusedHead]:
        """What was refused of a log, in the order in which it came. Raises StoreError."""
        query = "SELECT kind, size, note, cosigned, first, last FROM refusal WHERE origin = ?"
        with self._lock, _plain(self._file):
            rows = self._base.execute(f"{query} ORDER BY first, size", (origin,)).fetchall()
        return [RefusedHead(HeadRefusal(kind), *rest) for kind, *rest in rows]

    @contextmanager
    def turn(self, origin: str) -> Iterator[MemoryTurn]:
        """Look and write as one: nobody else writes meanwhile. It is on the disk afterwards.

        Raises StoreError, and then nothing was written.
        """
        with self._lock, _plain(self._file):
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield MemoryTurn(self._base, origin)
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise


class MemoryTurn:
    """What can be done with one log while nobody else does."""

    def __init__(self, base: sqlite3.Connection, origin: str) -> None:
        self._base = base
        self._origin = origin

    def latest(self) -> KnownHead | None:
        """The largest head that was cosigned."""
        return _latest(self._base, self._origin)

    def of_size(self, size: int) -> KnownHead | None:
        """The head of so many entries that was cosigned, as far as it is kept."""
        row = self._base.execute(f"{_HEAD} AND size = ?", (self._origin, size)).fetchone()
        return None if row is None else KnownHead(*row)

    def keep(self, head: KnownHead) -> None:
        """A head is cosigned; the same one again takes the place of the former.

        What was refused of it is no evidence any more. A second head of one size is never kept.
        """
        kept = self._base.execute(
            "INSERT INTO head VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET note = excluded.note, at = excluded.at WHERE root = excluded.root",
            (self._origin, head.size, head.root, head.note, head.at),
        ).rowcount
        if not kept:
            raise sqlite3.IntegrityError(f"another head of {head.size} entries was cosigned")
        self._base.execute(
            "DELETE FROM refusal WHERE origin = ? AND size = ? AND root = ?",
            (self._origin, head.size, head.root),
        )
        self._base.execute(
            "DELETE FROM head WHERE origin = ?1 AND size < (SELECT min(size) FROM (SELECT size"
            " FROM head WHERE origin = ?1 ORDER BY size DESC LIMIT ?2))",
            (self._origin, _HEADS),
        )

    def refuse(self, kind: HeadRefusal, sent: KnownHead, cosigned: KnownHead) -> bool:
        """Keep a head that was refused, as evidence; returns whether it is a new one."""
        is_known = self._base.execute(
            "UPDATE refusal SET last = ? WHERE origin = ? AND kind = ? AND size = ? AND root = ?",
            (sent.at, self._origin, kind, sent.size, sent.root),
        ).rowcount
        count = "SELECT count(*) FROM refusal WHERE origin = ?"
        if is_known or self._base.execute(count, (self._origin,)).fetchone()[0] >= _REFUSALS:
            return False
        self._base.execute(
            "INSERT INTO refusal VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(self._origin, kind, sent.size, sent.root),
                *(sent.note, cosigned.note, sent.at, sent.at),
            ),
        )
        return True


def _latest(base: sqlite3.Connection, origin: str) -> KnownHead | None:
    row = base.execute(f"{_HEAD} ORDER BY size DESC LIMIT 1", (origin,)).fetchone()
    return None if row is None else KnownHead(*row)


def _opened(file: Path) -> sqlite3.Connection:
    file.touch(0o600)
    base = sqlite3.connect(file, timeout=_SECONDS, check_same_thread=False, isolation_level=None)
    try:
        base.execute("PRAGMA journal_mode = wal")
        base.execute("PRAGMA synchronous = full")  # each commit waits for the disk
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
