"""What is wrong with the worker: which of its duties came to no end for too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from statuspage.said import Said, said

PATIENCE = 120.0
"""Seconds that a turn may take, and that may pass before it is told."""


@dataclass(frozen=True)
class Beat:
    """When a duty last began and ended a turn, in seconds on the clock that never jumps."""

    name: str
    every: float  # seconds from turn to turn
    begun: float
    ended: float
    succeeded: float | None = None  # when a turn last came to a good end; None: nobody knows

    def is_late(self, now: float) -> bool:
        """Whether too long ago a turn ended. What ended after now is of another boot."""
        return not 0 <= now - self.ended <= self.every + PATIENCE

    def hangs(self, now: float) -> bool:
        """Whether it is in a turn that does not end; late without it, it waits for another."""
        return self.is_late(now) and self.begun > self.ended


def fault_of(beats: Sequence[Beat], now: float) -> Said | None:
    """What to say of the worker; None when it is well, or none was ever started."""
    late = [beat for beat in beats if beat.is_late(now)]
    if not late:
        return None
    if all(beat in late for beat in beats if beat.every <= PATIENCE):
        return said("The worker is not running. Start it again, and look at its log.")
    names = [beat.name for beat in late if beat.hangs(now)] or [beat.name for beat in late]
    return said(
        "The worker is stuck in: {names}. Start it again, and look at its log.", names=names
    )
