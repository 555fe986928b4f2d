"""What a store holds that a backup does not, counted for people."""

from __future__ import annotations

import sqlite3

_FOLLOWS = frozenset(  # from rows that are counted: these never go alone
    {
        *("component_change", "impact_run", "publication", "publication_component"),
        *("record_word", "record_hash", "event", "series", "probe_run", "setting", "sync_problem"),
        "delivery",
    }
)
_PASSES = frozenset(  # of the moment, or carried over (the audit log)
    {
        *("audit", "heartbeat_start", "listening", "rate_bucket", "schema_migration", "session"),
        *("sign_in_place", "submission", "suppression", "time_stamp", "topic"),
        *("witness_contact", "witnessed_head"),  # asked for again
    }
)


def lost_rows(prepared: sqlite3.Connection) -> dict[str, int]:
    """How many rows of the store the backup has not, or has in another form, by table.

    Every table counts that is not known to follow from others, so that none can be forgotten.
    """
    found = {}
    tables = prepared.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    for table in sorted({name for (name,) in tables} - _FOLLOWS - _PASSES):
        names = [row[1] for row in prepared.execute(f"PRAGMA main.table_info({table})")]
        columns = ", ".join(f'"{name}"' for name in names)
        (count,) = prepared.execute(
            f"SELECT count(*) FROM (SELECT {columns} FROM store.{table} "  # noqa: S608 of the schema
            f"EXCEPT SELECT {columns} FROM main.{table})"
        ).fetchone()
        if count:
            found[table] = int(count)
    return found
