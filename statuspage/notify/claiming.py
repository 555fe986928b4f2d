"""What is to be sent next by a way: one message, claimed for one try, which is counted before it.

A restart, a kill or a second process never makes two of one: each claim is an UPDATE that counts
its rows. Only what was being sent when a process died may be sent twice.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage.actions.telling.owning import GOODBYE
from statuspage.config import Settings
from statuspage.config.mail.sending import USUAL_RATE
from statuspage.domain.telling.delivery import Delivery, delivery_key
from statuspage.domain.telling.subscription import (
    Channel,
    HowOften,
    Subscription,
    SubscriptionState,
)
from statuspage.domain.telling.summaries import patience
from statuspage.notify.outlet import Outlet
from statuspage.said import said
from statuspage.store.telling import deliveries, recipients

LIMITED = frozenset({Channel.MAIL, Channel.NTFY, Channel.PUSH})
"""The ways that reach people; programs are told all."""

_LOOKED_AT = 50  # deliveries that one claim may drop or put off before it lets others write
_NOBODY = said("The subscription has ended.")
_SILENT = said("The subscription was not told anything at that time.")
_SOON = timedelta(seconds=1)


@dataclass(frozen=True)
class Claimed:
    """One message that is this process's to send, until its patience ends."""

    key: str  # of the message
    deliveries: tuple[Delivery, ...]  # the newest first
    subscription: Subscription
    attempt: int  # 1 is the first
    is_summary: bool

    @property
    def keys(self) -> list[str]:
        return [one.key for one in self.deliveries]


def claim(
    outlet: Outlet, settings: Settings, now: datetime, busy: Collection[str]
) -> Claimed | None:
    """The next message by a way, inside a transaction; None when nothing is due.

    `busy` are subscriptions that are being told something: of each one message at a time.
    """
    for _ in range(_LOOKED_AT):
        first = deliveries.first_due(outlet.channel, now, busy)
        if first is None:
            return None
        subscription = recipients.by_key(first.subscription)
        if subscription is None or _is_over(subscription, first):
            deliveries.drop([first.key], _NOBODY)
        elif not first.letter and subscription.state is not SubscriptionState.ACTIVE:
            deliveries.drop_waiting_of(subscription.key, _SILENT)
        elif (free_at := _free_at(first, subscription, settings, now)) is not None:
            deliveries.gather([first.key], free_at)
        elif (found := _begun(outlet, first, subscription, now)) is not None:
            return found
    return None


def _is_over(subscription: Subscription, first: Delivery) -> bool:
    """Whoever left, or called our mail spam, gets nothing but the word that it is over."""
    return subscription.state is SubscriptionState.ENDED and first.letter != GOODBYE


def _free_at(
    first: Delivery, subscription: Subscription, settings: Settings, now: datetime
) -> datetime | None:
    """When the recipient may be told more; None when that is now.

    What was tried already goes on: it was within the limit then.
    """
    if subscription.channel not in LIMITED or first.letter or first.tries:
        return None
    rate = settings.mail.per_recipient if settings.mail else USUAL_RATE
    sent = deliveries.sent_since(subscription.key, now - rate.per)
    if len(sent) < rate.count:
        return None
    return max(sent[-rate.count] + rate.per, now + _SOON)


def _begun(
    outlet: Outlet, first: Delivery, subscription: Subscription, now: datetime
) -> Claimed | None:
    found = deliveries.along_with(first, now) if first.is_gathered else [first]
    key = first.batch or _message_key(found)
    if not deliveries.begin(found, key, now + patience(first.tries, outlet.patience)):
        return None
    is_summary = len(found) > 1 or (
        first.is_gathered and subscription.how_often is not HowOften.INSTANT
    )
    return Claimed(key, tuple(found), subscription, first.tries + 1, is_summary)


def _message_key(found: list[Delivery]) -> str:
    """That of the delivery; of several, one that follows from the oldest."""
    oldest = found[-1].key
    return oldest if len(found) == 1 else delivery_key(oldest, "summary", 1)
