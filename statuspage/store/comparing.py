"""What a store holds that a backup does not, counted for people."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Mapping

from statuspage.said import Said, counted

_NOUNS = {
    "record_entry": counted("{count} entry of the record", "{count} entries of the record", 0),
    "incident": counted("{count} incident or maintenance", "{count} incidents or maintenances", 0),
    "incident_update": counted("{count} update", "{count} updates", 0),
    "entry": counted("{count} written entry", "{count} written entries", 0),
    "support_case": counted("{count} support case", "{count} support cases", 0),
    "rating": counted("{count} rating", "{count} ratings", 0),
    "ratio": counted("{count} pushed ratio", "{count} pushed ratios", 0),
    "frozen_figure": counted("{count} frozen figure", "{count} frozen figures", 0),
    "probe_sample": counted("{count} result of a check", "{count} results of checks", 0),
    "probe_hour": counted("{count} hour of checks", "{count} hours of checks", 0),
    "probe_day": counted("{count} day of checks", "{count} days of checks", 0),
    "draft": counted("{count} draft", "{count} drafts", 0),
    "private_note": counted("{count} private note", "{count} private notes", 0),
    "staff": counted("{count} account", "{count} accounts", 0),
    "token": counted("{count} token", "{count} tokens", 0),
}
_OTHERS = counted("{count} other row", "{count} other rows", 0)
_FOLLOWS = frozenset(  # from rows that are counted: these never go alone
    {
        *("component_change", "impact_run", "publication", "publication_component"),
        *("record_word", "record_hash", "event", "series", "probe_run", "setting", "sync_problem"),
    }
)
_PASSES = frozenset(  # of the moment, or carried over (the audit log)
    {
        *("audit", "heartbeat_start", "listening", "rate_bucket", "schema_migration", "session"),
        *("sign_in_place", "submission", "topic"),
    }
)


def nouns(lost: Mapping[str, int]) -> list[Said]:
    """How many of what, for people; tables that have no word of their own are told as one."""
    told = [
        dataclasses.replace(noun, params={"count": lost[table]})
        for table, noun in _NOUNS.items()
        if table in lost
    ]
    others = sum(count for table, count in lost.items() if table not in _NOUNS)
    return [*told, dataclasses.replace(_OTHERS, params={"count": others})] if others else told


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
