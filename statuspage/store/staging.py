"""A file beside the store in which an import gathers its rows, out of the way of all who write.

What is gathered becomes visible in one short transaction that copies it; the file is gone after.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from statuspage.store import db
from statuspage.store.tables import Table, database


@dataclass(frozen=True)
class Staging:
    """The file, and the connection that fills it. Tables in it have the names of the store's."""

    path: Path
    connection: sqlite3.Connection

    def make_like(self, model: type[Table]) -> None:
        """Make an empty table as the store has it."""
        name = model._meta.table_name
        (made,) = run("SELECT sql FROM sqlite_master WHERE name = ?", name).fetchone()
        self.connection.execute(made)

    def put(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run an INSERT for many rows."""
        self.connection.executemany(statement, rows)

    def put_like(self, model: type[Table], rows: Iterable[dict[str, Any]]) -> None:
        """Put rows into a table as the store has it; one of the same key is replaced."""
        fields = model._meta.sorted_fields
        places = ", ".join("?" * len(fields))
        statement = f"INSERT OR REPLACE INTO {model._meta.table_name} VALUES ({places})"  # noqa: S608
        self.put(statement, ([field.db_value(row[field.name]) for field in fields] for row in rows))

    @contextmanager
    def attached(self) -> Iterator[None]:
        """Inside, statements on the store find the tables of this file under `staged`."""
        self.connection.commit()
        run("ATTACH ? AS staged", str(self.path))
        try:
            yield
        finally:
            run("DETACH staged")


def run(statement: str, *given: object) -> Any:
    """Run a statement on the store, such as one that copies from an attached staging file."""
    connection: Any = database
    return connection.execute_sql(statement, given)


@contextmanager
def staging() -> Iterator[Staging]:
    """An empty staging file; nothing in it outlives the block, nor needs to survive a crash."""
    # Beside the database, where there is room for as much as will be copied there.
    with tempfile.TemporaryDirectory(prefix="import-", dir=db.path().parent) as folder:
        path = Path(folder) / "staged.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = off")
            connection.execute("PRAGMA synchronous = off")
            connection.execute("PRAGMA cache_size = -64000")
            yield Staging(path, connection)
