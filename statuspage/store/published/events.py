"""Events: one row for each entry of the record, written with it, and passed on once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from statuspage.domain.record.event import Event
from statuspage.store.tables.record import Event as Row
from statuspage.store.tables.record import RecordEntry

_AT_ONCE = 500


def append(events: Sequence[Event]) -> None:
    """Keep events, inside the transaction that entered what they tell of."""
    for start in range(0, len(events), _AT_ONCE):
        rows = [_row(event) for event in events[start : start + _AT_ONCE]]
        Row.insert_many(rows).execute()


def _row(event: Event) -> dict[str, object]:
    """What is quiet has been told to all who ever will be."""
    return {**vars(event), "told_at": event.at if event.is_quiet else None}


@dataclass(frozen=True)
class Untold:
    """An event that was not passed on yet."""

    entry: int
    subject: str
    revision: int
    at: datetime
    is_quiet: bool
    is_told_again: bool  # an edit that staff want everybody to hear of


def next_act(but: Collection[datetime] = ()) -> list[Untold]:
    """The events of the oldest act that was not passed on yet, in order; empty when all were.

    `but` are the instants of acts that are left out.
    """
    untold = Row.told_at.is_null() & Row.at.not_in(list(but))
    first = Row.select().where(untold).order_by(Row.entry).first()
    return [] if first is None else _untold(Row.at == first.at)


def untold_from(entry: int) -> list[Untold]:
    """The events from an entry of the record on that were not passed on yet, in order."""
    return _untold(Row.entry >= entry)


def _untold(chosen: Any) -> list[Untold]:
    entries = RecordEntry.alias()
    columns = (Row.entry, Row.subject, entries.revision.alias("revision"), Row.at)
    rows: Any = (
        Row.select(*columns, Row.is_quiet, Row.is_told_again)
        .join(entries, on=(entries.number == Row.entry))
        .where(Row.told_at.is_null() & chosen)
        .order_by(Row.entry)
        .dicts()
    )
    return [Untold(**row) for row in rows]


def pass_on(entries: Collection[int], now: datetime) -> int:
    """Note that events were passed on; returns how many nobody else had."""
    named = list(entries)
    count = 0
    for start in range(0, len(named), _AT_ONCE):
        chosen = Row.entry.in_(named[start : start + _AT_ONCE]) & Row.told_at.is_null()
        count += int(Row.update(told_at=now).where(chosen).execute())
    return count


def tell_again(subject: str) -> bool:
    """Have the newest entry of a subject told to everybody, though it is an edit.

    Returns whether there is one that may be told.
    """
    newest = Row.select(fn.MAX(Row.entry)).where(Row.subject == subject).scalar()
    chosen = (Row.entry == newest) & (Row.is_quiet == False)  # noqa: E712
    return bool(Row.update(is_told_again=True, told_at=None).where(chosen).execute())
