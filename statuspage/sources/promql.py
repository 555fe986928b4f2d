"""The query API of Prometheus: the raw points of a selector, and nothing between them.

Asked is `/api/v1/query` with `selector[range]` at the end of a stretch, which gives the points as
they were scraped. `/api/v1/query_range` is never asked: it puts a point up to five minutes old at
each step, so that a gap looks like a measurement, and gives 11,000 steps at most. Source:
https://prometheus.io/docs/prometheus/latest/querying/api/ (instant queries, range vectors).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from statuspage.domain.vocabulary.spans import Span
from statuspage.said import said
from statuspage.sources.fault import SourceFault
from statuspage.sources.results import understood

if TYPE_CHECKING:
    from statuspage.sources.asking import Asker

SERVICE = "Prometheus"


@dataclass(frozen=True)
class RawSeries:
    """The points of one series of a metric, in order: milliseconds since 1970, and a value."""

    labels: Mapping[str, str]
    points: Sequence[tuple[int, Decimal]]
    texts: Mapping[int, str]  # the values as they were written


def lines(selector: str, span: Span, asked: Asker) -> list[RawSeries]:
    """The raw points of a selector in (start, end]. Raises SourceFault, Unreachable.

    A range holds its start in some versions and not in others: what is not after it is left out, so
    that of stretches side by side each has each point once.
    """
    seconds = int((span.end - span.start).total_seconds())
    query: dict[str, str | int] = {
        "query": f"{selector}[{seconds}s]",
        "time": int(span.end.timestamp()),
    }
    document = asked.json("/api/v1/query", query)
    start, end = (int(edge.timestamp()) * 1000 for edge in (span.start, span.end))
    found = understood(SERVICE, partial(_read, document))
    cut = [
        RawSeries(one.labels, [point for point in one.points if start < point[0] <= end], one.texts)
        for one in found
    ]
    return [one for one in cut if one.points]


def _read(document: Any) -> list[RawSeries]:
    if document["status"] != "success":
        raise ValueError(document["status"])
    if document.get("warnings"):
        text = said("Its answer is not whole: {why}", why=str(document["warnings"][0])[:300])
        raise SourceFault(text)
    return [_line(one) for one in document["data"]["result"]]


def _line(document: Mapping[str, Any]) -> RawSeries:
    if document.get("histograms"):
        text = said(
            "{metric} is a histogram; name one of its counters.", metric=str(document["metric"])
        )
        raise SourceFault(text)
    points = [(int(Decimal(at) * 1000), Decimal(value)) for at, value in document["values"]]
    texts = {int(Decimal(at) * 1000): str(value) for at, value in document["values"]}
    labels = {name: str(value) for name, value in document["metric"].items()}
    return RawSeries(labels, sorted(points), texts)


def points_of(line: RawSeries) -> Iterator[Sequence[Any]]:
    """The points of a series as they go into a digest: labels, milliseconds, value."""
    for at, _ in line.points:
        yield dict(line.labels), at, line.texts[at]
