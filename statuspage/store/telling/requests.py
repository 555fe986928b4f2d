"""Requests to be told, or for one's settings, that a code answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from statuspage.domain.telling.filter import Filter
from statuspage.store.tables.telling import CodeRequest as Row


@dataclass(frozen=True)
class AskedForCode:
    """One request, and how often it was answered wrongly."""

    key: str
    subscription: str
    asked_at: datetime
    tries: int
    filter: Filter | None = None  # what was asked for with it; None in requests of old versions


def by_key(key: str) -> AskedForCode | None:
    """One request, if it is still known."""
    row = Row.get_or_none(Row.key == key)
    return None if row is None else _fact(row)


def newest_of(subscription: str) -> AskedForCode | None:
    """The newest one for a subscription, if any."""
    rows = Row.select().where(Row.subscription == subscription)
    row = rows.order_by(Row.asked_at.desc(), Row.key).first()
    return None if row is None else _fact(row)


def of(subscription: str) -> list[AskedForCode]:
    """Those for a subscription that are still known, the oldest first."""
    rows = Row.select().where(Row.subscription == subscription)
    return [_fact(row) for row in rows.order_by(Row.asked_at, Row.key)]


def insert(key: str, subscription: str, wanted: Filter, now: datetime) -> None:
    """A new one."""
    Row.create(key=key, subscription=subscription, asked_at=now, tries=0, filter=wanted)


def count_try(key: str) -> None:
    """Count a wrong answer."""
    Row.update(tries=Row.tries + 1).where(Row.key == key).execute()


def spend(key: str, asked_at: datetime) -> None:
    """It was answered: let it count as made at an earlier time, if that is earlier."""
    Row.update(asked_at=asked_at).where((Row.key == key) & (Row.asked_at > asked_at)).execute()


def forget(subscription: str) -> None:
    """Those for a subscription: none is answered any more."""
    Row.delete().where(Row.subscription == subscription).execute()


def forget_before(instant: datetime) -> int:
    """Those made before an instant; returns how many they were."""
    return int(Row.delete().where(Row.asked_at < instant).execute())


def _fact(row: Row) -> AskedForCode:
    return AskedForCode(row.key, row.subscription, row.asked_at, row.tries, row.filter)
