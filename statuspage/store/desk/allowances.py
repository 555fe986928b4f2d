"""Buckets of rate limits as rows. Each goes when it is full again by its own refill, never before.

However many ask, the rows stay few: those who come when a kind has its most share one bucket.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from peewee import fn

from statuspage.domain.desk.rate_limit import Bucket, RateLimit
from statuspage.store.tables import staff as tables

MOST = 5000
"""Rows that each kind of limit may have, besides the one that the rest share."""

_SHARED = ""

Claim = tuple[RateLimit, str]
"""A limit, and who is counted by it."""

_Counted = tuple[RateLimit, str, Bucket | None]


def seconds_to_wait(claims: Sequence[Claim], now: float, *, most: int = MOST) -> float:
    """0 when each of some limits has a token left; else the longest wait. Only looks.

    `now` is seconds on a clock that may jump: a step back only refills nothing.
    """
    return _longest_wait(_counted(claims, most), now)


def take(claims: Sequence[Claim], now: float, *, most: int = MOST) -> float:
    """Take a token by each of some limits of different kinds, or by none; returns 0, or the wait.

    A try that one limit refuses so uses up nothing of what another allows.
    """
    _prune(now)
    _follow_the_clock_back(claims, now, most)
    counted = _counted(claims, most)
    if wait := _longest_wait(counted, now):
        return wait
    rows = []
    for limit, counted_as, bucket in counted:
        spent = limit.spent(bucket, now)
        rows.append(
            {
                "kind": limit.kind,
                "whose": counted_as,
                "tokens": spent.tokens,
                "updated_at": spent.at,
                "full_at": limit.full_at(spent),
            }
        )
    tables.RateBucket.put(*rows)
    return 0.0


def left(claim: Claim, now: float, *, most: int = MOST) -> int:
    """How many whole tokens one limit has for somebody."""
    [(limit, _, bucket)] = _counted([claim], most)
    return int(limit.left(bucket, now))


def refill(claims: Sequence[Claim]) -> None:
    """Forget buckets: they are full again."""
    for limit, whose in claims:
        rows = tables.RateBucket
        rows.delete().where((rows.kind == limit.kind) & (rows.whose == whose)).execute()


def _prune(now: float) -> None:
    tables.RateBucket.delete().where(tables.RateBucket.full_at <= now).execute()


def _follow_the_clock_back(claims: Sequence[Claim], now: float, most: int) -> None:
    """Rows of a time that is yet to come would stay for long; what they lack is kept."""
    if _full({limit.kind for limit, _ in claims}, most):
        rows = tables.RateBucket
        rows.update(
            full_at=rows.full_at - rows.updated_at + now,
            updated_at=now,
        ).where(rows.updated_at > now).execute()


def _longest_wait(counted: Sequence[_Counted], now: float) -> float:
    return max(limit.seconds_to_wait(bucket, now) for limit, _, bucket in counted)


def _counted(claims: Sequence[Claim], most: int) -> list[_Counted]:
    """Each limit with who is counted by it, and with the bucket: somebody of their own, or one of
    the many that there is no row for."""
    rows = tables.RateBucket
    named = rows.whose.in_([*{whose for _, whose in claims}, _SHARED])
    chosen = rows.kind.in_([*{limit.kind for limit, _ in claims}]) & named
    buckets = {
        (row.kind, row.whose): Bucket(row.tokens, row.updated_at)
        for row in rows.select().where(chosen)
    }
    new = {limit.kind for limit, whose in claims if (limit.kind, whose) not in buckets}
    full = _full(new, most) if new else set()
    found = []
    for limit, whose in claims:
        is_new = (limit.kind, whose) not in buckets
        counted_as = _SHARED if is_new and limit.kind in full else whose
        found.append((limit, counted_as, buckets.get((limit.kind, counted_as))))
    return found


def _full(kinds: Collection[str], most: int) -> set[str]:
    """Those of some kinds that have their most rows."""
    rows = tables.RateBucket
    counts = rows.select(rows.kind).where(rows.kind.in_([*kinds])).group_by(rows.kind)
    found: Any = counts.having(fn.COUNT(rows.whose) >= most).tuples()
    return {kind for (kind,) in found}
