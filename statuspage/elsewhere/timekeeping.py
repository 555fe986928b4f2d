"""What time a result is of: this machine's clock, unless the server's contradicts it.

The `Date` of each answer is compared with our clock, halfway between asking and being answered. A
clock that is wrong is named, and results bear the server's time until it is right again.
"""

from __future__ import annotations

import logging
import secrets
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from statuspage import clock

_log = logging.getLogger(__name__)

TOLERANCE = 5.0
"""Seconds that two clocks may differ; a `Date` has whole seconds, and answers take a moment."""

_STEP = 2.0  # seconds by which a clock that was set has left the one that never jumps
_SLOW = 10.0  # seconds; an answer that took longer says nothing exact


@dataclass(frozen=True)
class Reading:
    """Both clocks of this machine at one moment."""

    wall: float  # seconds since 1970
    elapsed: float

    @classmethod
    def taken(cls) -> Reading:
        return cls(clock.timestamp(), clock.elapsed())


def boot() -> str:
    """What this run of the machine is called; the clock that never jumps begins anew with each."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return secrets.token_hex(8)  # nobody can tell: take it for another


class Timekeeper:
    """Knows how far our clock is from the server's. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._met: Reading | None = None  # when the server was asked last
        self._ahead = 0.0  # seconds that our clock was ahead of the server's then; 0 when it agreed

    def stamped(self, at: datetime) -> tuple[datetime, float | None]:
        """The time of a result that our clock dated just now, and the reading of the clock that
        never jumps where that time is not sure: before the server was met, or after our clock was
        set.
        """
        read = Reading.taken()
        with self._lock:
            met, ahead = self._met, self._ahead
        age = max(0.0, read.wall - at.timestamp())  # a check may have taken a while
        if met is None or abs((read.wall - met.wall) - (read.elapsed - met.elapsed)) > _STEP:
            return at, read.elapsed - min(age, 600.0)
        return at - timedelta(seconds=round(ahead)), None

    def compare(self, date: str | None, asked: Reading) -> bool:
        """Take in the `Date` of an answer; returns whether it said anything."""
        read = Reading.taken()
        try:
            told = parsedate_to_datetime(date or "").astimezone(UTC).timestamp() + 0.5
        except (ValueError, OverflowError):
            return False
        took = read.elapsed - asked.elapsed
        if took > _SLOW or abs((read.wall - asked.wall) - took) > _STEP:
            return False
        ahead = read.wall - took / 2 - told
        with self._lock:
            before = self._ahead if self._met else None
            self._met = read
            self._ahead = ahead if abs(ahead) > TOLERANCE else 0.0
        _tell(before, self._ahead)
        return True

    def now(self) -> tuple[datetime, float]:
        """This moment by the server's clock as far as it is known, and by the one that never jumps.

        Right after `compare`, which knows it best.
        """
        read = Reading.taken()
        with self._lock:
            return datetime.fromtimestamp(read.wall - self._ahead, UTC), read.elapsed


def _tell(before: float | None, ahead: float) -> None:
    if ahead and (not before or abs(before - ahead) > TOLERANCE):
        way = "ahead of" if ahead > 0 else "behind"
        _log.warning(
            "the clock of this machine is %.0f s %s the server's; until it is set right, results "
            "bear the server's time",
            abs(ahead),
            way,
        )
    elif before and not ahead:
        _log.warning("the clock of this machine agrees with the server's again")
