"""Copies of the whole file, taken while it is in use, and verified before they are trusted.

A copy takes the place of nothing but an older copy of the same site: see restoring.py for the way
back.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from statuspage.errors import StoreError, message
from statuspage.progress import Progress, Stage, each, quietly
from statuspage.said import Said, counted, said
from statuspage.store.scratch import not_written, scratch, settle
from statuspage.store.sqlite.engine import SqliteEngine

_COUNTED = (
    *("incident", "incident_update", "entry", "record_entry", "publication"),
    *("staff", "subscription"),
)
_UNREADABLE = said("{copy} is not a complete backup: {error}. Use another one.")
_OTHER_NAME = said("Give the backup another name.")
_TELL_EVERY = 20_000  # steps of SQLite's machine: some hundredths of a second


def backup(store: SqliteEngine, target: Path, progress: Progress) -> dict[str, int]:
    """Write a compact copy of the open store to `target`, atomically; returns rows per table.

    It is of one instant, and no writer waits for it or makes it begin anew. It takes the place of
    an older backup of this site, and of nothing else. Raises StoreError.
    """
    _require_ours_or_new(store, target)
    try:
        with scratch(target.parent, "backup") as folder:
            part = folder / target.name
            write_compact(store.address, part, progress)
            counts = verify(part, progress)
            settle(part)
            part.replace(target)
        settle(target.parent)
    except (sqlite3.Error, OSError) as error:
        raise not_written(target, error) from error
    return counts


def write_compact(source: str, target: Path, progress: Progress) -> None:
    """Write what the database at an address of SQLite holds at this instant into a new file.

    Only its owner may read it: it holds password hashes. Raises sqlite3.Error, OSError.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(source, uri=True)) as connection:
        pages, free, size = (
            int(connection.execute(f"PRAGMA {asked}").fetchone()[0])
            for asked in ("page_count", "freelist_count", "page_size")
        )

        def tell() -> None:
            written = min(target.stat().st_size, (pages - free) * size)
            progress(Stage(said("Writing"), written, (pages - free) * size, is_bytes=True))

        connection.set_progress_handler(tell, _TELL_EVERY)
        connection.execute("VACUUM INTO ?", (str(target),))


def verify(copy: Path, progress: Progress = quietly) -> dict[str, int]:
    """Check a backup's integrity and count its rows. Raises StoreError."""
    if not copy.is_file():
        raise StoreError(said("There is no backup at {copy}.", copy=copy))
    try:
        with closing(connect(copy)) as connection:
            _require_sound(copy, connection, progress)
            return counts_of(connection)
    except sqlite3.Error as error:
        raise StoreError(Said(_UNREADABLE.key, {"copy": copy, "error": message(error)})) from error


def _require_sound(copy: Path, connection: sqlite3.Connection, progress: Progress) -> None:
    """Every page, then each table with its indexes. Raises StoreError, sqlite3.Error."""
    checks = ["PRAGMA quick_check(1)"]
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    for (table,) in connection.execute(tables):
        quoted = table.replace('"', '""')
        checks.append(f'PRAGMA integrity_check("{quoted}")')
    for check in each(checks, said("Checking"), progress):
        (verdict,) = connection.execute(check).fetchone()
        if verdict != "ok":
            raise StoreError(Said(_UNREADABLE.key, {"copy": copy, "error": verdict}))


def connect(path: Path) -> sqlite3.Connection:
    """A connection that cannot write."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def counts_of(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows the tables hold by which people know a store.

    One of 0.1.0 has no subscriptions. Raises sqlite3.Error for what is no store.
    """
    named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    lacking = {"subscription"} - {name for (name,) in named}
    counts = dict.fromkeys(_COUNTED, 0)
    for table in counts.keys() - lacking:
        (counts[table],) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 of ours
    return counts


def _require_ours_or_new(store: SqliteEngine, target: Path) -> None:
    """Raises StoreError where something lies that a backup must not take the place of."""
    if store.is_part(target):
        raise StoreError(
            said("{target} is the store itself. {mend}", target=target, mend=_OTHER_NAME)
        )
    try:
        mode = target.lstat().st_mode
    except OSError:
        return  # nothing is there; why it cannot be written shows when it is
    if not stat.S_ISREG(mode):
        raise StoreError(
            said(
                "{target} is not an ordinary file, but {kind}. {mend}",
                target=target,
                kind=_kind(mode),
                mend=_OTHER_NAME,
            )
        )
    try:
        verify(target)
    except StoreError as error:
        raise StoreError(
            said(
                "{target} exists already and is not a backup made by this program. {mend}",
                target=target,
                mend=_OTHER_NAME,
            )
        ) from error
    if more := _entries_only_in(target, store.address):
        raise StoreError(
            counted(
                "{target} holds an entry of the record that the store does not have, so it is "
                "not replaced. {mend}",
                "{target} holds {count} entries of the record that the store does not have, so "
                "it is not replaced. {mend}",
                more,
                target=target,
                mend=_OTHER_NAME,
            )
        )


def _kind(mode: int) -> Said:
    if stat.S_ISLNK(mode):
        return said("a link")
    return said("a folder") if stat.S_ISDIR(mode) else said("a device")


def _entries_only_in(target: Path, store: str) -> int:
    """How much of the record a former backup has and the store has not."""
    with closing(connect(target)) as former:
        former.execute("ATTACH ? AS store", (store,))
        (count,) = former.execute(
            "SELECT count(*) FROM (SELECT number, leaf FROM main.record_entry "
            "EXCEPT SELECT number, leaf FROM store.record_entry)"
        ).fetchone()
    return int(count)
