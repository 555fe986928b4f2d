"""Uptime Kuma: the heartbeats of its SQLite file (kuma.db, versions 1 and 2).

Source: louislam/uptime-kuma, db/knex_init_db.js: `heartbeat` has monitor_id, status (0 down, 1 up,
2 pending: failed and not yet confirmed, 3 under maintenance), time (UTC) and ping in ms.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

from statuspage.errors import SourceError, message
from statuspage.imports.histories.fields import instant
from statuspage.imports.histories.given import Given
from statuspage.imports.monitors.monitor import DOWN, UNKNOWN, UP, Monitor, TheirResult, at_second
from statuspage.said import said

_STATES = {0: DOWN, 1: UP, 2: DOWN}  # a failed check fails here too, and is confirmed by others
_UTC = ZoneInfo("UTC")


def read(given: Given) -> Iterator[Monitor]:
    """Read kuma.db, beat by beat. Raises SourceError."""
    address = f"{Path(given.place).absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as base:
            every = base.execute("SELECT id, name, url FROM monitor ORDER BY id").fetchall()
            for key, name, url in every:
                yield Monitor(name or str(key), str(key), url or "", _beats(base, key))
    except sqlite3.Error as error:
        raise SourceError(
            said(
                "{name} is no kuma.db ({why}); its JSON backup has no results.",
                name=given.place,
                why=message(error),
            )
        ) from error


def _beats(base: sqlite3.Connection, key: int) -> Iterator[TheirResult]:
    rows = base.execute(
        "SELECT time, status, ping FROM heartbeat WHERE monitor_id = ? ORDER BY time", (key,)
    )
    for time, status, ping in rows:
        state = _STATES.get(status, UNKNOWN)
        is_answer = state == UP and isinstance(ping, int | float) and ping >= 0
        yield TheirResult(at_second(instant(time, _UTC)), state, int(ping) if is_answer else None)
