"""What accounts of ours posted elsewhere. It is kept for good: a thread may go on for long."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from statuspage.domain.telling.account_post import AccountPost
from statuspage.store import db
from statuspage.store.fields import shared
from statuspage.store.tables.telling import AccountPost as Row

_SHARED = shared(AccountPost, Row)


def keep(post: AccountPost) -> None:
    """Know a post from now on; one that is known stays as it is. Raises StoreError."""
    with db.transaction(rings=False):
        row = Row.insert(**asdict(post))
        row.on_conflict(conflict_target=[Row.key], action="IGNORE").execute()


def by_key(key: str) -> AccountPost | None:
    """The post that told a message. Raises StoreError."""
    with db.snapshot():
        row = Row.get_or_none(Row.key == key)
    return None if row is None else _fact(row)


def thread(hook: str, topic: str) -> list[AccountPost]:
    """What an account posted about a topic, the first one first. Raises StoreError."""
    with db.snapshot():
        chosen = (Row.hook == hook) & (Row.topic == topic)
        rows = Row.select().where(chosen).order_by(Row.at, Row.key)
        return [_fact(row) for row in rows]


def of_item(hook: str, topic: str, item: str) -> list[AccountPost]:
    """The posts by which an account told an item, the first one first. Raises StoreError."""
    return [one for one in thread(hook, topic) if one.item == item]


def _fact(row: Any) -> AccountPost:
    return AccountPost(**{name: getattr(row, name) for name in _SHARED})
