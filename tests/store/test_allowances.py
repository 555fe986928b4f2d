"""Allowances: token buckets that refill with time, on a clock that may jump."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from statuspage.domain.desk.rate_limit import Bucket, RateLimit
from statuspage.store import db
from statuspage.store.desk import allowances
from statuspage.store.tables.staff import RateBucket

QUICK, SLOW, NARROW = RateLimit("api", 3, 20), RateLimit("name", 2, 1 / 60), RateLimit("a", 1, 0.1)


def take(now: float, capacity: float = 2, per_second: float = 0.1) -> float:
    with db.transaction():
        return allowances.take([(RateLimit("try", capacity, per_second), "ada")], now)


def test_bucket_gives_what_it_holds_and_then_says_how_long_to_wait(store: Path) -> None:
    assert [take(100), take(100)] == [0, 0]
    assert take(100) == pytest.approx(10)
    assert take(105) == pytest.approx(5)
    assert take(110) == 0


def test_clock_that_steps_back_refills_nothing_and_takes_nothing_away(store: Path) -> None:
    assert take(1000, capacity=3) == 0
    assert take(10, capacity=3) == 0  # 990 seconds back: two were left, one is
    assert take(10, capacity=3) == 0
    assert take(10, capacity=3) == pytest.approx(10)


def test_refilled_bucket_is_full(store: Path) -> None:
    assert [take(100), take(100)] == [0, 0]
    with db.transaction():
        allowances.refill([(RateLimit("try", 2, 0.1), "ada")])
    assert take(100) == 0


def test_bucket_of_one_limit_outlives_the_refill_of_another(store: Path) -> None:
    with db.transaction():
        assert [allowances.take([(SLOW, "ada")], 100) for _ in range(2)] == [0, 0]
        for second in range(101, 155):  # a program that pushes all the time
            assert allowances.take([(QUICK, "program")], second) == 0
            assert allowances.seconds_to_wait([(SLOW, "ada")], second) > 0


def test_claims_are_granted_all_or_none(store: Path) -> None:
    with db.transaction():
        assert allowances.take([(SLOW, "ada"), (NARROW, "all")], 100) == 0
        assert allowances.take([(SLOW, "eve"), (NARROW, "all")], 100) == pytest.approx(10)
        # what the wider limit refused used up nothing of what the narrow one allows
        assert [allowances.take([(SLOW, "eve")], 100) for _ in range(2)] == [0, 0]


_tries = some.lists(
    some.tuples(
        some.floats(0, 90),
        some.sampled_from([QUICK, SLOW, NARROW]),
        some.sampled_from(["ada", "bob", "eve"]),
    ),
    max_size=60,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(_tries)
def test_pruning_forgives_nothing_earlier_than_the_refill(
    store: Path, tries: list[tuple[float, RateLimit, str]]
) -> None:
    kept_for_ever: dict[tuple[str, str], Bucket] = {}
    now = 1000.0
    with db.transaction():
        RateBucket.delete().execute()
        for pause, limit, whose in tries:
            now += pause
            former = kept_for_ever.get((limit.kind, whose))
            wait = limit.seconds_to_wait(former, now)
            assert allowances.take([(limit, whose)], now) == pytest.approx(wait)
            if not wait:
                kept_for_ever[limit.kind, whose] = limit.spent(former, now)
            assert all(row.full_at > now for row in RateBucket.select())


def test_any_number_of_strangers_leaves_few_rows(store: Path) -> None:
    limit, other = RateLimit("visitor", 2, 0.01), RateLimit("api", 2, 0.01)
    with db.transaction():
        granted = [
            allowances.take([(limit, f"2001:db8:{n:x}::/64")], 100, most=50) == 0
            for n in range(500)
        ]
        assert RateBucket.select().count() == 51
        # the rest share one bucket, and those who had their own before keep it
        assert granted == [True] * 52 + [False] * 448
        assert allowances.take([(limit, "2001:db8:0::/64")], 100, most=50) == 0
        assert allowances.take([(other, "a program")], 100, most=50) == 0
        assert allowances.take([(limit, "one of later")], 400, most=50) == 0
        assert RateBucket.select().count() == 1


def test_clock_that_was_far_ahead_keeps_no_place_for_long(store: Path) -> None:
    limit = RateLimit("visitor", 2, 0.01)
    with db.transaction():
        for n in range(50):
            assert allowances.take([(limit, str(n))], 9_000_000, most=50) == 0
        assert allowances.take([(limit, "new")], 100, most=50) == 0
        assert allowances.seconds_to_wait([(limit, "new")], 199, most=50) == 0
        assert allowances.take([(limit, "newer")], 201, most=50) == 0
        assert RateBucket.select().count() == 1
