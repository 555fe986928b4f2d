"""What readers answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from statuspage.domain.asking.questions import UNKNOWN, QuestionKind
from statuspage.domain.asking.release import ReaderAnswer
from statuspage.store import db
from statuspage.store.fields import InstantField, shared
from statuspage.store.tables.asking import ReaderAnswer as Row

_SHARED = shared(ReaderAnswer, Row)


@dataclass(frozen=True)
class KeptAnswer:
    """An answer with what it is to."""

    kind: QuestionKind
    about: str
    answer: ReaderAnswer


def insert(kind: QuestionKind, about: str, whose: str, answer: ReaderAnswer) -> None:
    """A new one."""
    Row.create(kind=kind, about=about, whose=whose, **vars(answer))


def by_key(key: str) -> KeptAnswer | None:
    """One answer, if it is still known."""
    row = Row.get_or_none(Row.key == key)
    return None if row is None else _kept(row)


def of_link(kind: QuestionKind, about: str, whose: str) -> KeptAnswer | None:
    """What came by a link, if anything did."""
    chosen = (Row.kind == kind) & (Row.about == about) & (Row.whose == whose)
    row = Row.get_or_none(chosen)
    return None if row is None else _kept(row)


def change(key: str, choice: str) -> None:
    """It says something else now."""
    Row.update(choice=choice).where(Row.key == key).execute()


def waiting(fewest: int) -> list[tuple[QuestionKind, str]]:
    """What so many new answers are to that say something."""
    new = Row.released_at.is_null() & (Row.choice != UNKNOWN)
    rows: Any = Row.select(Row.kind, Row.about).where(new).group_by(Row.kind, Row.about)
    found: Any = rows.having(fn.COUNT(Row.key) >= fewest).order_by(Row.kind, Row.about).tuples()
    return [(QuestionKind(kind), about) for kind, about in found]


def unpublished(kind: QuestionKind, about: str) -> list[ReaderAnswer]:
    """The answers that are new, or say something else than what was published of them."""
    chosen = (Row.kind == kind) & (Row.about == about)
    open_ones = Row.released_at.is_null() | (Row.counted != Row.choice)
    return [_fact(row) for row in Row.select().where(chosen & open_ones).order_by(Row.at, Row.key)]


def count(kind: QuestionKind, about: str, since: datetime) -> Counter[str]:
    """How many answered what from an instant on, as they say now."""
    chosen = (Row.kind == kind) & (Row.about == about) & (Row.at >= since)
    rows: Any = Row.select(Row.choice, fn.COUNT(Row.key)).where(chosen)
    return Counter({choice: int(number) for choice, number in rows.group_by(Row.choice).tuples()})


def release(found: Iterable[ReaderAnswer], now: datetime) -> None:
    """These are published from now on as they say."""
    instant = InstantField().db_value
    db.run_many(
        "UPDATE reader_answer SET counted = ?, released_at = ? WHERE key = ?",
        [(one.choice, instant(one.counts_from(now)), one.key) for one in found],
    )


def forget_before(instant: datetime) -> None:
    """Delete what came before an instant; what was published of it stays."""
    Row.delete().where(Row.at < instant).execute()


def _kept(row: Row) -> KeptAnswer:
    return KeptAnswer(row.kind, row.about, _fact(row))


def _fact(row: Row) -> ReaderAnswer:
    return ReaderAnswer(**{name: getattr(row, name) for name in _SHARED})
