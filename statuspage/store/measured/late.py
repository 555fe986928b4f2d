"""What was written into the time of published figures, until they are reviewed."""

from __future__ import annotations

from datetime import date
from typing import Any

from peewee import EXCLUDED, Case

from statuspage.domain.promises.late import LateKind, LateMark
from statuspage.domain.vocabulary.spans import Span
from statuspage.store.tables.measured import LateData

_L = LateData


def put(sla: str, period: str, mark: LateMark) -> None:
    """Mark a period of an SLA for review; what is of one kind, day and subject is put together."""
    start, end = (EXCLUDED.start, EXCLUDED.end)
    _L.insert(
        sla=sla,
        period=period,
        kind=mark.kind.value,
        day=mark.day.isoformat(),
        subject=mark.subject,
        count=mark.count,
        start=mark.about.start,
        end=mark.about.end,
    ).on_conflict(
        conflict_target=[_L.sla, _L.period, _L.kind, _L.day, _L.subject],
        update={
            _L.count: _L.count + mark.count,
            _L.start: Case(None, [(start < _L.start, start)], _L.start),
            _L.end: Case(None, [(end > _L.end, end)], _L.end),
        },
    ).execute()


def of_period(sla: str, period: str) -> tuple[LateMark, ...]:
    """What came into a period since it was last reviewed, in order."""
    rows = _L.select().where((_L.sla == sla) & (_L.period == period))
    return tuple(sorted(map(_fact, rows)))


def waiting() -> list[tuple[str, str]]:
    """The periods that wait for a review, as names of SLA and period."""
    rows: Any = _L.select(_L.sla, _L.period).distinct().tuples()
    return list(rows)


def drop(sla: str, period: str) -> None:
    """A period was reviewed."""
    _L.delete().where((_L.sla == sla) & (_L.period == period)).execute()


def _fact(row: LateData) -> LateMark:
    about = Span(row.start, row.end)
    return LateMark(LateKind(row.kind), date.fromisoformat(row.day), row.subject, row.count, about)
