"""Mails that came back: which are known, what they were about, and whom nobody reaches."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from peewee import SQL

from statuspage.domain.telling.bounce import BounceScore
from statuspage.domain.telling.delivery import Delivery, DeliveryState
from statuspage.domain.telling.result import Blame
from statuspage.domain.telling.subscription import Channel, SubscriptionState
from statuspage.said import Said
from statuspage.store.fields import shared
from statuspage.store.tables.telling import Delivery as DeliveryRow
from statuspage.store.tables.telling import KnownBounce, Subscription

_SHARED = shared(Delivery, DeliveryRow)
_IN_A_MESSAGE = SQL("\"batch\" <> ''")  # a literal: by it the database knows which index will do
_ON_THEIR_WAY = (DeliveryState.SENT, DeliveryState.WAITING)


def remember(id_: str, now: datetime) -> bool:
    """Know a mail that came back from now on; returns whether it is new."""
    if KnownBounce.select().where(KnownBounce.id == id_).exists():
        return False
    KnownBounce.create(id=id_, at=now)
    return True


def told_by(message: str) -> list[Delivery]:
    """The deliveries of a message: one, or those of a summary."""
    chosen = (DeliveryRow.batch == message) & _IN_A_MESSAGE
    return [
        Delivery(**{name: getattr(row, name) for name in _SHARED})
        for row in DeliveryRow.select().where(chosen)
    ]


def note_bounced(keys: Collection[str], why: Said, blame: Blame) -> None:
    """They were taken, and came back."""
    chosen = DeliveryRow.key.in_(list(keys)) & DeliveryRow.state.in_(_ON_THEIR_WAY)
    values = {"state": DeliveryState.BOUNCED, "reason": why, "blame": str(blame)}
    DeliveryRow.update(**values).where(chosen).execute()


def keep_score(subscription: str, score: BounceScore, why: Said) -> None:
    """What a bounce made of the score, and why it came."""
    values: dict[str, Any] = {"score": score.value, "bounced_on": score.last, "why": why}
    Subscription.update(**values).where(Subscription.key == subscription).execute()


def given_up(before: datetime) -> list[str]:
    """The subscriptions of visitors that were given up before an instant, and still are."""
    chosen = (Subscription.state == SubscriptionState.QUARANTINED) & (
        Subscription.quarantined_at < before
    )
    rows = Subscription.select(Subscription.key).where(chosen, Subscription.channel != Channel.HOOK)
    return [row.key for row in rows]


def count_given_up() -> int:
    """How many subscriptions of visitors are given up now."""
    chosen = Subscription.state == SubscriptionState.QUARANTINED
    return Subscription.select().where(chosen, Subscription.channel != Channel.HOOK).count()


def forget_old(before: datetime) -> int:
    """Forget which mails are known that came back long ago; returns how many those were."""
    return int(KnownBounce.delete().where(KnownBounce.at < before).execute())
