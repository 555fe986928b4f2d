"""When the server is asked again after it could not be reached, or would not have us."""

from __future__ import annotations

import random
from collections.abc import Callable

from statuspage import clock

_FIRST = 1.0  # seconds of the first pause; each further one is twice as long
_LONGEST = 15.0
_TURNED_AWAY = 300.0  # after a refusal that no waiting mends by itself


class Pace:
    """`until`: the earliest next try, in seconds on the clock that never jumps."""

    def __init__(
        self,
        elapsed: Callable[[], float] = clock.elapsed,
        chance: Callable[[], float] = random.random,
        first: float = _FIRST,
    ) -> None:
        self.until = 0.0
        self._elapsed = elapsed
        self._chance = chance
        self._first = self._pause = first
        self._credential: str | None = None

    def good(self) -> None:
        """It worked."""
        self.until, self._pause, self._credential = 0.0, self._first, None

    def failed(self, wait: float = 0.0) -> None:
        """It did not; the server may have said how many seconds to wait at least.

        Pauses differ by chance, so that many locations do not come back all at once.
        """
        pause = self._pause * (0.75 + self._chance() / 2)
        self.until = self._elapsed() + max(wait, pause)
        self._pause = min(2 * self._pause, _LONGEST)

    def turned_away(self, credential: str) -> None:
        """It will not have us, with this token."""
        self.until, self._credential = self._elapsed() + _TURNED_AWAY, credential

    def renew(self, credential: str) -> None:
        """Another token is worth a try at once."""
        if self._credential is not None and credential != self._credential:
            self.good()
