"""Copies of the whole store, put back in one step.

They are taken while it runs, and verified before they are trusted.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from statuspage import clock
from statuspage.errors import StoreError, message
from statuspage.said import Said, said
from statuspage.store import db

_COUNTED = ("incident", "incident_update", "entry", "record_entry", "publication", "staff")
_UNREADABLE = said("{copy} is not a complete backup: {error}. Use another one.")


def backup(target: Path) -> dict[str, int]:
    """Write a compact copy of the open store to `target`, atomically; returns rows per table.

    Raises StoreError.
    """
    if target.resolve().name.startswith(db.path().name) and target.resolve().parent == (
        db.path().resolve().parent
    ):
        raise StoreError(
            said("{target} is the store itself. Give the backup another name.", target=target)
        )
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with closing(_connect(db.path())) as source:
            source.execute("VACUUM INTO ?", (str(part),))
        part.chmod(0o600)  # it holds password hashes
        counts = verify(part)
        part.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            said(
                "The backup {target} could not be written: {error}.",
                target=target,
                error=message(error),
            )
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return counts


def verify(copy: Path) -> dict[str, int]:
    """Check a backup's integrity and count its rows. Raises StoreError."""
    if not copy.is_file():
        raise StoreError(said("There is no backup at {copy}.", copy=copy))
    try:
        with closing(_connect(copy)) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
            if verdict != "ok":
                raise StoreError(Said(_UNREADABLE.key, {"copy": copy, "error": verdict}))
            return {table: _count(connection, table) for table in _COUNTED}
    except sqlite3.Error as error:
        raise StoreError(Said(_UNREADABLE.key, {"copy": copy, "error": message(error)})) from error


def restore(copy: Path) -> dict[str, int]:
    """Put a backup into the open store, also under running servers; returns rows per table.

    SQLite's own copy is used, so other processes see either the old store or the new one.
    Raises StoreError, and then the store is as it was.
    """
    counts = verify(copy)
    try:
        with closing(_connect(copy)) as source, closing(sqlite3.connect(db.path())) as target:
            (before,) = target.execute("SELECT coalesce(max(version), 0) FROM topic").fetchone()
            source.backup(target)
            # Pages in memory are compared by version: none of the restored ones may look familiar.
            target.execute("UPDATE topic SET version = ?", (before + 1,))
            # Whoever was told since the backup is not told again.
            target.execute("UPDATE event SET is_quiet = 1")
            target.commit()
            restored = {table: _count(target, table) for table in _COUNTED}
    except sqlite3.Error as error:
        raise StoreError(
            said(
                "The backup {copy} could not be restored: {error}.", copy=copy, error=message(error)
            )
        ) from error
    db.bell().ring()
    if restored != counts:
        raise StoreError(
            said(
                "The restored store differs from {copy}: {restored} instead of {counts}.",
                copy=copy,
                restored=restored,
                counts=counts,
            )
        )
    return restored


def set_aside(broken: Path) -> Path:
    """Move a store that cannot be opened out of the way; returns where it lies then."""
    db.close_store()
    place = broken.with_name(f"{broken.name}.damaged-{clock.now():%Y%m%d-%H%M%S}")
    for ending in ("", "-wal", "-shm"):
        part = broken.with_name(broken.name + ending)
        if part.exists():
            part.replace(place.with_name(place.name + ending))
    return place


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _count(connection: sqlite3.Connection, table: str) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    return int(count)
