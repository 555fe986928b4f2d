"""Latency: exact shares, buckets that merge, percentiles by rank, and their compact form."""

from __future__ import annotations

import json
import math
import random
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.measured.latency import (
    Percentile,
    Sketch,
    decode,
    encode,
    merge,
    percentile,
    sketch,
)

RANK = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())[
    "latency_rank"
]
P95 = Fraction(95, 100)


def values(counts: dict[str, int]) -> list[int]:
    return [int(value) for value, count in counts.items() for _ in range(count)]


def found(sketched: Sketch, q: Fraction = P95) -> Percentile:
    answer = percentile(sketched, q)
    assert answer is not None
    return answer


def test_percentile_of_merged_sketches_is_the_true_one() -> None:
    parts = [sketch(values(RANK["A"])), sketch(values(RANK["B"]))]
    assert found(merge(parts)).milliseconds == pytest.approx(RANK["p95_true"], rel=0.01)
    mean = sum(found(part).milliseconds for part in parts) / 2
    assert mean == pytest.approx(RANK["mean_of_p95_wrong"], rel=0.01)


def test_percentile_is_the_rank_rounded_up() -> None:
    ten = sketch([10] * 9 + [1000])
    assert found(ten, Fraction(9, 10)).milliseconds == pytest.approx(10, rel=0.01)
    assert found(ten, Fraction(91, 100)).milliseconds == pytest.approx(1000, rel=0.01)


def test_percentile_of_nothing_is_nothing() -> None:
    assert percentile(Sketch(), P95) is None


def test_nothing_takes_no_time_at_all() -> None:
    assert found(sketch([0, 0])) == Percentile(0.0, is_at_least=False)


def test_timeout_says_at_least_from_its_rank_on() -> None:
    some = sketch([100] * 90, timeouts=[10_000] * 10)
    assert not found(some, Fraction(90, 100)).is_at_least
    late = found(some)
    assert late.milliseconds == pytest.approx(10_000, rel=0.01)
    assert late.is_at_least


def test_month_of_minutes_takes_under_three_kilobytes() -> None:
    chance = random.Random(1)
    spread = [int(math.exp(chance.uniform(0, math.log(60_000)))) for _ in range(43_200)]
    data = encode(sketch(spread, timeouts=[10_000] * 300))
    assert len(data) < 3000


latencies = st.lists(st.integers(0, 10**7), max_size=60)
sketches = st.builds(sketch, latencies, latencies)


@given(latencies, latencies, latencies)
def test_merging_sketches_equals_sketching_all(
    one: list[int], other: list[int], timeouts: list[int]
) -> None:
    merged = merge([sketch(one, timeouts), sketch(other)])
    assert merged == sketch(one + other, timeouts)
    assert merge([sketch(other), sketch(one, timeouts)]) == merged


@given(latencies.filter(bool), st.fractions(0, 1).filter(bool))
def test_percentile_is_within_one_percent_of_the_exact(some: list[int], q: Fraction) -> None:
    exact = sorted(some)[math.ceil(q * len(some)) - 1]
    assert found(sketch(some), q).milliseconds == pytest.approx(exact, rel=0.0100001)


@given(sketches)
def test_compact_form_loses_nothing(some: Sketch) -> None:
    assert decode(encode(some)) == some
