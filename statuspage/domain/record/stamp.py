"""Time stamps of the record's heads by an authority of others (RFC 3161), one a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class StampedHead:
    """That the head of so many entries was stamped on a day, in UTC; `at` is the stamp's time."""

    day: date
    at: datetime
    size: int


@dataclass(frozen=True)
class TimeStamp(StampedHead):
    """The same with what was stamped, the signed head, and the answer of the authority in DER."""

    checkpoint: bytes
    token: bytes
