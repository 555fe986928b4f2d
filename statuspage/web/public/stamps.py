"""When a form was shown, in a token: what comes back at once, or days later, no person read.

No cookie is needed for it, and nothing is stored.
"""

from __future__ import annotations

from statuspage import clock
from statuspage.domain.telling.signed import opened, signed
from statuspage.store import db

FIELD = "stamp"
_PURPOSE = "shown"
_SHORTEST, _LONGEST = 1_500, 24 * 3_600_000  # milliseconds


def new() -> str:
    """A stamp of this moment. Raises StoreError."""
    return signed(db.session_secret(or_passing=True), _PURPOSE, f"{_now():x}")


def is_in_time(stamp: str) -> bool:
    """Whether a form was shown a while ago, and not too long. Raises StoreError."""
    at = opened(db.session_secret(or_passing=True), _PURPOSE, stamp)
    return at is not None and _SHORTEST <= _now() - int(at, 16) <= _LONGEST


def _now() -> int:
    return int(clock.timestamp() * 1000)
