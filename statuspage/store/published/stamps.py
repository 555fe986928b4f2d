"""Time stamps of the record's heads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from statuspage.domain.record.stamp import StampedHead, TimeStamp
from statuspage.store.tables.record import TimeStamp as Row


def days(most: int | None = None) -> Sequence[StampedHead]:
    """Each day's stamp without its bytes, the newest first; of many the newest, where `most` is
    given.
    """
    rows = Row.select(Row.day, Row.at, Row.size).order_by(Row.day.desc()).limit(most)
    return [StampedHead(row.day, row.at, row.size) for row in rows]


def newest() -> StampedHead | None:
    """The newest of them."""
    return next(iter(days(1)), None)


def of(day: date) -> TimeStamp | None:
    """The stamp of a day."""
    row = Row.get_or_none(Row.day == day)
    if row is None:
        return None
    return TimeStamp(row.day, row.at, row.size, bytes(row.checkpoint), bytes(row.token))


def keep(stamp: TimeStamp) -> None:
    """Keep the stamp of a day that has none."""
    Row.insert(vars(stamp)).execute()
