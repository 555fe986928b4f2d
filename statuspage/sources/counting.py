"""Ratios of counters in Prometheus: good and total events of slices of time, from raw points."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from statuspage.config.sources import RatioKeys, SourceKeys
from statuspage.domain.measured.counters import (
    CountedSlice,
    Labels,
    RawCounter,
    born,
    covered,
    increases,
    reading_times,
    slices,
)
from statuspage.domain.measured.ratios import MOST_EVENTS, Slice
from statuspage.domain.vocabulary.spans import Span
from statuspage.said import said
from statuspage.sources.fault import SourceFault
from statuspage.sources.kind import Pulled, digest
from statuspage.sources.promql import SERVICE, RawSeries, lines, points_of
from statuspage.sources.results import understood

if TYPE_CHECKING:
    from statuspage.sources.asking import Asker

_LONGEST = timedelta(hours=6)
_NAME = "__name__"
_NO_NUMBER = Decimal("NaN")


def count(_: SourceKeys, ratio: RatioKeys, span: Span, asked: Asker) -> Pulled:
    """The events in (start, end]. Points around it are asked for, too: two make an increase.

    Raises SourceFault, Unreachable.
    """
    hold = ratio.hold
    reach = Span(span.start - hold, span.end + hold)
    part = ratio.good or ratio.bad or ""
    found = [lines(part, reach, asked), lines(ratio.total, reach, asked)]
    parts, totals = ([_counter(one) for one in some] for some in found)
    reading, gap = reading_times([*parts, *totals]), hold // timedelta(milliseconds=1)
    young = born(parts, reading, gap) | born(totals, reading, gap)
    fresh = dict.fromkeys(young, Decimal(0))
    if young:
        fresh |= _former((part, ratio.total), reach.start, asked, young)
    edges = tuple(int(edge.timestamp()) * 1000 for edge in (span.start, span.end))
    counted = slices(
        covered(reading, gap),
        increases(parts, fresh, gap),
        increases(totals, fresh, gap),
        (edges[0], edges[1]),
        ratio.slice // timedelta(milliseconds=1),
    )
    points = [point for some in found for one in some for point in points_of(one)]
    told = (_slice(one, is_bad=ratio.bad is not None) for one in counted)
    kept = tuple(one for one in told if one is not None)
    return Pulled((), len(points), digest(points), kept)


def longest(ratio: RatioKeys) -> timedelta:
    """The longest stretch that one pull can ask for: whole slices."""
    return max(ratio.slice, min(_LONGEST, ratio.interval * 2000) // ratio.slice * ratio.slice)


def _counter(found: RawSeries) -> RawCounter:
    """What is infinite counts nothing, as what is no number."""
    points = [(at, value if value.is_finite() else _NO_NUMBER) for at, value in found.points]
    return RawCounter(_labels(found.labels.items()), points)


def _labels(found: Iterable[tuple[str, str]]) -> Labels:
    return tuple(sorted(found))


def _former(
    selectors: Sequence[str], at: datetime, asked: Asker, young: Iterable[Labels]
) -> Iterator[tuple[Labels, Decimal]]:
    """What counters held that appear again, such as those that are told only while they grow."""
    known = {_nameless(labels): labels for labels in young}
    for selector in dict.fromkeys(selectors):
        query: dict[str, str | int] = {"query": f"last_over_time({selector}[1d])"}
        document = asked.json("/api/v1/query", query | {"time": int(at.timestamp())})
        yield from understood(SERVICE, partial(_values, document, known))


def _values(document: Any, known: Mapping[Labels, Labels]) -> list[tuple[Labels, Decimal]]:
    found = [
        (known.get(_nameless(_labels(one["metric"].items()))), Decimal(one["value"][1]))
        for one in document["data"]["result"]
    ]
    return [(labels, value) for labels, value in found if labels is not None and value.is_finite()]


def _nameless(labels: Labels) -> Labels:
    return tuple(one for one in labels if one[0] != _NAME)


def _slice(one: CountedSlice, *, is_bad: bool) -> Slice | None:
    """Whole events and seconds, rounded never in our favour; None for less than a second."""
    start, end = -(-one.start // 1000), one.end // 1000
    if end <= start:
        return None
    total = math.ceil(one.total)
    bad = math.ceil(one.good if is_bad else one.total - one.good)
    span = Span(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))
    if not 0 <= bad <= total <= MOST_EVENTS:
        text = said(
            "From {start:%Y-%m-%d %H:%M UTC} on it has {part} of {total} events; check that both "
            "queries count the same ones.",
            start=span.start,
            part=math.ceil(one.good),
            total=total,
        )
        raise SourceFault(text)
    return Slice(span, total - bad, total)
