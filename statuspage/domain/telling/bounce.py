"""Bounces: what a mail that came back says, and the score that it gives its reader.

The score is that of GNU Mailman (its "bounce processing"): a reader is given up only after mail
came back on several days, so neither one bad day of a server nor a flood of bounces ends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from statuspage.domain.telling.refusal import Refusal

WEIGHTS = {Refusal.GONE: 1.0, Refusal.PASSING: 0.5, Refusal.OURS: 0.0}
"""What a mail that did not arrive adds to the score of its reader, by whose fault it was."""


class BounceKind(StrEnum):
    """What somebody's mail server, or somebody, sent to the address for bounces."""

    FAILED = "failed"  # the mail will not arrive
    DELAYED = "delayed"  # it has not arrived yet, and is still tried
    DELIVERED = "delivered"  # a notice that all went well
    AUTOMATIC = "automatic"  # out of office, a challenge to prove that somebody sent it
    COMPLAINT = "complaint"  # its reader called it spam
    UNKNOWN = "unknown"  # perhaps words of a person


@dataclass(frozen=True)
class Bounce:
    """What one mail to the address for bounces says."""

    id: str  # the same for the same mail, whenever it is read
    kind: BounceKind
    recipients: tuple[str, ...] = ()  # to whom it came: one may be an address that we signed
    refusal: Refusal | None = None  # of one that failed
    code: str = ""  # of RFC 3463, such as "5.1.1", where it says one
    text: str = ""  # what the server said, without addresses


@dataclass(frozen=True)
class BounceScore:
    """How often mail came back to one reader of late."""

    value: float = 0.0
    last: date | None = None  # the day of the last bounce that counted


def scored(score: BounceScore, weight: float, today: date, stale_after: timedelta) -> BounceScore:
    """The score with one more bounce: one counts on each day; what is long ago is forgotten."""
    if weight <= 0 or (score.last is not None and today <= score.last):
        return score
    is_stale = score.last is None or today - score.last > stale_after
    return BounceScore(weight if is_stale else score.value + weight, today)
