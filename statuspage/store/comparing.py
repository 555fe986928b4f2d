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
    "draft": counted("{count} draft", "{count} drafts", 0),
    "private_note": counted("{count} private note", "{count} private notes", 0),
    "staff": counted("{count} account", "{count} accounts", 0),
    "token": counted("{count} token", "{count} tokens", 0),
}


def nouns(lost: Mapping[str, int]) -> list[Said]:
    """How many of what, for people."""
    return [
        dataclasses.replace(_NOUNS[table], params={"count": count}) for table, count in lost.items()
    ]


def lost_rows(prepared: sqlite3.Connection) -> dict[str, int]:
    """How many rows of the store the backup has not, or has in another form, by table."""
    found = {}
    for table in _NOUNS:
        names = [row[1] for row in prepared.execute(f"PRAGMA main.table_info({table})")]
        columns = ", ".join(f'"{name}"' for name in names)
        (count,) = prepared.execute(
            f"SELECT count(*) FROM (SELECT {columns} FROM store.{table} "  # noqa: S608 fixed names
            f"EXCEPT SELECT {columns} FROM main.{table})"
        ).fetchone()
        if count:
            found[table] = int(count)
    return found
