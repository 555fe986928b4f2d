"""Subscriptions of visitors, and the addresses that are never to be written to again."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime

from peewee import fn

from statuspage.domain.telling.browser import endpoint_of
from statuspage.domain.telling.subscription import Channel, Subscription, SubscriptionState
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.store import settings
from statuspage.store.settings import ADDRESS_KEY
from statuspage.store.tables.telling import Subscription as Row
from statuspage.store.tables.telling import Suppression

_NOBODY = "nobody"
_LIVE = (
    SubscriptionState.PENDING,
    SubscriptionState.ACTIVE,
    SubscriptionState.PAUSED,
    SubscriptionState.QUARANTINED,
)
_FACTS = [one.name for one in fields(Subscription)]
_VISITORS = Row.channel != Channel.HOOK


def by_key(key: str) -> Subscription:
    """One subscription. Raises NotFound."""
    row = Row.get_or_none(Row.key == key)
    if row is None:
        raise NotFound(said("There is no such subscription any more."))
    return _fact(row)


def live_of(channel: Channel, address: str) -> Subscription | None:
    """The subscription of an address that has not ended, if there is one."""
    chosen = (Row.address_hash == hash_of(address)) & (Row.channel == channel)
    row = Row.select().where(chosen & Row.state.in_(_LIVE)).first()
    return None if row is None else _fact(row)


def of_address(address: str) -> list[Subscription]:
    """Every subscription of an address, ended ones too, the oldest first."""
    rows = Row.select().where((Row.address_hash == hash_of(address)) & _VISITORS)
    return [_fact(row) for row in rows.order_by(Row.created_at, Row.key)]


def owned_by(address: str) -> list[Subscription]:
    """Those whose failing is told to a mail address, ended ones too, the oldest first."""
    # By the database on both sides: the case of letters does not count, see hash_of.
    rows = Row.select().where((fn.LOWER(Row.owner) == fn.LOWER(address)) & _VISITORS)
    return [_fact(row) for row in rows.order_by(Row.created_at, Row.key)]


def count_owned_by(address: str) -> int:
    """How many that were confirmed, and have not ended, a mail address is named for."""
    confirmed = Row.state.in_(_LIVE) & (Row.state != SubscriptionState.PENDING)
    owned = (fn.LOWER(Row.owner) == fn.LOWER(address)) & confirmed
    return int(Row.select().where(owned & (Row.channel != Channel.MAIL) & _VISITORS).count())


def of_visitors() -> Iterator[Subscription]:
    """All of them, the oldest first."""
    for row in Row.select().where(_VISITORS).order_by(Row.created_at, Row.key).iterator():
        yield _fact(row)


def insert(subscription: Subscription) -> None:
    """A new one."""
    Row.create(**_columns(subscription))


def replace(subscription: Subscription) -> None:
    """The same subscription with other facts."""
    columns = _columns(subscription)
    Row.update(**columns).where(Row.key == columns.pop("key")).execute()


def forget(key: str) -> None:
    """Delete one, as if it had never been."""
    Row.delete().where(Row.key == key).execute()


def forget_unconfirmed(before: datetime) -> int:
    """Delete what nobody confirmed in time; returns how many those were."""
    pending = (Row.state == SubscriptionState.PENDING) & (Row.created_at < before)
    return int(Row.delete().where(pending).execute())


def forget_ended(before: datetime) -> int:
    """Delete what ended long ago, with its address; returns how many those were."""
    ended = (Row.state == SubscriptionState.ENDED) & (Row.ended_at < before) & _VISITORS
    return int(Row.delete().where(ended).execute())


def suppress(address: str, why: str, at: datetime) -> None:
    """Keep, by its hash alone, that an address is not to be written to, and why."""
    _have_key()
    Suppression.put({"address_hash": hash_of(address), "why": why, "at": at})


def allow(address: str) -> bool:
    """Let an address be written to again; returns whether it was not."""
    held = Suppression.address_hash == hash_of(address)
    return bool(Suppression.delete().where(held).execute())


def suppressed(address: str) -> str:
    """Why an address is not to be written to; "" when it may be."""
    row = Suppression.get_or_none(Suppression.address_hash == hash_of(address))
    return "" if row is None else str(row.why)


def count_suppressed() -> int:
    """How many addresses are never to be written to again."""
    return Suppression.select().count()


def hash_of(address: str) -> str:
    """What an address is looked up by; "" for no address. Of a mail address the case of letters
    does not count, of a browser not its keys.

    Keyed by a secret in the store, which goes with its backups, as what is suppressed must.
    """
    if not address:
        return ""
    key = settings.read(ADDRESS_KEY)
    return keyed_hash(key, address) if key is not None else _NOBODY  # there is no address yet


def keyed_hash(key: str, address: str) -> str:
    """The same by a key that was read before."""
    told = endpoint_of(address) if "://" in address else address.casefold()
    return hmac.new(key.encode(), told.encode(), hashlib.sha256).hexdigest()


def _have_key() -> None:
    if settings.read(ADDRESS_KEY) is None:
        settings.write(ADDRESS_KEY, secrets.token_hex(32))


def _columns(subscription: Subscription) -> dict[str, object]:
    _have_key()
    facts = {name: getattr(subscription, name) for name in _FACTS}
    return {**facts, "address_hash": hash_of(subscription.address)}


def _fact(row: Row) -> Subscription:
    return Subscription(**{name: getattr(row, name) for name in _FACTS})
