"""Prometheus, and what answers its queries: points of a selector that say whether all is well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from statuspage.config.kinds.comparison import Comparison, is_so
from statuspage.config.kinds.environment import Secret
from statuspage.config.kinds.headers import Headers
from statuspage.config.kinds.places import FilePath, WebAddress
from statuspage.config.kinds.selector import Selector
from statuspage.config.kinds.values import Positive
from statuspage.config.sources import SeriesKeys, SourceKeys
from statuspage.domain.measured.samples import ProbeState, Sample
from statuspage.domain.vocabulary.spans import Span
from statuspage.said import said
from statuspage.sources import counting
from statuspage.sources.fault import SourceFault
from statuspage.sources.kind import Pulled, SourceKind, digest
from statuspage.sources.promql import RawSeries, lines, points_of
from statuspage.sources.results import whole

if TYPE_CHECKING:
    from statuspage.sources.asking import Asker

_MOST = 10_000  # points that one answer should have: below the 11,000 that some servers allow
_LONGEST_PLACE = 64
_NAMES = 3  # of several series


def _label(text: str) -> str:
    if not text.isascii() or not text.isidentifier():
        raise ValueError(
            said('"{text}" is no label; write its name alone, such as "instance"', text=text[:40])
        )
    return text


Label = Annotated[str, AfterValidator(_label)]


class PrometheusSeries(SeriesKeys):
    """One selector, whose points say whether a component is up."""

    query: Selector
    """A metric with its labels, such as `probe_success{job="api"}`: its raw points are read, so a
    gap stays unknown. It must be one series, unless `location` is given."""
    up: Comparison = ">= 1"
    """What a value is when all is well."""
    degraded: Comparison | None = None
    """What a value is that is not `up` and not down either."""
    latency: Selector | None = None
    """A metric of the seconds that an answer took, as `probe_duration_seconds{job="api"}`."""
    slower_than: Positive | None = None
    """An answer that took longer is degraded."""
    location: Label | None = None
    """The label by which several series are places from which one thing is checked: `quorum` and
    `vote` say how they count together."""

    @property
    def asked(self) -> str:
        return f"{self.query} {self.up}"

    @model_validator(mode="after")
    def _has_latency(self) -> Self:
        if self.slower_than is not None and self.latency is None:
            raise ValueError(said('"slower_than" needs "latency" beside it; add it'))
        return self


class PrometheusSource(SourceKeys):
    """A Prometheus, or what answers its queries: Thanos, Mimir, VictoriaMetrics."""

    type: Literal["prometheus"]
    url: WebAddress
    """Where it is, such as `"http://prometheus:9090"`, or `"env:NAME"`; a path stays before
    `/api/v1`."""
    headers: Headers = Field(default_factory=dict)
    """What is sent besides, by name; `"env:NAME"` in a value is taken from the environment."""
    user: str | None = None
    """The name to sign in with, where it asks for one (HTTP Basic)."""
    password: Secret | None = None
    """Its password, as `"env:NAME"`: the value stands in the environment."""
    ca: FilePath | None = None
    """A PEM file with an authority of your own, believed beside those of the system."""
    series: tuple[PrometheusSeries, ...] = ()
    """What of it is taken: a table for each."""

    @model_validator(mode="after")
    def _has_both(self) -> Self:
        if self.password is not None and self.user is None:
            raise ValueError(said('"password" needs "user" beside it; add it'))
        return self


def asker(keys: PrometheusSource, environ: Mapping[str, str]) -> Asker:
    """How it is asked."""
    from statuspage.sources.asking import Asker

    return Asker(keys.url, environ, keys.headers, keys.timeout, keys.user, keys.password, keys.ca)


def _pull(_: PrometheusSource, series: PrometheusSeries, span: Span, asked: Asker) -> Pulled:
    found = lines(series.query, span, asked)
    timed = lines(series.latency, span, asked) if series.latency else []
    latencies = _latencies(_by_place(timed, series.location))
    samples = [
        _sample(series, place, at, value, latencies.get((place, at // 1000)))
        for place, points in _by_place(found, series.location).items()
        for at, value in points
    ]
    every = [point for one in (*found, *timed) for point in points_of(one)]
    return Pulled(tuple(samples), len(samples), digest(every))


def _by_place(
    found: Iterable[RawSeries], label: str | None
) -> Mapping[str, Sequence[tuple[int, Decimal]]]:
    """The points of each place, in order. Raises SourceFault for several series of one place.

    One after another may follow, such as those of a target that moved to another machine.
    """
    places: dict[str, list[RawSeries]] = {}
    for one in found:
        place = one.labels.get(label, "") if label else ""
        if len(place) > _LONGEST_PLACE or not place.isprintable():
            text = said(
                "The label {label} holds what cannot be the name of a place: {found}.",
                label=label,
                found=place[:80],
            )
            raise SourceFault(text)
        places.setdefault(place, []).append(one)
    for several in places.values():
        several.sort(key=lambda one: one.points[0][0])
        if any(after.points[0][0] <= before.points[-1][0] for before, after in pairwise(several)):
            raise SourceFault(_several(several))
    return {
        place: [point for one in several for point in one.points]
        for place, several in places.items()
    }


def _several(found: Sequence[RawSeries]) -> Any:
    """Which series there are, by the labels in which they differ, and the mend."""
    names = {name for one in found for name in one.labels}
    differing = sorted(name for name in names if len({one.labels.get(name) for one in found}) > 1)
    shown = [
        "{" + ", ".join(f'{name}="{one.labels.get(name, "")}"' for name in differing) + "}"
        for one in found[:_NAMES]
    ]
    return said(
        "The query gives {count} series at once, such as {found}. Narrow it to one by a label, "
        "give each a [[sources.series]] of its own (the worst counts), or write location = "
        '"{label}" where they are places from which one thing is checked.',
        count=len(found),
        found=shown,
        label=differing[0] if differing else "instance",
    )


def _latencies(
    by_place: Mapping[str, Sequence[tuple[int, Decimal]]],
) -> Mapping[tuple[str, int], Decimal]:
    """Seconds by place and second: what was scraped together bears the same time."""
    return {
        (place, at // 1000): value
        for place, points in by_place.items()
        for at, value in points
        if value.is_finite() and value >= 0
    }


def _sample(
    series: PrometheusSeries, place: str, at: int, value: Decimal, took: Decimal | None
) -> Sample:
    """What a point says. One that is no number says that nothing was seen."""
    state = _state(series, value)
    limit = series.slower_than
    if state is ProbeState.UP and took is not None and limit is not None:
        is_slow = took > Decimal(str(limit.total_seconds()))
        state = ProbeState.DEGRADED if is_slow else state
    # A check that failed took no time that counts, whatever was exported for it.
    is_timed = took is not None and state in (ProbeState.UP, ProbeState.DEGRADED)
    latency_ms = whole(took * 1000) if is_timed and took is not None else None
    return Sample(datetime.fromtimestamp(at // 1000, UTC), state, latency_ms, place)


def _state(series: PrometheusSeries, value: Decimal) -> ProbeState:
    if value.is_nan():
        return ProbeState.UNKNOWN
    if is_so(series.up, value):
        return ProbeState.UP
    if series.degraded is not None and is_so(series.degraded, value):
        return ProbeState.DEGRADED
    return ProbeState.DOWN


def _longest(series: PrometheusSeries) -> timedelta:
    return series.interval * _MOST


KIND = SourceKind("prometheus", PrometheusSource, asker, _pull, _longest, counting.count)
