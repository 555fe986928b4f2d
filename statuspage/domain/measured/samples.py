"""Probe results and the state runs made of them, of one probe at one location.

Source: numbers.md, "Availability from probe results". How runs are made is said in `folding`, how
several locations and probes are weighed in `locations`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median_low

from statuspage.errors import InvalidInput
from statuspage.said import Said, said

MOST_AHEAD = timedelta(minutes=5)
"""A sample further in the future than this is refused."""

LONGEST_MS = 24 * 60 * 60 * 1000
"""No answer is said to have taken longer than this."""

_SECOND = timedelta(seconds=1)
_UNSTATED = timedelta(minutes=1)


class ProbeState(StrEnum):
    """What a probe saw. Unknown means that the probe itself was blind."""

    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Said:
        return _LABELS[self]


_LABELS = {
    ProbeState.UP: said("Up"),
    ProbeState.DEGRADED: said("Degraded"),
    ProbeState.DOWN: said("Down"),
    ProbeState.UNKNOWN: said("Unknown"),
}

SEVERITY = {
    ProbeState.UNKNOWN: 0,
    ProbeState.UP: 1,
    ProbeState.DEGRADED: 2,
    ProbeState.DOWN: 3,
}


@dataclass(frozen=True)
class Sample:
    """One result of one probe. `latency_ms` is whole milliseconds."""

    at: datetime
    state: ProbeState
    latency_ms: int | None = None
    location: str = ""


@dataclass(frozen=True)
class Cadence:
    """How often a probe asks, and how many failures in a row it takes to believe one.

    Without an interval, that of a minute is assumed (`pace` puts the measured one in).
    """

    interval: timedelta | None
    fail_after: int = 2

    @property
    def spacing(self) -> timedelta:
        """From one sample to the next."""
        return self.interval or _UNSTATED

    @property
    def hold(self) -> timedelta:
        """How long a sample speaks at most: 2.5 intervals, rounded down to whole seconds."""
        return self.spacing * 5 // 2 // _SECOND * _SECOND


@dataclass(frozen=True)
class StateRun:
    """A stretch of one state. Time that no run holds is unknown.

    A failure or a slow answer can lack its confirmation: it is listed as such, and its time is
    unknown. Counted as up it would hide most of the outages that are shorter than two checks.
    """

    state: ProbeState
    start: datetime
    end: datetime
    is_confirmed: bool = True

    @property
    def counted(self) -> ProbeState:
        return self.state if self.is_confirmed else ProbeState.UNKNOWN


@dataclass(frozen=True)
class Fold:
    """Where a fold stands between two samples. A new one knows nothing.

    `tail` holds the runs that later samples may still change: the newest, which the next sample may
    cut or prolong, and what waits for its confirmation. A failure confirms slow answers before it,
    for it is no better than they were.
    """

    tail: tuple[StateRun, ...] = ()
    last: datetime | None = None  # when the newest sample was taken
    failures: int = 0  # in a row; samples that saw nothing neither count nor interrupt
    is_down: bool = False  # those failures are confirmed
    troubled: int = 0  # slow answers and failures in a row
    is_slow: bool = False  # those slow answers are confirmed


@dataclass(frozen=True)
class Series:
    """The results of one probe at one location."""

    number: int
    probe: str
    location: str
    component: str  # which its probe watches, or watched last
    fold: Fold


def in_order(samples: Iterable[Sample], now: datetime) -> list[Sample]:
    """Samples of one probe and location by time, one for each instant.

    Exact duplicates fall together; of two that contradict each other the worse stands. Raises
    InvalidInput for a sample more than five minutes in the future.
    """
    found = list(samples)
    for sample in found:
        require_not_ahead(sample.at, now)
    return merged(found)


def merged(samples: Iterable[Sample]) -> list[Sample]:
    """Samples of one probe and location by time, of those of one instant the worst."""
    by_instant: dict[datetime, Sample] = {}
    for sample in samples:
        other = by_instant.get(sample.at)
        by_instant[sample.at] = sample if other is None else worse(other, sample)
    return [by_instant[at] for at in sorted(by_instant)]


def worse(one: Sample, other: Sample) -> Sample:
    """Which of two samples of one instant stands."""
    return max(one, other, key=_order)


def require_not_ahead(at: datetime, now: datetime) -> None:
    """Refuse a sample from the future. Raises InvalidInput."""
    if at - now > MOST_AHEAD:
        raise InvalidInput(
            {
                "at": said(
                    "{at:%Y-%m-%d %H:%M:%S %Z} is more than 5 minutes in the future; check the "
                    "clock of the machine that sends it.",
                    at=at,
                )
            }
        )


def median_interval(instants: Sequence[datetime]) -> timedelta | None:
    """The usual distance of ordered samples, for probes that are pushed without an interval.

    None under two samples. Of two middle distances the shorter is taken: it claims less.
    """
    gaps = [after - before for before, after in pairwise(instants)]
    return median_low(gaps) if gaps else None


def _order(sample: Sample) -> tuple[int, int]:
    """Which of several samples of one instant stands: the one with the highest order."""
    latency = -1 if sample.latency_ms is None else sample.latency_ms
    return SEVERITY[sample.state], latency
