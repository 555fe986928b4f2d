"""What is pulled from sources, and when: new time soon, and each day once more when it is over.

The time since the newest pull is asked for again and again, a little of what was known with it, for
points may come late. When a UTC day has been over for an hour, it is asked for as a whole: that
pull is the one that is kept, with its hash, so that anybody who may ask the source can compare.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from statuspage.domain.measured.pace import DAY, day_of
from statuspage.domain.vocabulary.spans import Span
from statuspage.said import Said

SETTLED_AFTER = timedelta(hours=1)
"""How long after a day it is asked for for the last time: what comes later is not taken."""

_AGAIN = timedelta(minutes=5)  # of what was pulled before; points may be written late
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Pull:
    """One pull of a series of a source: (start, end], what was asked when, and what came.

    `digest` is the SHA-256 of the points that it gave.
    """

    series: str
    start: datetime
    end: datetime
    asked_at: datetime
    query: str
    points: int
    digest: bytes


@dataclass(frozen=True)
class PullStanding:
    """How far the pulls of a series have come. All up to `settled` is asked for no more."""

    series: str
    since: datetime  # the first instant that was ever asked for
    settled: datetime
    reached: datetime  # the end of the newest pull
    heard_at: datetime | None = None  # when a pull last gave a point
    newest: datetime | None = None  # the newest point
    fault: Said | None = None  # why the newest try gave nothing
    failing_since: datetime | None = None

    @classmethod
    def from_(cls, series: str, since: datetime) -> PullStanding:
        """A series of which nothing was pulled yet."""
        return cls(series, since, since, since)

    def after(self, due: DuePull, now: datetime, newest: datetime | None) -> PullStanding:
        """Where it stands after a pull that gave what it has, up to the newest point of it."""
        found = replace(self, reached=max(self.reached, due.span.end), fault=None)
        found = replace(found, failing_since=None)
        if due.is_final:
            found = replace(found, settled=max(self.settled, due.span.end))
        if newest is not None:
            later = newest if self.newest is None else max(newest, self.newest)
            found = replace(found, heard_at=now, newest=later)
        return found

    def failed(self, fault: Said, now: datetime) -> PullStanding:
        """Where it stands after a try that gave nothing."""
        return replace(self, fault=fault, failing_since=self.failing_since or now)


@dataclass(frozen=True)
class DuePull:
    """A stretch of time to be pulled; a final one is kept for good."""

    span: Span
    is_final: bool


def due_pulls(
    standing: PullStanding,
    now: datetime,
    lag: timedelta,
    longest: timedelta,
    grid: timedelta = _SECOND,
) -> Iterator[DuePull]:
    """What is to be pulled now, in order; no stretch is longer than `longest`, nor than a day.

    Stretches begin and end on a grid that begins with each UTC day.
    """
    longest = max(grid, longest // grid * grid)
    at = _floor(standing.settled + grid - _SECOND, grid)
    while (end := _end(at, longest)) + SETTLED_AFTER <= now:
        yield DuePull(Span(at, end), True)
        at = end
    horizon = _floor(now - lag, grid)
    at = max(at, _floor(min(standing.reached, horizon) - _AGAIN, grid))
    while at < horizon:
        end = min(_end(at, longest), horizon)
        yield DuePull(Span(at, end), False)
        at = end


def _end(at: datetime, longest: timedelta) -> datetime:
    """Where a stretch that begins then ends at the latest."""
    return min(day_of(at) + DAY, at + longest)


def _floor(instant: datetime, grid: timedelta) -> datetime:
    day = day_of(instant)
    return day + (instant - day) // grid * grid
