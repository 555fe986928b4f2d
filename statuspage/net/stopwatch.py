"""The time that one request takes, step by step, and how much of it is left."""

from __future__ import annotations

from typing import Literal

from statuspage import clock

Step = Literal["name", "connect", "tls", "first_byte"]


class Stopwatch:
    """Runs from its making on, so that a request which is cut still says how far it came."""

    def __init__(self, seconds: float) -> None:
        self._start = self._last = clock.elapsed()
        self._end = self._start + seconds
        self._lost = 0.0
        self._latency: float | None = None
        self.doing: Step | None = None
        self.spent: dict[Step, float] = {}  # seconds, those of several connections added

    def begin(self, step: Step) -> None:
        """From now on this step is under way."""
        self.doing, self._last = step, clock.elapsed()

    def done(self, lost: float = 0.0) -> None:
        """The step that was begun has ended; `lost` seconds of it were no fault of the target's."""
        if self.doing is not None:
            spent = clock.elapsed() - self._last - lost
            self.spent[self.doing] = self.spent.get(self.doing, 0.0) + spent
        self._lost += lost
        self.doing = None

    def set_latency(self, seconds: float) -> None:
        """Count this as the latency, where the whole holds pauses of ours."""
        self._latency = seconds

    def latency(self) -> float:
        """Seconds that the answer took: since the start, less what was lost, unless set."""
        if self._latency is not None:
            return self._latency
        return clock.elapsed() - self._start - self._lost

    def left(self) -> float:
        """Seconds until the end."""
        return self._end - clock.elapsed()
