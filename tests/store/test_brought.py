"""Which results another system measured: kept for each probe and system, from first to last."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from statuspage.domain.measured.brought import Brought
from statuspage.store import db
from statuspage.store.measured import brought

SINCE = datetime(2026, 7, 1, tzinfo=UTC)
DAY = timedelta(days=1)
ONE = Brought("api-http", "Pingdom", "api", SINCE, SINCE + DAY, SINCE + 9 * DAY)


def test_what_came_twice_of_a_system_reaches_from_its_first_to_its_last(store: Path) -> None:
    earlier = replace(ONE, since=SINCE - DAY, until=SINCE, entered_at=SINCE + 10 * DAY)
    other = replace(ONE, system="Upptime", component="web")
    with db.transaction():
        for one in (ONE, earlier, other):
            brought.put(one)
    with db.snapshot():
        assert brought.brought_to(["api", "web", "docs"]) == {
            "api": [replace(earlier, until=ONE.until)],
            "web": [other],
            "docs": [],
        }
