"""A file beside the store in which an import gathers its rows, out of the way of all who write.

One import is at work at a time. What is gathered becomes visible in one short transaction; the file
is gone after.
"""

from __future__ import annotations

import fcntl
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from statuspage.errors import StoreError
from statuspage.said import said
from statuspage.store import db
from statuspage.store.tables.base import Table


@dataclass(frozen=True)
class Staging:
    """The file, and the connection that fills it. Tables in it have the names of the store's."""

    path: Path
    connection: sqlite3.Connection

    def make_like(self, model: type[Table]) -> None:
        """Make an empty table as the store has it."""
        name = model._meta.table_name
        (made,) = db.run("SELECT sql FROM sqlite_master WHERE name = ?", name).fetchone()
        self.connection.execute(made)

    def put(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run an INSERT for many rows."""
        self.connection.executemany(statement, rows)

    def put_like(self, model: type[Table], rows: Iterable[dict[str, Any]]) -> None:
        """Put rows into a table as the store has it; one of the same key is replaced."""
        places = ", ".join("?" * len(model._meta.sorted_fields))
        statement = f"INSERT OR REPLACE INTO {model._meta.table_name} VALUES ({places})"  # noqa: S608
        self.put(statement, as_stored(model, rows))

    @contextmanager
    def attached(self) -> Iterator[None]:
        """Inside, statements on the store find the tables of this file under `staged`."""
        self.connection.commit()
        db.run("ATTACH ? AS staged", str(self.path))
        try:
            yield
        finally:
            db.run("DETACH staged")


def as_stored(model: type[Table], rows: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
    """Rows by name as the values of their columns."""
    fields = model._meta.sorted_fields
    return ([field.db_value(row[field.name]) for field in fields] for row in rows)


@contextmanager
def staging() -> Iterator[Staging]:
    """An empty staging file; nothing in it outlives the block, nor needs to survive a crash.

    Raises StoreError while another import is at work.
    """
    # Beside the database, where there is room for as much as will be copied there.
    with _alone(), tempfile.TemporaryDirectory(prefix="import-", dir=db.path().parent) as folder:
        path = Path(folder) / "staged.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = off")
            connection.execute("PRAGMA synchronous = off")
            connection.execute("PRAGMA cache_size = -64000")
            yield Staging(path, connection)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of imports, on a file that every store has; it ends with the process."""
    with db.bell().path.open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            text = said("Another import is at work on this store. Start this one when it is done.")
            raise StoreError(text) from error
        yield
