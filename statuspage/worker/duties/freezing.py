"""The figures of closed periods."""

from __future__ import annotations

import logging

from statuspage import clock
from statuspage.actions.freezing import Closed, closed_periods, freeze

_log = logging.getLogger(__name__)
_AGAIN_AFTER = 3600.0  # seconds


class Freezing:
    """One closed period a turn, so that no turn is long; then all of them again."""

    def __init__(self) -> None:
        self._closed: list[Closed] = []
        self._again_at = 0.0

    def freeze_one(self) -> None:
        """Raises StoreError."""
        if not self._closed and clock.elapsed() >= self._again_at:
            self._closed = closed_periods()[::-1]
            self._again_at = clock.elapsed() + _AGAIN_AFTER
        if self._closed:
            chosen = self._closed.pop()
            if revision := freeze(chosen):
                _log.info("froze %s of %s, revision %d", chosen.period.name, chosen.sla, revision)
