"""Whom news may go to, and whether they are reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import fn

from statuspage.domain.telling.filter import Filter
from statuspage.domain.telling.subscription import (
    HOOK,
    Channel,
    HowOften,
    Subscription,
    SubscriptionState,
)
from statuspage.said import Said
from statuspage.store import db
from statuspage.store.fields import compact, shared
from statuspage.store.tables.telling import Subscription as Row

_SHARED = shared(Subscription, Row)
_VALUES = Row._meta.fields
_BY_KEY = f"SELECT {', '.join(_SHARED)} FROM subscription WHERE key = ?"  # noqa: S608 fixed names


@dataclass(frozen=True)
class Recipient:
    """What decides whether somebody is told of something."""

    key: str
    channel: Channel
    filter: Filter
    how_often: HowOften
    address: str = field(repr=False)


def active(after: str, most: int) -> list[Recipient]:
    """Some of those who are told, in the order of their keys."""
    chosen = (Row.state == SubscriptionState.ACTIVE) & (Row.key > after)
    columns = (Row.key, Row.channel, Row.filter, Row.how_often, Row.address)
    rows: Any = Row.select(*columns).where(chosen).order_by(Row.key).limit(most).tuples()
    return [Recipient(*row) for row in rows]


def tallied() -> list[tuple[Channel, Filter, int]]:
    """How many of those who subscribed are told by a way what a filter takes."""
    chosen = (Row.state == SubscriptionState.ACTIVE) & (Row.channel != Channel.HOOK)
    query = Row.select(Row.channel, Row.filter, fn.COUNT(Row.key)).where(chosen)
    rows: Any = query.group_by(Row.channel, Row.filter).tuples()
    return [(channel, chosen, int(count)) for channel, chosen, count in rows]


def by_key(key: str) -> Subscription | None:
    """A subscription in whichever state; None for one that is gone."""
    found = db.run(_BY_KEY, key).fetchone()
    if found is None:
        return None
    kept = zip(_SHARED, found, strict=True)
    return Subscription(**{name: _VALUES[name].python_value(value) for name, value in kept})


def fact(row: Row) -> Subscription:
    """A row as the fact it holds."""
    return Subscription(**{name: getattr(row, name) for name in _SHARED})


def count_active() -> dict[Channel, int]:
    """How many are told, by their ways."""
    query = Row.select(Row.channel, fn.COUNT(Row.key)).where(Row.state == SubscriptionState.ACTIVE)
    rows: Any = query.group_by(Row.channel).tuples()
    return {channel: int(count) for channel, count in rows}


def reached(key: str) -> None:
    """A try succeeded: whatever failed before is over."""
    db.run(
        "UPDATE subscription SET failing_since = NULL, why = NULL "
        "WHERE key = ? AND failing_since IS NOT NULL",
        key,
    )


def naming_outcome(slug: str) -> list[tuple[str, Filter]]:
    """The subscriptions whose filter names an outcome, and their filters."""
    named = compact(slug).replace("!", "!!").replace("%", "!%").replace("_", "!_")
    rows = db.run(
        "SELECT key FROM subscription WHERE \"filter\" LIKE ? ESCAPE '!'", f"%{named}%"
    ).fetchall()
    chosen = Row.select(Row.key, Row.filter).where(Row.key.in_([key for (key,) in rows]))
    return [(row.key, row.filter) for row in chosen if slug in row.filter.outcomes]


def choose(key: str, wanted: Filter) -> None:
    """Have one told of what a filter takes."""
    Row.update(filter=wanted).where(Row.key == key).execute()


def resume(key: str) -> None:
    """Somebody looked, and it takes what it is sent: it is told again."""
    chosen = (Row.key == key) & (Row.state == SubscriptionState.QUARANTINED)
    values = {"state": SubscriptionState.ACTIVE, "quarantined_at": None, "why": None}
    Row.update(**values).where(chosen).execute()


def failed(key: str, why: Said, now: datetime) -> datetime:
    """A try failed; returns since when none has succeeded."""
    row = Row.get_or_none(Row.key == key)
    since: datetime = (row and row.failing_since) or now
    Row.update(failing_since=since, why=why).where(Row.key == key).execute()
    return since


def quarantine(key: str, why: Said, now: datetime) -> bool:
    """Tell it no more until somebody looks; returns whether it was told so far."""
    chosen = (Row.key == key) & (Row.state == SubscriptionState.ACTIVE)
    values = {"state": SubscriptionState.QUARANTINED, "quarantined_at": now, "why": why}
    return bool(Row.update(**values).where(chosen).execute())


def end(key: str, why: Said, now: datetime) -> bool:
    """It is over, by the word of whatever stands at its address; returns whether it was not yet."""
    chosen = (Row.key == key) & (Row.state != SubscriptionState.ENDED)
    values = {"state": SubscriptionState.ENDED, "ended_at": now, "why": why}
    return bool(Row.update(**values).where(chosen).execute())


@dataclass(frozen=True)
class HookRow:
    """A hook as the settings describe it."""

    id: str
    filter: Filter
    language: str


def follow_settings(hooks: Iterable[HookRow], now: datetime) -> None:
    """Have one subscription for each hook of the settings, and none for those that went."""
    wanted = {HOOK + hook.id: hook for hook in hooks}
    here = {row.key: row for row in Row.select().where(Row.channel == Channel.HOOK)}
    for key, hook in wanted.items():
        row = here.get(key)
        chosen = {"filter": hook.filter, "language": hook.language}
        if row is None:
            Row.create(**_new(key, now), **chosen)
        elif row.state is SubscriptionState.ENDED:
            began = {"state": SubscriptionState.ACTIVE, "ended_at": None, "why": None}
            Row.update(**chosen, **began).where(Row.key == key).execute()
        elif (row.filter, row.language) != (hook.filter, hook.language):
            Row.update(**chosen, changed_at=now).where(Row.key == key).execute()
    gone = [
        key
        for key, row in here.items()
        if key not in wanted and row.state is not SubscriptionState.ENDED
    ]
    if gone:
        ended = {"state": SubscriptionState.ENDED, "ended_at": now}
        Row.update(**ended).where(Row.key.in_(gone)).execute()


def _new(key: str, now: datetime) -> dict[str, Any]:
    return {
        "key": key,
        "channel": Channel.HOOK,
        "address": "",
        "address_hash": "",
        "state": SubscriptionState.ACTIVE,
        "how_often": HowOften.INSTANT,
        "created_at": now,
        "confirmed_at": now,
        "owner": "",
        "score": 0.0,
    }


def hooks() -> Sequence[Subscription]:
    """The subscriptions that the settings made, by their keys."""
    return [fact(row) for row in Row.select().where(Row.channel == Channel.HOOK).order_by(Row.key)]
