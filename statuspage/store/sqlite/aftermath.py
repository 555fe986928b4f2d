"""What must not come back with a backup that takes the place of a store.

Here `main` is the backup that is made ready, and `store` the one that it will replace.
"""

from __future__ import annotations

import sqlite3
from functools import partial

from statuspage import clock
from statuspage.domain.desk.audit import FAILED
from statuspage.said import dumped
from statuspage.store.fields import InstantField
from statuspage.store.restored import NOT_AGAIN
from statuspage.store.settings import ADDRESS_KEY, RECORD_CUT, SENDING_STOPPED
from statuspage.store.telling.subscriptions import keyed_hash

_IN_BOTH = "(SELECT name FROM store.staff INTERSECT SELECT name FROM main.staff)"


def close_what_was_closed(prepared: sqlite3.Connection) -> None:
    """Tokens and accounts closed since stay closed, and what opened an account no longer does not.

    Of an account that both know, the role, the password and the second factors are those of the
    store: a key that was removed, a code that was used and a password that was changed since open
    nothing, and who is no admin any more is none.
    """
    for table, key, closed in (
        ("token", "token_hash", "revoked_at"),
        ("staff", "name", "disabled_at"),
    ):
        prepared.execute(
            f"UPDATE main.{table} SET {closed} = since.{closed} "  # noqa: S608 fixed names
            f"FROM store.{table} AS since WHERE since.{key} = main.{table}.{key} "
            f"AND since.{closed} IS NOT NULL AND main.{table}.{closed} IS NULL"
        )
    prepared.execute(
        "UPDATE main.staff SET password_hash = since.password_hash, role = since.role "
        "FROM store.staff AS since WHERE since.name = main.staff.name"
    )
    for table in ("totp", "recovery_code", "passkey"):
        names = [row[1] for row in prepared.execute(f"PRAGMA main.table_info({table})")]
        columns = ", ".join(f'"{name}"' for name in names)
        prepared.execute(f"DELETE FROM main.{table} WHERE staff_id IN {_IN_BOTH}")  # noqa: S608
        prepared.execute(
            f"INSERT INTO main.{table} ({columns}) SELECT {columns} "  # noqa: S608 of the schema
            f"FROM store.{table} WHERE staff_id IN {_IN_BOTH}"
        )


def tell_nobody_again(prepared: sqlite3.Connection) -> None:
    """Nothing of the backup is told any more, and whoever left since is told nothing at all.

    That sending is stopped stays so, too. What was to publish itself by now may have done so.
    """
    now = InstantField().db_value(clock.now())
    prepared.execute(
        "UPDATE main.draft SET publish_at = NULL, fault = ? WHERE publish_at <= ?",
        (dumped(NOT_AGAIN), now),
    )
    prepared.execute("UPDATE main.event SET is_quiet = 1, told_at = coalesce(told_at, at)")
    prepared.execute(
        "UPDATE main.delivery SET state = 'dropped', reason = ? WHERE state = 'waiting'",
        (dumped(NOT_AGAIN),),
    )
    prepared.execute("INSERT OR REPLACE INTO main.suppression SELECT * FROM store.suppression")
    # What their hashes are keyed by; a backup without one knows no address.
    prepared.execute(
        "INSERT OR IGNORE INTO main.setting (name, value) "
        "SELECT name, value FROM store.setting WHERE name = ?",
        (ADDRESS_KEY,),
    )
    _leave_out_the_erased(prepared)
    prepared.execute(
        "UPDATE main.subscription SET state = 'ended', ended_at = ? WHERE state <> 'ended' AND ("
        "key IN (SELECT key FROM store.subscription WHERE state = 'ended') OR "
        "(address_hash <> '' AND address_hash IN (SELECT address_hash FROM main.suppression)))",
        (now,),
    )
    prepared.execute(
        "INSERT OR REPLACE INTO main.setting (name, value) "
        "SELECT name, value FROM store.setting WHERE name = ?",
        (SENDING_STOPPED,),
    )


def _leave_out_the_erased(prepared: sqlite3.Connection) -> None:
    """Whoever was erased since the backup is in it no more, nor what they own and said."""
    key = prepared.execute(
        "SELECT value FROM main.setting WHERE name = ?", (ADDRESS_KEY,)
    ).fetchone()
    keyed = partial(keyed_hash, key[0] if key else "")
    prepared.create_function("hash_of", 1, keyed, deterministic=True)
    gone = "(SELECT address_hash FROM main.suppression WHERE why = 'erased')"
    owned = f"owner <> '' AND hash_of(owner) IN {gone}"
    erased = f"SELECT key FROM main.subscription WHERE address_hash IN {gone} OR {owned}"  # noqa: S608 fixed names
    for table in ("delivery", "code_request"):
        prepared.execute(f"DELETE FROM main.{table} WHERE subscription IN ({erased})")  # noqa: S608 fixed names
    theirs = f"subscription IN ({erased})"
    prepared.execute(f"DELETE FROM main.voice WHERE state = 'held' AND {theirs}")  # noqa: S608 fixed names
    prepared.execute(
        "UPDATE main.voice SET text = '', subject = '', why = '', subscription = '', "  # noqa: S608 fixed names
        f"may_quote = 0 WHERE {theirs}"
    )
    prepared.execute(f"DELETE FROM main.subscription WHERE key IN ({erased})")  # noqa: S608 fixed names


def count_failed_tries_on(prepared: sqlite3.Connection, store: str) -> None:
    """A line of failed tries that went on counting since the backup counts as high, once."""
    count = "json_extract({}.after, '$.count')"
    prepared.execute(
        "UPDATE main.audit SET after = since.after "  # noqa: S608 fixed names
        f"FROM {store}.audit AS since WHERE main.audit.verb = ? AND since.verb = main.audit.verb "
        "AND since.id = main.audit.id AND since.at = main.audit.at "
        "AND since.subject = main.audit.subject "
        f"AND {count.format('since')} > {count.format('main.audit')}",
        (FAILED,),
    )


def ask_witnesses_again(prepared: sqlite3.Connection) -> None:
    """What they cosigned since, a backup does not know: they are asked at once, and say so."""
    prepared.execute("DELETE FROM main.witness_contact")


def mark_the_cut(prepared: sqlite3.Connection) -> None:
    """From which entry on the record was ever cut: what caches were told to keep ends there."""
    columns = "number, subject, revision, at, leaf"
    (cut,) = prepared.execute(
        f"SELECT min(number) FROM (SELECT {columns} FROM store.record_entry "  # noqa: S608
        f"EXCEPT SELECT {columns} FROM main.record_entry)"
    ).fetchone()
    (former,) = prepared.execute(
        "SELECT min(CAST(value AS INTEGER)) FROM store.setting WHERE name = ?", (RECORD_CUT,)
    ).fetchone()
    cuts = [number for number in (cut, former) if number is not None]
    if cuts:
        prepared.execute(
            "INSERT OR REPLACE INTO main.setting (name, value) VALUES (?, ?)",
            (RECORD_CUT, str(min(cuts))),
        )
