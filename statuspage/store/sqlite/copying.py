"""Copies of the whole file, taken while it is in use, and verified before they are trusted.

A copy takes the place of nothing but an older copy of the same site: see restoring.py for the way
back.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
from contextlib import closing
from pathlib import Path

from statuspage.errors import StoreError, message
from statuspage.said import Said, counted, said
from statuspage.store.sqlite.engine import SqliteEngine

_COUNTED = ("incident", "incident_update", "entry", "record_entry", "publication", "staff")
_UNREADABLE = said("{copy} is not a complete backup: {error}. Use another one.")
_OTHER_NAME = said("Give the backup another name.")


def backup(store: SqliteEngine, target: Path) -> dict[str, int]:
    """Write a compact copy of the open store to `target`, atomically; returns rows per table.

    It takes the place of an older backup of this site, and of nothing else. Raises StoreError.
    """
    _require_ours_or_new(store, target)
    part = None
    try:
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        os.close(descriptor)  # readable by its owner only: it holds password hashes
        part = Path(name)
        with closing(connect(store.path)) as source:
            source.execute("VACUUM INTO ?", (name,))
        counts = verify(part)
        _settle(part)
        part.replace(target)
        _settle(target.parent)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            said(
                "The backup {target} could not be written: {error}.",
                target=target,
                error=message(error),
            )
        ) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)
    return counts


def verify(copy: Path) -> dict[str, int]:
    """Check a backup's integrity and count its rows. Raises StoreError."""
    if not copy.is_file():
        raise StoreError(said("There is no backup at {copy}.", copy=copy))
    try:
        with closing(connect(copy)) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
            if verdict != "ok":
                raise StoreError(Said(_UNREADABLE.key, {"copy": copy, "error": verdict}))
            return counts_of(connection)
    except sqlite3.Error as error:
        raise StoreError(Said(_UNREADABLE.key, {"copy": copy, "error": message(error)})) from error


def connect(path: Path) -> sqlite3.Connection:
    """A connection that cannot write."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def counts_of(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows the tables hold by which people know a store."""
    return {
        table: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
        for table in _COUNTED
    }


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
    if more := _entries_only_in(target, store.path):
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


def _entries_only_in(target: Path, store: Path) -> int:
    """How much of the record a former backup has and the store has not."""
    with closing(connect(target)) as former:
        former.execute("ATTACH ? AS store", (f"{store.resolve().as_uri()}?mode=ro",))
        (count,) = former.execute(
            "SELECT count(*) FROM (SELECT number, leaf FROM main.record_entry "
            "EXCEPT SELECT number, leaf FROM store.record_entry)"
        ).fetchone()
    return int(count)


def _settle(place: Path) -> None:
    """Have what was written reach the disk."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
