"""What is due when. Pure: instants are seconds on a clock that never jumps, and come from outside.

Each probe has a slot of its own in its interval, derived from its id, so that many probes spread by
themselves. A slot long past is left out, not made up: after a standstill of an hour each probe goes
on in its next slot, and there is no burst.
"""

from __future__ import annotations

import heapq
import math
import zlib
from collections.abc import Mapping

_SPREAD = 0.9  # of the interval: the last ones too have answered by its end
_LONGEST_SPREAD = 60.0  # seconds; a probe once a day is not to wait for a day at the start
_MADE_UP = 0.5  # of the interval: a slot that is later than this is left out


def offset(probe: str, interval: float) -> float:
    """Seconds from the start to the first check, the same for one id at every start."""
    share = zlib.crc32(probe.encode()) / 2**32
    return share * min(_SPREAD * interval, _LONGEST_SPREAD)


class Schedule:
    """The next slot of every probe."""

    def __init__(self) -> None:
        self._intervals: dict[str, float] = {}
        self._slots: list[tuple[float, str]] = []  # a heap

    def replace(self, intervals: Mapping[str, float], now: float) -> None:
        """Plan these probes, by id with intervals in seconds; unchanged ones keep their slots."""
        kept = [
            (slot, probe)
            for slot, probe in self._slots
            if intervals.get(probe) == self._intervals[probe]
        ]
        known = {probe for _, probe in kept}
        added = [
            (now + offset(probe, interval), probe)
            for probe, interval in intervals.items()
            if probe not in known
        ]
        self._intervals = dict(intervals)
        self._slots = kept + added
        heapq.heapify(self._slots)

    def due(self, now: float) -> list[str]:
        """The probes to check now, each once however long it was; plans their next slots."""
        found = []
        while self._slots and self._slots[0][0] <= now:
            slot, probe = self._slots[0]
            interval = self._intervals[probe]
            missed = math.floor((now - slot) / interval)
            heapq.heapreplace(self._slots, (slot + (missed + 1) * interval, probe))
            if now - slot <= _MADE_UP * interval:
                found.append(probe)
        return found
