"""A job that calls in, and its silence: what late means, and when it is our own deafness instead.

Works on one series: the calls of one probe, in the form of samples.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage.domain.measured.samples import Fold, ProbeState, Sample

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Rhythm:
    """A call is expected once per `interval`, and may be `grace` late."""

    interval: timedelta
    grace: timedelta
    fail_after: int


def silence(fold: Fold, rhythm: Rhythm, *, heard_since: datetime, now: datetime) -> list[Sample]:
    """The failures to record of a job that does not call in; none while it is in time.

    It is down from one interval and the grace after its last call, and then again with each
    interval, so that the run goes on. The first failure comes as often as it takes to be believed,
    a second apart.

    `heard_since` is since when we could hear it. Where it would have called while we could not,
    one more interval is waited for. All failures lie before `now`, so that a call of this second
    is never contradicted.
    """
    if fold.last is None:
        return []  # it has never called, so nobody knows its hours
    following = fold.last + rhythm.interval
    if fold.is_down:
        return [
            Sample(at, ProbeState.DOWN)
            for at in _each(max(following, heard_since), rhythm.interval, now)
        ]
    last = fold.last if heard_since <= following else heard_since
    late = last + rhythm.interval + rhythm.grace
    believed = [late + number * _SECOND for number in range(rhythm.fail_after)]
    return [Sample(at, ProbeState.DOWN) for at in believed] if believed[-1] < now else []


def _each(start: datetime, step: timedelta, end: datetime) -> list[datetime]:
    found = []
    while start < end:
        found.append(start)
        start += step
    return found
