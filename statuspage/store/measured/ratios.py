"""Good and total events of stretches of time, pushed for an SLA."""

from __future__ import annotations

from datetime import datetime

from peewee import fn

from statuspage.domain.measured.ratios import Slice
from statuspage.domain.vocabulary.spans import Span
from statuspage.store.tables.support import Ratio


def put(sla: str, pushed: Slice) -> None:
    """Keep a slice; the one with the same start is replaced."""
    row = {
        "sla": sla,
        "start": pushed.span.start,
        "end": pushed.span.end,
        "good": pushed.good,
        "total": pushed.total,
    }
    Ratio.put(row)


def drop_between(sla: str, start: datetime, end: datetime) -> None:
    """Take away the slices of an SLA that begin in [start, end)."""
    inside = (Ratio.sla == sla) & (Ratio.start >= start) & (Ratio.start < end)
    Ratio.delete().where(inside).execute()


def overlapping(sla: str, span: Span) -> Slice | None:
    """A slice of an SLA that shares time with a span but does not begin where it does, or None."""
    mine = (Ratio.sla == sla) & (Ratio.start < span.end)
    # Slices do not overlap one another, so only the two with the latest starts can be in question.
    for row in Ratio.select().where(mine).order_by(Ratio.start.desc()).limit(2):
        if row.start != span.start and row.end > span.start:
            return _fact(row)
    return None


def starting_between(sla: str, start: datetime, end: datetime) -> list[Slice]:
    """The slices of an SLA that begin in [start, end), in order."""
    inside = (Ratio.sla == sla) & (Ratio.start >= start) & (Ratio.start < end)
    return [_fact(row) for row in Ratio.select().where(inside).order_by(Ratio.start)]


def first_start(sla: str) -> datetime | None:
    """When the first slice of an SLA begins."""
    first: datetime | None = Ratio.select(fn.MIN(Ratio.start)).where(Ratio.sla == sla).scalar()
    return first


def _fact(row: Ratio) -> Slice:
    return Slice(Span(row.start, row.end), row.good, row.total)
