"""What SQLite's errors mean to whoever runs the site; the rest are bugs and stay as they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from peewee import DatabaseError, InterfaceError

from statuspage.errors import Damaged, StoreError
from statuspage.said import said
from statuspage.store.advice import BROKEN, BUSY, FULL, READ_ONLY

_ADVICE = {
    "database or disk is full": FULL,
    "attempt to write a readonly database": READ_ONLY,
    "unable to open database file": said(
        "The database cannot be opened. Check its path, owner and permissions."
    ),
    "database is locked": BUSY,
    "disk i/o error": BROKEN,
}
_DAMAGE = {
    "file is not a database": said("The file is not a database of statuspage. Restore a backup."),
    "malformed": said("The database is damaged. Restore a backup: statuspage restore FILE."),
}


@contextmanager
def plain_errors() -> Iterator[None]:
    """Errors that an operator can act on become StoreError."""
    try:
        yield
    except (DatabaseError, InterfaceError, sqlite3.Error) as error:
        # A full disk ends the transaction by itself; the rollback that then fails hides the reason.
        cause: BaseException | None = error
        while cause is not None:
            for sign, advice in _ADVICE.items():
                if sign in str(cause).lower():
                    raise StoreError(advice) from error
            for sign, advice in _DAMAGE.items():
                if sign in str(cause).lower():
                    raise Damaged(advice) from error
            cause = cause.__context__
        raise


def looked_too_early(error: BaseException | None) -> bool:
    """Whether somebody wrote after the snapshot that a transaction had read from."""
    while error is not None:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY_SNAPSHOT:
            return True
        error = error.__context__
    return False
