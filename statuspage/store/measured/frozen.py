"""Figures of closed periods as they were published, with the revisions of each."""

from __future__ import annotations

from datetime import datetime

from statuspage.domain.promises import frozen
from statuspage.domain.promises.figure import Figure
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.store.tables import measured as tables

_F = tables.FrozenFigure


def newest(sla: str, period: str) -> Figure | None:
    """The figure that stands for a period; None while it is not frozen."""
    of_period = (_F.sla == sla) & (_F.period == period)
    row = _F.select().where(of_period).order_by(_F.revision.desc()).first()
    return None if row is None else frozen.given_back(row.figure, row.revision)


def corrected(sla: str) -> list[list[FrozenRevision]]:
    """The periods of an SLA that were published again, each with its revisions in order."""
    changed = _F.select(_F.period).where((_F.sla == sla) & (_F.revision > 1))
    rows = _F.select().where((_F.sla == sla) & _F.period.in_(changed))
    found: dict[str, list[FrozenRevision]] = {}
    for row in rows.order_by(_F.period.desc(), _F.revision):
        found.setdefault(row.period, []).append(_fact(row))
    return list(found.values())


def all_of(sla: str) -> list[FrozenRevision]:
    """Every published figure of an SLA, by period, each with its revisions in order."""
    rows = _F.select().where(_F.sla == sla).order_by(_F.period, _F.revision)
    return [_fact(row) for row in rows]


def _fact(row: _F) -> FrozenRevision:
    return FrozenRevision(row.at, row.reason, frozen.given_back(row.figure, row.revision))


def add(figure: Figure, revision: int, at: datetime, reason: str) -> None:
    """Publish a figure for good."""
    _F.create(
        sla=figure.id,
        period=figure.period.name,
        revision=revision,
        at=at,
        reason=reason,
        figure=frozen.kept(figure),
    )
