"""What people asked for: the clocks of their requests, and how long their words are kept."""

from __future__ import annotations

import logging

from statuspage import clock
from statuspage.actions.listening import rounds
from statuspage.store import db

EVERY = 30.0  # seconds
_FORGET_EVERY = 3600.0

_log = logging.getLogger(__name__)


class Requests:
    """Marks what is late, publishes counts, and forgets what was kept long enough."""

    def __init__(self) -> None:
        self._forget_at = 0.0
        self._marked: rounds.Marked | None = None

    def turn(self) -> None:
        """Raises StoreError."""
        if self._may_be_late():
            self._marked = rounds.mark_late()
            for slug in self._marked.slugs:
                _log.info("nobody answered %s in time", slug)
        rounds.count_recent()
        rounds.tell_moderation()
        if clock.elapsed() >= self._forget_at:
            if forgotten := rounds.forget_old():
                _log.info("forgot the words of %d people", forgotten)
            else:
                self._forget_at = clock.elapsed() + _FORGET_EVERY

    def _may_be_late(self) -> bool:
        """Whether requests changed since, or the time of one is up."""
        known = self._marked
        if known is None or (known.next_due is not None and clock.now() > known.next_due):
            return True
        with db.snapshot():
            return rounds.requests_version() != known.version
