"""What pages show of what is watched: latencies, measured outages, and the probes themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage.domain.measured.latency import Percentile
from statuspage.domain.measured.reason import Reason
from statuspage.domain.measured.samples import ProbeState
from statuspage.domain.vocabulary.spans import Span


@dataclass(frozen=True)
class LatencyPoint:
    """How long answers took in a slot of time; `percentiles` are p50, p95 and p99, or none."""

    start: datetime
    percentiles: Sequence[Percentile]
    answers: int


@dataclass(frozen=True)
class OutageView:
    """A measured outage, and the incidents (key, title) that told of it."""

    span: Span
    is_over: bool
    incidents: Sequence[tuple[str, str]]
    reasons: Sequence[Reason] = ()


@dataclass(frozen=True)
class ProbeView:
    """A probe at one location with its newest result; `state` is None before the first."""

    probe: str
    kind: str  # "" when it is no longer in the settings
    location: str
    interval: timedelta | None
    state: ProbeState | None
    at: datetime | None
    latency_ms: int | None
    reason: Reason | None = None
