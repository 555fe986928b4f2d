"""Ratios that are pushed: good and total events of a stretch of time, for an SLA that has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field, StrictInt

from statuspage import clock
from statuspage.actions.measurements.rows import (
    Instant,
    Numbered,
    Word,
    checked_rows,
    judged,
    refuse_rows,
)
from statuspage.config import Settings
from statuspage.config.faults import hint
from statuspage.config.values import Model
from statuspage.domain.measured.ratios import Slice
from statuspage.domain.measured.samples import require_not_ahead
from statuspage.domain.vocabulary.spans import Span
from statuspage.errors import InvalidInput, RowFault
from statuspage.said import said
from statuspage.store import db, ratios

_Count = Annotated[StrictInt, Field(ge=0, le=2**53)]


class Ratio(Model):
    """Events of a stretch of time. One with the same start again replaces it."""

    sla: Word = Field(description='The id of an SLA with the indicator "ratio".')
    start: Instant = Field(alias="from")
    end: Instant = Field(alias="to")
    good: _Count
    total: _Count


def record_ratios(raw: Iterable[tuple[int, Any]], settings: Settings) -> int:
    """Record a batch of ratios, given as (line, JSON object); returns how many there were.

    All of them are taken, or none: raises InvalidRows with every fault. Raises StoreError.
    """
    faults: list[RowFault] = []
    rows = _read(raw, settings, faults)
    refuse_rows(faults)
    with db.transaction():
        for numbered in rows:
            sla, pushed = numbered.row.sla, _slice(numbered.row)
            other = ratios.overlapping(sla, pushed.span)
            if other is None:
                ratios.put(sla, pushed)
            else:
                text = said(
                    "It overlaps the one from {start:%Y-%m-%dT%H:%M:%SZ}; send stretches that do "
                    "not overlap.",
                    start=other.span.start,
                )
                faults.append(RowFault(numbered.line, "from", text))
        refuse_rows(faults)
        db.raise_topics("measurements")
    return len(rows)


def _read(
    raw: Iterable[tuple[int, Any]], settings: Settings, faults: list[RowFault]
) -> list[Numbered[Ratio]]:
    now = clock.now()
    known = [sla.id for sla in settings.slas if sla.indicator == "ratio"]

    def require(ratio: Ratio) -> None:
        if ratio.sla not in known:
            text = said(
                "No SLA '{sla}' has the indicator ratio; {hint}.",
                sla=ratio.sla,
                hint=hint(ratio.sla, known),
            )
            raise InvalidInput({"sla": text})
        if ratio.end <= ratio.start:
            raise InvalidInput({"to": said("It is not after from; check both.")})
        require_not_ahead(ratio.end, now)
        _slice(ratio)

    rows = checked_rows(Ratio, raw, faults)
    judged(rows, require, faults)
    return rows


def _slice(ratio: Ratio) -> Slice:
    """Raises InvalidInput for more good events than events."""
    return Slice(Span(ratio.start, ratio.end), ratio.good, ratio.total)
