"""The metrics, each made when it is asked for: of what is counted, of health, and of the store.

Names and units: https://prometheus.io/docs/practices/naming/
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from platform import python_version

from prometheus_client import CollectorRegistry
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
)
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from statuspage import __version__, clock, counters
from statuspage.counters import BUCKETS, Row
from statuspage.domain.measured.samples import Cadence
from statuspage.domain.vocabulary.states import Kind
from statuspage.errors import StoreError
from statuspage.health.checks import all_health
from statuspage.health.health import Condition
from statuspage.store import db
from statuspage.store.beats import beats
from statuspage.store.library import LIBRARY
from statuspage.store.settings import current_settings

_PREFIX = "statuspage_"
_LIMITS = (*(f"{limit:g}" for limit in BUCKETS), "+Inf")


def registry() -> CollectorRegistry:
    """All of it, and nothing that the library would add by itself."""
    found = CollectorRegistry(auto_describe=False)
    found.register(_Facts())
    return found


class _Facts(Collector):
    """Asks anew at each look. What needs a store that is out of reach is left out."""

    def collect(self) -> Iterable[Metric]:
        rows = list(counters.rows())
        yield InfoMetricFamily(
            f"{_PREFIX}build",
            "The program.",
            {"version": __version__, "python": python_version()},
        )
        yield from _counted(rows)
        yield from _processes(rows)
        yield from _health()
        for asked in (_duties, _stored):
            with suppress(StoreError):
                yield from list(asked())


def _counted(rows: Sequence[Row]) -> Iterator[Metric]:
    """What all processes counted, added up."""
    sums = [sum(values) for values in zip(*(row.values for row in rows), strict=True)]
    for one in counters.COUNTERS:
        told = CounterMetricFamily(f"{_PREFIX}{one.name}", one.about, labels=one.labels)
        for values, place in one.places.items():
            if sums[place] or len(one.places) < _SHOWN_EMPTY:
                told.add_metric(values, sums[place])
        yield told
    for taken in counters.HISTOGRAMS:
        histogram = HistogramMetricFamily(
            f"{_PREFIX}{taken.name}", taken.about, labels=[taken.label]
        )
        for kind, first in taken.firsts.items():
            counts = sums[first : first + len(_LIMITS)]
            buckets = [(limit, sum(counts[: n + 1])) for n, limit in enumerate(_LIMITS)]
            histogram.add_metric([kind], buckets, sums[first + len(_LIMITS)])
        yield histogram


_SHOWN_EMPTY = 20  # labels that never occurred are told where they are few


def _processes(rows: Sequence[Row]) -> Iterator[Metric]:
    """The processes of this command: how often each was started, and the memory that it takes."""
    starts = CounterMetricFamily(
        f"{_PREFIX}{counters.STARTS.name}", counters.STARTS.about, labels=["process"]
    )
    memory = GaugeMetricFamily(
        f"{_PREFIX}process_resident_memory_bytes",
        "Memory that a process takes; what several share is counted in each.",
        labels=["process"],
    )
    for row in rows:
        starts.add_metric([row.name], row.starts)
        with suppress(OSError, ValueError, IndexError):
            pages = int(Path(f"/proc/{row.process or os.getpid()}/statm").read_text().split()[1])
            memory.add_metric([row.name], pages * os.sysconf("SC_PAGE_SIZE"))
    yield starts
    yield memory


def _health() -> Iterator[Metric]:
    """What each check found, with its figures."""
    told = GaugeMetricFamily(
        f"{_PREFIX}health",
        "What a check found: 1 for the state it is in, 0 for the others.",
        labels=["check", "state"],
    )
    found = all_health()
    for one in found:
        for condition in Condition:
            told.add_metric([one.name, condition], float(one.condition is condition))
    yield told
    for one in found:
        for name, value in one.figures.items():
            about = f"Told by the check {one.name}."
            yield GaugeMetricFamily(f"{_PREFIX}{name}", about, value=value)


def _duties() -> Iterator[Metric]:
    """The duties of the worker, as it told them last. Raises StoreError."""
    now, elapsed = clock.timestamp(), clock.elapsed()
    ended = GaugeMetricFamily(
        f"{_PREFIX}duty_last_end_timestamp_seconds",
        "When a duty of the worker last came to an end.",
        labels=["duty"],
    )
    succeeded = GaugeMetricFamily(
        f"{_PREFIX}duty_last_success_timestamp_seconds",
        "When a duty of the worker last came to a good end.",
        labels=["duty"],
    )
    lasted = GaugeMetricFamily(
        f"{_PREFIX}duty_last_duration_seconds",
        "How long its last turn took.",
        labels=["duty"],
    )
    late = GaugeMetricFamily(
        f"{_PREFIX}duty_late", "Whether too long ago a turn of it came to an end.", labels=["duty"]
    )
    for beat in beats():
        ended.add_metric([beat.name], now - (elapsed - beat.ended))
        if beat.succeeded is not None:
            succeeded.add_metric([beat.name], now - (elapsed - beat.succeeded))
        lasted.add_metric([beat.name], max(0.0, beat.ended - beat.begun))
        late.add_metric([beat.name], float(beat.is_late(elapsed)))
    return iter((ended, succeeded, lasted, late))


def _stored() -> Iterator[Metric]:
    """What the store holds. Raises StoreError."""
    with db.snapshot():
        settings = current_settings()
        going_on = LIBRARY.incidents.open_ones()
        yield GaugeMetricFamily(
            f"{_PREFIX}record_entries", "Entries of the public record.", LIBRARY.record.size()
        )
        known = LIBRARY.measurements.series_on({probe.component for probe in settings.probes})
    open_ones = GaugeMetricFamily(
        f"{_PREFIX}open_incidents", "What is open now, by its kind.", labels=["kind"]
    )
    for kind in Kind:
        open_ones.add_metric([kind], sum(1 for one in going_on if one.kind is kind))
    yield open_ones
    last = GaugeMetricFamily(
        f"{_PREFIX}probe_last_check_timestamp_seconds",
        "When the newest check of a probe was made, by the location that made it.",
        labels=["probe", "location"],
    )
    late = GaugeMetricFamily(
        f"{_PREFIX}probe_late",
        "Whether a probe says nothing for longer than it should.",
        labels=["probe", "location"],
    )
    cadences = {probe.id: Cadence(probe.interval) for probe in settings.probes}
    for series in (one for some in known.values() for one in some if one.probe in cadences):
        if series.fold.last is not None:
            labels = [series.probe, series.location]
            last.add_metric(labels, series.fold.last.timestamp())
            silent = clock.now() - series.fold.last
            late.add_metric(labels, float(silent > cadences[series.probe].hold))
    yield last
    yield late
