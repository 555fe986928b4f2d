"""What another system measured: monitors, and the results that each of them has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

DOWN, UP, UNKNOWN = "down", "up", "unknown"


@dataclass(frozen=True)
class TheirResult:
    """One result: when, what, and how long the answer took."""

    at: int  # seconds since 1970
    state: str  # up, degraded, down; unknown where nothing was looked at
    latency_ms: int | None = None


@dataclass(frozen=True)
class Spell:
    """A time in one state, where a system keeps changes alone; `end` is where another begins."""

    start: int
    end: int
    state: str


@dataclass(frozen=True)
class Monitor:
    """What one monitor there has. Either may be empty; beats need no order."""

    name: str
    key: str = ""  # its id there
    url: str = ""
    beats: Iterable[TheirResult] = ()
    stretches: Sequence[Spell] = ()

    def results(self, every: timedelta, confirmed_by: int) -> Iterator[TheirResult]:
        """Every result; of stretches one at each interval `every`.

        What was confirmed there is confirmed here: a failure that is shorter than `confirmed_by`
        intervals stands as so many results. After the last one nothing is known.
        """
        if not self.stretches:
            yield from self.beats
            return
        told = {beat.at: beat for beat in self.beats}
        yield from told.values()
        yield from (beat for beat in self._between(every, confirmed_by) if beat.at not in told)

    def _between(self, every: timedelta, confirmed_by: int) -> Iterator[TheirResult]:
        step = max(1, int(every.total_seconds()))
        for place, one in enumerate(self.stretches):
            length = one.end - one.start
            least = confirmed_by if one.state == DOWN else 1
            apart = max(1, min(step, length // least)) if length else step
            yield from (TheirResult(at, one.state) for at in range(one.start, one.end, apart))
            follows = self.stretches[place + 1].start if place + 1 < len(self.stretches) else None
            if follows != one.end:
                yield TheirResult(one.end, UNKNOWN)


def at_second(at: datetime) -> int:
    """An instant as whole seconds since 1970."""
    return int(at.timestamp())


def written(beat: TheirResult) -> str:
    """When a result was made, as rows of checks have it."""
    return datetime.fromtimestamp(beat.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
