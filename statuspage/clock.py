"""The only place that reads the time. Published times have a grain of one whole second, in UTC."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_standing: datetime | None = None


def now() -> datetime:
    """The present instant, UTC, cut to the second."""
    return (_standing or datetime.now(UTC)).replace(microsecond=0)


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Hold the clock at an instant, for tests and for filling a demo with a past."""
    global _standing
    before, _standing = _standing, instant.astimezone(UTC)
    try:
        yield
    finally:
        _standing = before


def timestamp() -> float:
    """The present instant as seconds since 1970, for comparisons on the quick path."""
    return _standing.timestamp() if _standing is not None else time.time()


def elapsed() -> float:
    """Seconds on a clock that never jumps, for intervals only."""
    return time.monotonic()
