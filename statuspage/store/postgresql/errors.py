"""What the errors of a server mean to whoever runs the site; the rest are bugs, and stay."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from peewee import DatabaseError, InterfaceError

from statuspage.errors import Damaged, StoreError, message
from statuspage.said import Said, joined, said
from statuspage.store.advice import BROKEN, BUSY, FULL, SERVER_READ_ONLY

_AWAY = said("The database server cannot be reached. Nothing is lost; it is tried again. {error}")
_REFUSED = said(
    "The database server refused the connection. Check the user in [store] database, and "
    "the password in "
    "{variable}, PGPASSWORD or a passfile. {error}"
)
_NO_DATABASE = said("The database server has no such database yet; create it. {error}")
_CROWDED = said(
    "The database server takes no further connection. Raise its max_connections, or run fewer "
    "processes. {error}"
)
_FORBIDDEN = said(
    "The user of the database lacks a permission; it should own the database. {error}"
)
_SHORT = said("The database server is short of memory or disk space. {error}")
_DAMAGED = said("The database is damaged. Restore a backup: statuspage restore FILE.")
_ADVICE = {  # by the beginning of SQLSTATE, see PostgreSQL's appendix A
    "53100": FULL,
    "25006": SERVER_READ_ONLY,
    "58030": BROKEN,
    "55P03": BUSY,  # waited too long for a lock
    "40": BUSY,
    "57014": BUSY,  # cancelled by somebody
    "53300": _CROWDED,
    "53": _SHORT,
    "42501": _FORBIDDEN,
    "28": _REFUSED,
    "3D000": _NO_DATABASE,
    "57P": _AWAY,
    "08": _AWAY,
    "25P03": _AWAY,  # we stood still in a transaction for too long
}
_DAMAGE = ("XX001", "XX002")
# While a connection is being made libpq gives no SQLSTATE, and the words alone tell.
_SIGNS = {
    "password": _REFUSED,
    "authentication": _REFUSED,
    "no pg_hba.conf entry": _REFUSED,
    "role ": _REFUSED,
    "does not exist": _NO_DATABASE,
    "too many clients": _CROWDED,
    "too many connections": _CROWDED,
    "remaining connection slots": _CROWDED,
}


@contextmanager
def plain_errors() -> Iterator[None]:
    """Errors that an operator can act on become StoreError."""
    try:
        yield
    except (DatabaseError, InterfaceError, psycopg.Error) as error:
        # The rollback that fails after a lost connection hides the reason: it is further back.
        for found in _chain(error):
            if isinstance(found, StoreError):
                raise found from None
            if isinstance(found, psycopg.Error) and (known := _known(found)):
                raise known from error
        raise


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in found:
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found[::-1]  # the first fault tells why


def _known(error: psycopg.Error) -> StoreError | None:
    code = error.sqlstate or ""
    if code in _DAMAGE:
        return Damaged(_DAMAGED)
    for length in (5, 3, 2):
        if advice := _ADVICE.get(code[:length]):
            return StoreError(_with(advice, error))
    if not code and isinstance(error, psycopg.OperationalError):
        return StoreError(_with(_AWAY, error))
    return None


def unreachable(error: psycopg.Error) -> StoreError:
    """Why a connection could not be made."""
    if known := error.sqlstate and _known(error):
        return known
    words = str(error).lower()
    for sign, advice in _SIGNS.items():
        if sign in words:
            return StoreError(_with(advice, error))
    return StoreError(_with(_AWAY, error))


def _with(advice: Said, error: psycopg.Error) -> Said:
    """With the first line of what the server or the library said; no password is in there."""
    if "error" not in advice.key:
        return advice
    lines = str(message(error)).strip().splitlines() or [""]
    told = joined([lines[0].strip()], "")
    return Said(advice.key, {"error": told, "variable": "STATUSPAGE_DATABASE"})
