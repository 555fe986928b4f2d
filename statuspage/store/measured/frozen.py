"""Figures of closed periods as they were published, with the revisions of each."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from statuspage.domain.promises import frozen, late
from statuspage.domain.promises.figure import Figure
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.promises.late import LateMark
from statuspage.domain.vocabulary.spans import Span
from statuspage.store.db import json_text
from statuspage.store.measured.late import of_period
from statuspage.store.tables import measured as tables

_F = tables.FrozenFigure
_L = tables.FrozenList


def newest(sla: str, period: str) -> Figure | None:
    """The figure that stands for a period; None while it is not frozen."""
    of_period = (_F.sla == sla) & (_F.period == period)
    row = _F.select().where(of_period).order_by(_F.revision.desc()).first()
    return None if row is None else frozen.given_back(row.figure, row.revision)


def revisions(named: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[FrozenRevision]]:
    """Every published figure of each of some periods, told by SLA and name, in order."""
    found: dict[tuple[str, str], list[FrozenRevision]] = {one: [] for one in named}
    slas, periods = ({one[place] for one in named} for place in range(2))
    rows = _F.select().where(_F.sla.in_(slas) & _F.period.in_(periods))
    for row in rows.order_by(_F.revision):
        if (row.sla, row.period) in found:
            found[row.sla, row.period].append(_fact(row))
    return found


def late_marks(sla: str, period: str) -> tuple[LateMark, ...]:
    """What came into the time of a published figure since, and waits to be counted."""
    return of_period(sla, period)


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


def ends(slas: Collection[str]) -> dict[str, dict[str, datetime]]:
    """When each published period of each of some SLAs ended, by their names."""
    found: dict[str, dict[str, datetime]] = {sla: {} for sla in slas}
    chosen = _F.select(_F.sla, _F.period, _F.end).where(_F.sla.in_(list(slas)))
    rows: Any = chosen.order_by(_F.sla, _F.period, _F.revision).tuples()
    for sla, period, end in rows:
        found[sla][period] = end
    return found


def periods() -> set[tuple[str, str]]:
    """Which periods of which SLAs were published, by their names."""
    rows: Any = _F.select(_F.sla, _F.period).distinct().tuples()
    return set(rows)


@dataclass(frozen=True)
class PublishedPeriod:
    """A published period: by which version of its SLA, and of which time."""

    sla: str
    period: str
    version: int
    span: Span


def touching(start: datetime, end: datetime) -> list[PublishedPeriod]:
    """The published periods that share time with [start, end], each as it was published first."""
    version = json_text(_F.figure, "definition_version").cast("BIGINT")
    inside = (_F.end > start) & (_F.start <= end) & (_F.revision == 1)
    chosen = (_F.sla, _F.period, version.alias("version"), _F.start, _F.end)
    rows: Any = _F.select(*chosen).where(inside).namedtuples()
    return [
        PublishedPeriod(row.sla, row.period, row.version, Span(row.start, row.end)) for row in rows
    ]


def _fact(row: _F) -> FrozenRevision:
    figure = frozen.given_back(row.figure, row.revision)
    return FrozenRevision(row.at, row.reason, figure, late.given_back(row.late))


def add(revision: FrozenRevision, counted_from: Mapping[str, Any]) -> None:
    """Publish a figure for good, with what it was counted from in JSON types."""
    figure = revision.figure
    named = {"sla": figure.id, "period": figure.period.name, "revision": figure.revision}
    _F.create(
        **named,
        at=revision.at,
        reason=revision.reason,
        figure=frozen.kept(figure),
        start=figure.period.span.start,
        end=figure.period.span.end,
        late=late.kept(revision.late),
    )
    text = json.dumps(counted_from, ensure_ascii=False, separators=(",", ":"))
    _L.create(**named, list=zlib.compress(text.encode()))


def counted_from(sla: str, period: str, revision: int) -> Mapping[str, Any] | None:
    """What a published figure was counted from; None for one of version 0.1.0."""
    named = (_L.sla == sla) & (_L.period == period) & (_L.revision == revision)
    row = _L.get_or_none(named)
    return None if row is None else json.loads(zlib.decompress(row.list))
