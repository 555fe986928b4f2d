"""Probe results and the state runs folded from them, of one probe at one location.

Source: numbers.md, "Availability from probe results". Runs are kept forever, raw samples for a
while; how several locations and probes are weighed is said in `locations`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median_low

from statuspage.errors import InvalidInput
from statuspage.said import Said, said

MOST_AHEAD = timedelta(minutes=5)
"""A sample further in the future than this is refused."""

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
    def hold(self) -> timedelta:
        """How long a sample speaks at most: 2.5 intervals, rounded down to whole seconds."""
        return (self.interval or _UNSTATED) * 5 // 2 // _SECOND * _SECOND


@dataclass(frozen=True)
class StateRun:
    """A stretch of one state. Time that no run holds is unknown.

    Only a failure can lack its confirmation: it is listed as such, and its time counts as up.
    """

    state: ProbeState
    start: datetime
    end: datetime
    is_confirmed: bool = True

    @property
    def counted(self) -> ProbeState:
        return self.state if self.is_confirmed else ProbeState.UP


@dataclass(frozen=True)
class Fold:
    """Where a fold stands between two samples. A new one knows nothing.

    `tail` holds the runs that later samples may still change: the newest, which the next sample may
    cut or prolong, and failures that wait for their confirmation.
    """

    tail: tuple[StateRun, ...] = ()
    last: datetime | None = None  # when the newest sample was taken
    failures: int = 0  # in a row; samples that saw nothing neither count nor interrupt
    is_down: bool = False  # those failures are confirmed


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
    by_instant: dict[datetime, Sample] = {}
    for sample in samples:
        require_not_ahead(sample.at, now)
        other = by_instant.get(sample.at)
        if other is None or _order(other) < _order(sample):
            by_instant[sample.at] = sample
    return [by_instant[at] for at in sorted(by_instant)]


def require_not_ahead(at: datetime, now: datetime) -> None:
    """Refuse a sample from the future. Raises InvalidInput."""
    if at - now > MOST_AHEAD:
        raise InvalidInput(
            {
                "at": said(
                    "{at:%Y-%m-%d %H:%M:%S %Z} is more than 5 minutes in the future; set the "
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


def fold(state: Fold, samples: Iterable[Sample], cadence: Cadence) -> tuple[list[StateRun], Fold]:
    """Take some samples further: the runs that are final now, and where the fold stands.

    All runs so far are those closed ever plus `tail`; folding in pieces gives the same as at once.
    A run is known by its start, which never moves, so a store replaces the one with that start.
    The samples are those of `in_order`, and newer than the last; else raises InvalidInput (then
    `rewind` says from where to fold again).
    """
    folding = _Folding(state, cadence)
    for sample in samples:
        folding.take(sample.at, sample.state)
    return folding.closed, folding.state()


def rewind(
    runs: Sequence[StateRun], at: datetime, *, raw_from: datetime | None = None
) -> tuple[Fold, datetime]:
    """Where to fold again when a late sample lands at `at`, from the ordered runs stored so far.

    Returns the fold as it stood, and the instant from which all samples are folded anew; runs that
    start at or after it are to be replaced. A failure is folded anew from its first sample, since
    the late one may confirm or break it; but where raw samples are gone, before `raw_from`, what
    was confirmed stays so, and what was not counts as one failure.
    """
    kept = [run for run in runs if run.start < at]
    since = at
    while kept and kept[-1].state is ProbeState.DOWN:
        if raw_from is not None and kept[-1].start < raw_from:
            return Fold(tail=(kept[-1],), failures=1, is_down=kept[-1].is_confirmed), raw_from
        since = kept.pop().start
    # The run that stays may reach further only because of samples that are now folded again; the
    # first of those cuts it where it must.
    return Fold(tail=tuple(kept[-1:])), since


def _order(sample: Sample) -> tuple[int, int]:
    """Which of several samples of one instant stands: the one with the highest order."""
    latency = -1 if sample.latency_ms is None else sample.latency_ms
    return SEVERITY[sample.state], latency


class _Folding:
    """A fold at work. Bulk imports pass millions of samples, so nothing is copied for each."""

    def __init__(self, state: Fold, cadence: Cadence) -> None:
        self.closed: list[StateRun] = []
        self._tail = list(state.tail)
        self._last = state.last
        self._failures = state.failures
        self._is_down = state.is_down
        self._hold = cadence.hold
        self._fail_after = cadence.fail_after

    def state(self) -> Fold:
        return Fold(tuple(self._tail), self._last, self._failures, self._is_down)

    def take(self, at: datetime, state: ProbeState) -> None:
        if self._last is not None and at <= self._last:
            raise InvalidInput(
                {"at": said("{at} is not after the newest sample, {last}.", at=at, last=self._last)}
            )
        self._last = at
        if state is ProbeState.UNKNOWN:
            self._cut(at)
            self._close_all_but(0)
            return
        self._judge(state)
        is_confirmed = state is not ProbeState.DOWN or self._is_down
        self._extend(StateRun(state, at, at + self._hold, is_confirmed))
        self._close_all_but(1)

    def _judge(self, state: ProbeState) -> None:
        """Count failures in a row; the one that confirms them dates back to the first."""
        if state is not ProbeState.DOWN:
            self._failures, self._is_down = 0, False
            return
        self._failures += 1
        if not self._is_down and self._failures >= self._fail_after:
            self._is_down = True
            self._tail = [
                replace(run, is_confirmed=True) if run.state is ProbeState.DOWN else run
                for run in self._tail
            ]

    def _extend(self, run: StateRun) -> None:
        last = self._tail[-1] if self._tail else None
        if (
            last is not None
            and last.end >= run.start
            and (last.state, last.is_confirmed) == (run.state, run.is_confirmed)
        ):
            self._tail[-1] = StateRun(run.state, last.start, run.end, run.is_confirmed)
        else:
            self._cut(run.start)
            self._tail.append(run)

    def _cut(self, at: datetime) -> None:
        if self._tail and self._tail[-1].end > at:
            self._tail[-1] = replace(self._tail[-1], end=at)

    def _close_all_but(self, newest: int) -> None:
        """Let go of what no later sample can change, but for the newest run(s)."""
        if self._failures and not self._is_down:
            newest = sum(not run.is_confirmed for run in self._tail)
        final = len(self._tail) - newest
        self.closed += self._tail[:final]
        del self._tail[:final]
