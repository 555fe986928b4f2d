"""Hour rows: what one probe answered from one location in one hour, as counts that merge.

Source: numbers.md, "Latency". A failed check has no latency; one that was given up after the
probe's timeout took at least so long, and is kept apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from statuspage.domain.measured import latency
from statuspage.domain.measured.latency import Sketch
from statuspage.domain.measured.samples import ProbeState, Sample

HOUR = timedelta(hours=1)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Verdicts:
    """Answers against a limit: two exact counts, and those too near to it to tell."""

    good: int = 0
    bad: int = 0
    unclear: int = 0

    def __add__(self, other: Verdicts) -> Verdicts:
        return Verdicts(self.good + other.good, self.bad + other.bad, self.unclear + other.unclear)


@dataclass(frozen=True)
class Hour:
    """Checks that began in the hour from `start`, UTC; `within` counts answers per limit in ms."""

    start: datetime
    up: int = 0
    degraded: int = 0
    down: int = 0
    unknown: int = 0
    sketch: Sketch = field(default_factory=Sketch)
    within: Mapping[int, int] = field(default_factory=dict)

    @property
    def checks(self) -> int:
        return self.up + self.degraded + self.down + self.unknown

    def __add__(self, other: Hour) -> Hour:
        """Both together, as if rolled up at once; of the same hour."""
        limits = _exact_limits(self, other)
        return Hour(
            self.start,
            self.up + other.up,
            self.degraded + other.degraded,
            self.down + other.down,
            self.unknown + other.unknown,
            latency.merge([self.sketch, other.sketch]),
            {limit: self.within.get(limit, 0) + other.within.get(limit, 0) for limit in limits},
        )

    def against(self, limit: int) -> Verdicts:
        """How many answers came within a limit in ms.

        Exact where the limit was counted at the time. For one that came into force later the
        buckets tell, and only answers in the bucket of the limit itself remain unclear.
        """
        if limit in self.within:
            return Verdicts(self.within[limit], self.sketch.total - self.within[limit])
        good, unclear = latency.surely_within(self.sketch, limit)
        return Verdicts(good, self.sketch.total - good - unclear, unclear)


def hour_of(at: datetime) -> datetime:
    """The start of the UTC hour of an instant."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def limit_of(under: timedelta) -> int:
    """A promised time as whole ms: latencies are rounded up, so this compares them exactly."""
    return under // _MILLISECOND


def roll_up(
    samples: Iterable[Sample], limits: Collection[int], timeout: timedelta | None = None
) -> list[Hour]:
    """The hours of some samples of one series, in order, with exact counts for some limits in ms.

    A failed check that lasted the `timeout` or longer enters as "at least"; other failures have no
    latency.
    """
    by_hour: dict[datetime, list[Sample]] = defaultdict(list)
    for sample in samples:
        by_hour[hour_of(sample.at)].append(sample)
    return [_hour(start, by_hour[start], limits, timeout) for start in sorted(by_hour)]


def _hour(
    start: datetime, samples: list[Sample], limits: Collection[int], timeout: timedelta | None
) -> Hour:
    states = Counter(sample.state for sample in samples)
    answers = [
        sample.latency_ms
        for sample in samples
        if sample.latency_ms is not None and sample.state in (ProbeState.UP, ProbeState.DEGRADED)
    ]
    given_up = [waited for sample in samples if (waited := _given_up(sample, timeout)) is not None]
    return Hour(
        start,
        states[ProbeState.UP],
        states[ProbeState.DEGRADED],
        states[ProbeState.DOWN],
        states[ProbeState.UNKNOWN],
        latency.sketch(answers, given_up),
        {limit: sum(answer <= limit for answer in answers) for limit in limits},
    )


def _given_up(sample: Sample, timeout: timedelta | None) -> int | None:
    """The milliseconds after which a failed check was given up; None for any other sample."""
    if timeout is None or sample.state is not ProbeState.DOWN or sample.latency_ms is None:
        return None
    waited = timedelta(milliseconds=sample.latency_ms)
    return sample.latency_ms if waited >= timeout else None


def _exact_limits(one: Hour, other: Hour) -> set[int]:
    """The limits counted on both sides; a side without any answer stands in no way."""
    if not one.sketch.total:
        return set(other.within)
    if not other.sketch.total:
        return set(one.within)
    return one.within.keys() & other.within.keys()
