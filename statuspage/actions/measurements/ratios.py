"""Ratios that are pushed: good and total events of a stretch of time, for an SLA that has them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, StrictInt

from statuspage import clock
from statuspage.actions.measurements.marking import mark_instants
from statuspage.actions.measurements.rows import Instant, Word, checked_rows
from statuspage.actions.measurements.taking import Chunk, record
from statuspage.config import Settings
from statuspage.config.faults import hint
from statuspage.config.kinds.values import Model
from statuspage.domain.measured.ratios import MOST_EVENTS, Slice
from statuspage.domain.measured.samples import require_not_ahead
from statuspage.domain.promises.late import LateKind
from statuspage.domain.vocabulary.spans import Span
from statuspage.errors import InvalidInput, InvalidRows, RowFault
from statuspage.said import said
from statuspage.store import db
from statuspage.store.measured import ratios

_Count = Annotated[StrictInt, Field(ge=0, le=MOST_EVENTS)]


class Ratio(Model):
    """Events of a stretch of time. One with the same start again replaces it."""

    sla: Word = Field(description='The id of an SLA with the indicator "ratio".')
    start: Instant = Field(alias="from")
    end: Instant = Field(alias="to")
    good: _Count
    total: _Count


def record_ratios(raw: Chunk, settings: Settings) -> int:
    """Take a batch of ratios; returns how many there were. Raises InvalidRows, StoreError."""
    return record(raw, lambda rows, faults: _read(rows, settings, faults), _keep)


def _keep(rows: Iterable[tuple[int, Ratio]]) -> None:
    """Raises InvalidRows with every stretch that overlaps another one."""
    faults = []
    starts: dict[str, Counter[int]] = defaultdict(Counter)
    with db.transaction():
        for line, row in rows:
            pushed = _slice(row)
            starts[row.sla][int(row.start.timestamp())] += 1
            other = ratios.overlapping(row.sla, pushed.span)
            if other is None:
                ratios.put(row.sla, pushed)
            else:
                text = said(
                    "It overlaps the one from {start:%Y-%m-%dT%H:%M:%SZ}; send periods that do "
                    "not overlap.",
                    start=other.span.start,
                )
                faults.append(RowFault(line, "from", text))
        if faults:
            raise InvalidRows(faults)
        for sla, times in starts.items():
            mark_instants(LateKind.RATIOS, times, Counter(), clock.now(), sla=sla)
        db.raise_topics("measurements", "ratios")


def _read(raw: Chunk, settings: Settings, faults: list[RowFault]) -> list[tuple[int, Ratio]]:
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

    return checked_rows(Ratio, raw, require, faults)


def _slice(ratio: Ratio) -> Slice:
    """Raises InvalidInput for more good events than events."""
    return Slice(Span(ratio.start, ratio.end), ratio.good, ratio.total)
