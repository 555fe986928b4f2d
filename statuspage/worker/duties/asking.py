"""What readers are asked again, and what they answered: published once there is enough of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions.asking.again import ask_again
from statuspage.actions.asking.publishing import forget_old, publish_answers

EVERY = 5.0  # seconds
_ASK_EVERY = timedelta(minutes=1)
_FORGET_EVERY = timedelta(days=1)


class Asking:
    """Publishes what is due, asks whether what was done helped, deletes answers of long ago."""

    def __init__(self) -> None:
        self._asked_at: datetime | None = None
        self._forgot_at: datetime | None = None

    def turn(self) -> None:
        """Raises StoreError."""
        publish_answers()
        now = clock.now()
        if _is_time(self._asked_at, now, _ASK_EVERY):
            ask_again()
            self._asked_at = now
        if _is_time(self._forgot_at, now, _FORGET_EVERY):
            forget_old()
            self._forgot_at = now


def _is_time(last: datetime | None, now: datetime, every: timedelta) -> bool:
    return last is None or not timedelta() <= now - last < every
