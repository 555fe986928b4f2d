"""What came of one try to deliver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from statuspage.said import Said


class Blame(StrEnum):
    """Whose fault it is that something is never taken."""

    RECIPIENT = "recipient"  # it counts against the subscription
    US = "us"  # refused as spam, or our settings: the operator's alarm, never the recipient's score


@dataclass(frozen=True)
class Sent:
    """It was taken. `note` is what the other side calls it, such as the id of a post."""

    note: str = ""


@dataclass(frozen=True)
class Later:
    """Not now: try again, `after` a time that the other side named, or else by the channel's."""

    reason: Said
    after: timedelta | None = None
    blame: Blame = Blame.RECIPIENT


@dataclass(frozen=True)
class Never:
    """Not ever: no try will help. With `ends` the recipient wants nothing more at all (410).

    `weight` is how much it counts in the score of a mail address: 0.5 where it may pass.
    """

    reason: Said
    blame: Blame
    ends: bool = False
    weight: float = 1.0


Result = Sent | Later | Never
