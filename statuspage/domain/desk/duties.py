"""What is wrong with the worker: which of its duties came to no end for too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from statuspage.said import Said, said

PATIENCE = 120.0
"""Seconds that a turn may take, and that may pass before it is told."""


@dataclass(frozen=True)
class Beat:
    """When a duty last ended a turn, in seconds on the clock that never jumps (since the boot)."""

    name: str
    every: float  # seconds from turn to turn
    ended: float

    def is_late(self, now: float) -> bool:
        """Whether it hangs, or nobody does it. What ended after now is of another boot."""
        return not 0 <= now - self.ended <= self.every + PATIENCE


def fault_of(beats: Sequence[Beat], now: float) -> Said | None:
    """What to say of the worker; None when it is well, or none was ever started."""
    late = [beat.name for beat in beats if beat.is_late(now)]
    if not late:
        return None
    if len(late) == len(beats):
        return said("The worker does not work. Start it again, and look into its log.")
    return said("The worker hangs in: {names}. Start it again, and look into its log.", names=late)
