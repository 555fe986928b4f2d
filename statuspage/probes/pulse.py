"""Notices when we ourselves were not there: the loop stood still, or the wall clock jumped.

Pure: times come from outside, in seconds. What fails during such a gap says nothing of the target.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_SLACK = 1.0  # seconds


@dataclass(frozen=True)
class Tick:
    """An instant on both clocks: one that never jumps, and the wall's."""

    steady: float
    wall: float


class Pulse:
    """Fed with beats from the loop, each with the time of the next."""

    def __init__(self) -> None:
        self._next = math.inf
        self._stood_still_until = -math.inf

    def beat(self, now: float, following: float) -> float:
        """Take a beat; returns the seconds for which the loop stood still before it, mostly 0."""
        gap = now - self._next
        self._next = following
        if gap <= _SLACK:
            return 0
        self._stood_still_until = now
        return gap

    def was_disturbed(self, since: Tick, now: Tick) -> bool:
        """Whether the loop stood still, or the wall clock went another way, between two marks.

        The clocks also part when the machine was suspended: the steady one stops meanwhile.
        """
        if self._stood_still_until >= since.steady or now.steady - self._next > _SLACK:
            return True
        return abs((now.wall - since.wall) - (now.steady - since.steady)) > _SLACK
