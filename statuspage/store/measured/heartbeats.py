"""What jobs said of their beginning, and since when we could hear them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from statuspage.store.tables.measured import HeartbeatStart, Listening


@dataclass(frozen=True)
class Heard:
    """Since when calls could reach us without a long break, and when that was noted last."""

    since: datetime
    at: datetime


def begun(probe: str, at: datetime) -> None:
    """A job begins."""
    HeartbeatStart.put({"probe": probe, "at": at})


def begun_at(probe: str) -> datetime | None:
    """When a job last said that it begins."""
    row = HeartbeatStart.get_or_none(HeartbeatStart.probe == probe)
    return None if row is None else row.at


def heard() -> Heard | None:
    """What the last note says."""
    row = Listening.get_or_none()
    return None if row is None else Heard(row.since, row.heard_at)


def note(found: Heard) -> None:
    """Note that calls can reach us."""
    Listening.put({"id": 1, "since": found.since, "heard_at": found.at})
