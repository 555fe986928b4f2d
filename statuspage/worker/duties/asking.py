"""What readers answered: published once there is enough of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions.asking.publishing import forget_old, publish_answers

EVERY = 5.0  # seconds
_FORGET_EVERY = timedelta(days=1)


class Asking:
    """Publishes what is due, and once a day deletes answers of long ago."""

    def __init__(self) -> None:
        self._forgot_at: datetime | None = None

    def turn(self) -> None:
        """Raises StoreError."""
        publish_answers()
        now = clock.now()
        if self._forgot_at is None or not timedelta() <= now - self._forgot_at < _FORGET_EVERY:
            forget_old()
            self._forgot_at = now
