"""Whether the record is stamped each day, where an authority is named."""

from __future__ import annotations

from datetime import timedelta

from statuspage import clock
from statuspage.health.health import Condition, Health
from statuspage.said import counted, loaded, said
from statuspage.store import db, settings
from statuspage.store.published import record, stamps
from statuspage.store.settings import current_settings

_NAME = "time_stamps"
_PATIENCE = timedelta(hours=30)  # that an entry may wait: a day, and some tries


def time_stamps() -> Health:
    """Raises StoreError."""
    with db.snapshot():
        if current_settings().record.timestamps is None:
            return Health(_NAME, Condition.OK, said("No time-stamping authority is named."))
        newest, size = stamps.newest(), record.size()
        first = min(newest.size, size) if newest else 0
        waiting = record.some(first, 1)
        fault = settings.read(settings.STAMP_FAULT)
    since = waiting[0].at if waiting else None
    waited = (clock.now() - since).total_seconds() if since else 0.0
    figures = {
        "record_unstamped_entries": float(size - first),
        "record_unstamped_seconds": max(0.0, waited),
    }
    if since is None or waited <= _PATIENCE.total_seconds():
        text = counted(
            "{count} entry waits for the stamp of the day.",
            "{count} entries wait for the stamp of the day.",
            size - first,
        )
        if size == first:
            text = said("Every entry has a time stamp.")
        return Health(_NAME, Condition.OK, text, None, figures)
    why = loaded(fault) if fault else said("the worker has not asked yet.")
    text = counted(
        "{count} entry has no time stamp yet: {why} Pages are published all the same.",
        "{count} entries have no time stamp yet: {why} Pages are published all the same.",
        size - first,
        why=why,
    )
    return Health(_NAME, Condition.LATE, text, since, figures)
