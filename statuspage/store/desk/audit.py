"""The audit log: entries are added and read by pages; nothing changes or deletes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import Value, fn

from statuspage.domain.desk.audit import APPROVED_BY, AuditEntry, Via
from statuspage.store.tables.staff import Audit

_LOOKED_AT = 50_000
"""Entries that one page looks through at most for what is asked for."""


@dataclass(frozen=True)
class AuditChoice:
    """Which entries are wanted; what is empty asks for nothing."""

    who: str = ""
    verbs: Sequence[str] = ()
    since: datetime | None = None
    text: str = ""  # stands in its names, its facts or its address
    said: Sequence[str] = ()  # verbs whose words hold the text
    things: Sequence[str] = ()  # subjects whose titles hold the text

    @property
    def is_everything(self) -> bool:
        return self == AuditChoice()


@dataclass(frozen=True)
class AuditPage:
    """Some entries, the newest first; `before` leads to older ones, None when there are none."""

    entries: Sequence[AuditEntry]
    before: int | None


def append(act: AuditEntry) -> None:
    """Add one entry; its number is given here."""
    Audit.create(**{name: value for name, value in vars(act).items() if name != "number"})


def newest(limit: int, before: int | None = None) -> Sequence[AuditEntry]:
    """The newest entries, or those before a number; the log's length costs nothing."""
    return page(AuditChoice(), limit, before).entries


def page(asked: AuditChoice, limit: int, before: int | None = None) -> AuditPage:
    """Up to `limit` entries that are asked for, the newest first, or those before a number.

    However long the log is, no more than a bounded part is looked through for one page; when it
    holds fewer than `limit`, `before` leads on behind that part.
    """
    top = (Audit.select(fn.MAX(Audit.id)).scalar() or 0) + 1
    if before is not None:
        top = max(0, min(before, top))  # whoever asks may write any number
    floor = 0 if asked.is_everything else max(0, top - _LOOKED_AT)
    query = Audit.select().where((Audit.id < top) & (Audit.id >= floor))
    for condition in _conditions(asked):
        query = query.where(condition)
    found = [_fact(row) for row in query.order_by(Audit.id.desc()).limit(limit + 1)]
    if len(found) > limit:
        return AuditPage(found[:limit], found[limit - 1].number)
    return AuditPage(found, floor if floor > 1 else None)


def _conditions(asked: AuditChoice) -> list[Any]:
    found: list[Any] = []
    if asked.who:
        found.append(Audit.who == asked.who)
    if asked.verbs:
        found.append(Audit.verb.in_(list(asked.verbs)))
    if asked.since is not None:
        found.append(Audit.at >= asked.since)
    if asked.text:
        found.append(_holds(asked))
    return found


def _holds(asked: AuditChoice) -> Any:
    """Its words in any place: each of them, in whatever order."""
    texts = (Audit.who, Audit.subject, Audit.address, Audit.before, Audit.after)
    whole = fn.LOWER(reduce(lambda one, other: one.concat(" ").concat(other), _texts(texts)))
    every = reduce(and_, (whole.contains(word) for word in asked.text.lower().split()))
    named = (Audit.verb.in_(list(asked.said)), Audit.subject.in_(list(asked.things)))
    return reduce(or_, (every, *named))


def _texts(columns: Iterable[Any]) -> list[Any]:
    """Columns as they are kept, none of them NULL, which would make all of it NULL."""
    return [fn.COALESCE(column, Value("")).cast("TEXT") for column in columns]


def approvers(subjects: Iterable[str]) -> Mapping[str, str]:
    """Who approved what is said of each subject now; "" where nobody had to."""
    query = Audit.select().where(Audit.subject.in_(list(subjects))).order_by(Audit.id)
    return {row.subject: (row.after or {}).get(APPROVED_BY, "") for row in query}


def _fact(row: Audit) -> AuditEntry:
    return AuditEntry(
        row.id,
        row.at,
        row.who,
        Via(row.via),
        row.verb,
        row.subject,
        row.before,
        row.after,
        row.address,
    )
