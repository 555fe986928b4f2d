"""A subscription: whom to tell, by which way, of what, and how they are reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from statuspage.domain.telling.filter import EVERYTHING, Filter
from statuspage.said import Said

HOOK = "hook/"
"""What the key of a subscription begins with that the settings make; its id follows."""


class Channel(StrEnum):
    """A way by which somebody is told."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    NTFY = "ntfy"
    PUSH = "push"
    """A browser, by the notifications it shows (Web Push)."""
    HOOK = "hook"
    """A channel of staff, from [[hooks]] in config.toml."""


class HowOften(StrEnum):
    """The rhythm somebody chose: each of the news at once, or one summary."""

    INSTANT = "instant"
    DAILY = "daily"
    MONTHLY = "monthly"


class SubscriptionState(StrEnum):
    """Where a subscription stands: only an active one is told."""

    PENDING = "pending"  # nobody has confirmed it yet
    ACTIVE = "active"
    PAUSED = "paused"  # by its owner
    QUARANTINED = "quarantined"  # it was not reached for long
    ENDED = "ended"


@dataclass(frozen=True)
class Subscription:
    """One reader by one way. What it is told by `address` is personal: it is on no page or log."""

    key: str
    channel: Channel
    address: str  # of mail, webhook, topic or browser; "" where the settings hold it
    created_at: datetime
    state: SubscriptionState = SubscriptionState.PENDING
    filter: Filter = EVERYTHING
    language: str = ""  # "" is the site's own
    how_often: HowOften = HowOften.INSTANT
    confirmed_at: datetime | None = None
    changed_at: datetime | None = None
    ended_at: datetime | None = None
    owner: str = ""  # the mail address that is told when another way fails
    score: float = 0.0  # of bounces; see domain/telling/bounce.py
    bounced_on: date | None = None  # the day of the last bounce that counted
    failing_since: datetime | None = None  # no try has succeeded since
    quarantined_at: datetime | None = None
    why: Said | None = None  # it failed, is quarantined, or ended

    @property
    def hook(self) -> str:
        """The id in [[hooks]]."""
        return self.key.removeprefix(HOOK)
