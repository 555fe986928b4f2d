"""Buckets of rate limits as rows. Each goes when it is full again by its own refill, never before.

However many ask, the rows stay few: those who come when a kind has its most share one bucket.
"""

from __future__ import annotations

from collections.abc import Sequence

from statuspage.domain.desk.rate_limit import Bucket, RateLimit
from statuspage.store.tables import staff as tables

MOST = 5000
"""Rows that each kind of limit may have, besides the one that the rest share."""

_SHARED = ""

Claim = tuple[RateLimit, str]
"""A limit, and who is counted by it."""


def seconds_to_wait(claims: Sequence[Claim], now: float, *, most: int = MOST) -> float:
    """0 when each of some limits has a token left; else the longest wait. Only looks.

    `now` is seconds on a clock that may jump: a step back only refills nothing.
    """
    return max(
        limit.seconds_to_wait(_bucket(limit, _counted_as(limit, whose, most)), now)
        for limit, whose in claims
    )


def take(claims: Sequence[Claim], now: float, *, most: int = MOST) -> float:
    """Take a token by each of some limits, or by none; returns 0, or the seconds to wait.

    A try that one limit refuses so uses up nothing of what another allows.
    """
    _prune(now)
    _follow_the_clock_back(claims, now, most)
    if wait := seconds_to_wait(claims, now, most=most):
        return wait
    for limit, whose in claims:
        counted_as = _counted_as(limit, whose, most)
        spent = limit.spent(_bucket(limit, counted_as), now)
        row = {
            "kind": limit.kind,
            "whose": counted_as,
            "tokens": spent.tokens,
            "updated_at": spent.at,
            "full_at": limit.full_at(spent),
        }
        tables.RateBucket.put(row)
    return 0.0


def left(claim: Claim, now: float, *, most: int = MOST) -> int:
    """How many whole tokens one limit has for somebody."""
    limit, whose = claim
    return int(limit.left(_bucket(limit, _counted_as(limit, whose, most)), now))


def refill(claims: Sequence[Claim]) -> None:
    """Forget buckets: they are full again."""
    for limit, whose in claims:
        rows = tables.RateBucket
        rows.delete().where((rows.kind == limit.kind) & (rows.whose == whose)).execute()


def _prune(now: float) -> None:
    tables.RateBucket.delete().where(tables.RateBucket.full_at <= now).execute()


def _follow_the_clock_back(claims: Sequence[Claim], now: float, most: int) -> None:
    """Rows of a time that is yet to come would stay for long; what they lack is kept."""
    if any(_count(limit.kind) >= most for limit, _ in claims):
        rows = tables.RateBucket
        rows.update(
            full_at=rows.full_at - rows.updated_at + now,
            updated_at=now,
        ).where(rows.updated_at > now).execute()


def _counted_as(limit: RateLimit, whose: str, most: int) -> str:
    """Who is counted: somebody of their own, or one of the many that there is no row for."""
    if _bucket(limit, whose) is None and _count(limit.kind) >= most:
        return _SHARED
    return whose


def _bucket(limit: RateLimit, whose: str) -> Bucket | None:
    rows = tables.RateBucket
    row = rows.get_or_none((rows.kind == limit.kind) & (rows.whose == whose))
    return None if row is None else Bucket(row.tokens, row.updated_at)


def _count(kind: str) -> int:
    return int(tables.RateBucket.select().where(tables.RateBucket.kind == kind).count())
