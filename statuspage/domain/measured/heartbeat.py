"""A job that calls in, and its silence: what late means, and when it is our own deafness instead.

Works on one series: the calls of one probe, in the form of samples.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from statuspage.domain.measured.samples import Fold, ProbeState, Sample

_SECOND = timedelta(seconds=1)
_EARLY = timedelta(seconds=30)
"""A job that calls so little before an instant of its schedule called for that one."""


class Signal(StrEnum):
    """What a job says."""

    START = "start"
    SUCCESS = "success"
    FAIL = "fail"


@dataclass(frozen=True)
class Rhythm:
    """A call is expected once per `interval`, and may be `grace` late.

    With `following` calls are expected at instants instead: it gives the first after another. A job
    that said that it begins may run for `grace`.
    """

    interval: timedelta
    grace: timedelta
    fail_after: int
    following: Callable[[datetime], datetime] | None = None

    def due_after(self, call: datetime) -> datetime:
        """When the call after one is expected."""
        if self.following is None:
            return call + self.interval
        return self.following(call + _EARLY)


def silence(
    fold: Fold,
    rhythm: Rhythm,
    *,
    heard_since: datetime,
    now: datetime,
    begun_at: datetime | None = None,
) -> list[Sample]:
    """The failures to record of a job that does not call in; none while it is in time.

    It is down from the end of its grace, and then again with each interval, so that the run goes
    on. The first failure comes as often as it takes to be believed, a second apart.

    `heard_since` is since when we could hear it. Where it would have called while we could not, its
    next call is waited for. All failures lie before `now`, so that a call of this second is never
    contradicted.
    """
    if fold.last is None:
        return []  # it has never called, so nobody knows its hours
    if fold.is_down:
        following = max(fold.last + rhythm.interval, heard_since)
        return [Sample(at, ProbeState.DOWN) for at in _each(following, rhythm.interval, now)]
    late = _late_at(fold.last, rhythm, heard_since, begun_at)
    believed = [late + number * _SECOND for number in range(rhythm.fail_after)]
    return [Sample(at, ProbeState.DOWN) for at in believed] if believed[-1] < now else []


def failed(fold: Fold, fail_after: int, now: datetime) -> list[Sample]:
    """A failure that a job tells itself, as often as it takes to be believed, a second apart."""
    first = now - (fail_after - 1) * _SECOND
    if fold.last is not None:
        first = max(first, fold.last + _SECOND)
    return [Sample(first + number * _SECOND, ProbeState.DOWN) for number in range(fail_after)]


def _late_at(
    last: datetime, rhythm: Rhythm, heard_since: datetime, begun_at: datetime | None
) -> datetime:
    """From when on a job is late."""
    if begun_at is not None and begun_at > last:
        return begun_at + rhythm.grace
    due = rhythm.due_after(last)
    if heard_since > due:
        due = rhythm.due_after(heard_since)
    return due + rhythm.grace


def _each(start: datetime, step: timedelta, end: datetime) -> list[datetime]:
    found = []
    while start < end:
        found.append(start)
        start += step
    return found
