"""All rows of the open store in a file, poured into an empty database on a server, in one step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from statuspage.config.database import DatabaseServer
from statuspage.errors import StoreError
from statuspage.progress import Progress, Stage
from statuspage.said import said
from statuspage.store import db
from statuspage.store.secret import known_by
from statuspage.store.sqlite.presence import Presence

if TYPE_CHECKING:
    from psycopg import Connection

_STEPS = "schema_migration"


def prepare(target: DatabaseServer) -> None:
    """Bring an empty database up to date. Raises StoreError for one that holds anything."""
    db.open_store(target)
    try:
        db.migrate()
        with db.snapshot():
            for (name,) in db.run(
                "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() "
                "ORDER BY tablename"
            ).fetchall():
                if name != _STEPS and db.run(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone():  # noqa: S608
                    raise StoreError(
                        said(
                            "Nothing was copied: the database holds something already, in its "
                            "table {table}. Give an empty one (createdb NAME makes one).",
                            table=name,
                        )
                    )
    finally:
        db.close_store()


def require_unused(source: Path) -> None:
    """Raises StoreError while other processes have a store in a file open."""
    try:
        door = Presence(source) if source.exists() else None
    except OSError:  # on such a disk nobody writes
        return
    if door is None:
        return  # whoever opens it says so
    try:
        if not door.is_alone():
            raise StoreError(
                said(
                    "{source} is in use, and what is written there meanwhile would stay behind. "
                    "Stop the servers and workers that have it open, then copy it into an empty "
                    "database.",
                    source=source,
                )
            )
    finally:
        door.close()


def pour(target: DatabaseServer, progress: Progress, *, told_every: int = 2_000) -> dict[str, int]:
    """Copy every table of the open store, inside a snapshot of it; returns rows by table.

    How far it is, is told after so many rows. All of it or nothing. Raises StoreError.
    """
    from statuspage.store.postgresql.connecting import WRITE, connect, dialled
    from statuspage.store.postgresql.engine import SECRET_CHECK
    from statuspage.store.postgresql.errors import plain_errors
    from statuspage.store.postgresql.numbering import number_on

    found: dict[str, int] = {}
    with plain_errors(), connect(dialled(target.url)) as connection:
        connection.execute(WRITE)
        for table in _tables():
            found[table] = _pour(connection, table, progress, told_every)
        number_on(connection)
        # Sealed words open with the secret of the former store alone: every node needs that.
        mark = (SECRET_CHECK, known_by(db.session_secret().strip()))
        connection.execute("INSERT INTO setting (name, value) VALUES (%s, %s)", mark)
        connection.execute("COMMIT")
    return found


def _tables() -> list[str]:
    """The tables, each after those that it refers to."""
    names = db.run(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
        "AND name <> ? ORDER BY name",
        _STEPS,
    )
    needs = {
        name: {row[2] for row in db.run(f'PRAGMA foreign_key_list("{name}")')} - {name}
        for (name,) in names.fetchall()
    }
    ordered: list[str] = []
    while len(ordered) < len(needs):
        ordered += [
            name for name, before in needs.items() if name not in ordered and before <= {*ordered}
        ]
    return ordered


def _pour(connection: Connection[Any], table: str, progress: Progress, told_every: int) -> int:
    columns = [
        name
        for (name,) in connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
            "AND table_schema = current_schema() AND data_type = 'boolean'",
            (table,),
        )
    ]
    rows = db.run(f'SELECT * FROM "{table}"')  # noqa: S608 of the schema
    names = [column[0] for column in rows.description]
    (total,) = db.run(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608
    flags = [names.index(name) for name in columns]
    listed = ", ".join(f'"{name}"' for name in names)
    done = 0
    with connection.cursor().copy(f'COPY "{table}" ({listed}) FROM STDIN') as copy:
        for row in _with_flags(rows, flags):
            copy.write_row(row)
            done += 1
            if done % told_every == 0:
                progress(Stage(said("Writing"), done, total))
    counted = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608
    assert counted is not None  # noqa: S101 a count is a row
    if counted[0] != total:
        raise StoreError(
            said(
                "Nothing was copied: {table} has {count} rows, and {arrived} arrived.",
                table=table,
                count=total,
                arrived=counted[0],
            )
        )
    return int(total)


def _with_flags(rows: Any, flags: list[int]) -> Iterator[list[Any]]:
    """SQLite keeps what is true or not as 1 or 0."""
    for row in rows:
        values = list(row)
        for place in flags:
            values[place] = None if values[place] is None else bool(values[place])
        yield values
