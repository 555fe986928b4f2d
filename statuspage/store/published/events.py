"""Events: one row for each entry of the record, written with it."""

from __future__ import annotations

from collections.abc import Sequence

from statuspage.domain.record.event import Event
from statuspage.store.tables.record import Event as Row

_AT_ONCE = 500


def append(events: Sequence[Event]) -> None:
    """Keep events, inside the transaction that entered what they tell of."""
    for start in range(0, len(events), _AT_ONCE):
        rows = [_row(event) for event in events[start : start + _AT_ONCE]]
        Row.insert_many(rows).execute()


def _row(event: Event) -> dict[str, object]:
    """What is quiet has been told to all who ever will be."""
    return {**vars(event), "told_at": event.at if event.is_quiet else None}
