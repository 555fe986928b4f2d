"""Repair and failure times: vector V1, and the words for few failures."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.measured.repair import (
    Failure,
    Lengths,
    acknowledgements,
    between_failures,
    repairs,
    report,
    times,
)
from statuspage.domain.vocabulary.spans import Span

V1 = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())["mttr"]
T0 = datetime(2026, 6, 1, tzinfo=UTC)
PERIOD = Span(T0, T0 + timedelta(minutes=V1["period"]))


def told(failures: list[Failure], period: Span, now: datetime) -> list[str]:
    return [str(sentence) for sentence in report(failures, period, now)]


def at(minute: float) -> datetime:
    return T0 + timedelta(minutes=minute)


def failure(start: float, acknowledged: float | None, repaired: float | None) -> Failure:
    """Minutes: the start in the period, the others from the start."""
    return Failure(
        at(start),
        None if acknowledged is None else at(start + acknowledged),
        None if repaired is None else at(start + repaired),
    )


FAILURES = [
    failure(n * 1000, acknowledged, repaired)
    for n, (acknowledged, repaired) in enumerate(zip(V1["ack"], V1["res"], strict=True))
]


def summed(seconds: list[int]) -> Lengths:
    found = times(seconds)
    assert found is not None
    return found


def test_v1_repair_and_acknowledgement() -> None:
    repaired = summed(repairs(FAILURES))
    assert summed(acknowledgements(FAILURES)).mean == V1["mtta"] * 60
    assert float(repaired.mean / 60) == pytest.approx(V1["mttr"], abs=6e-7)
    assert (repaired.n, repaired.median) == (3, V1["median"] * 60)


def test_v1_time_between_failures() -> None:
    between = between_failures(FAILURES, PERIOD, PERIOD.end)
    assert between is not None
    assert float(between / 60) == pytest.approx(V1["mtbf"], abs=6e-7)
    available = 1 - sum(repairs(FAILURES)) / PERIOD.seconds
    assert available * 100 == pytest.approx(V1["availability"], abs=6e-7)


def test_ninety_percent_is_a_rank() -> None:
    assert summed(list(range(1, 11))).p90 == 9
    assert summed(list(range(1, 12))).p90 == 10


def test_open_failure_is_in_no_repair_time_and_down_until_now() -> None:
    going_on = failure(0, None, None)
    assert repairs([going_on]) == acknowledgements([going_on]) == []
    assert between_failures([going_on], PERIOD, at(60)) == 0


def test_failures_that_overlap_are_down_once() -> None:
    both = [failure(0, 1, 30), failure(10, 1, 40)]
    assert between_failures(both, PERIOD, PERIOD.end) == (V1["period"] - 50) * 60 / 2


def test_failure_that_began_before_is_down_and_not_counted() -> None:
    old, new = failure(-60, 1, 90), failure(100, 1, 10)
    assert between_failures([old, new], PERIOD, PERIOD.end) == (V1["period"] - 40) * 60
    assert between_failures([old], PERIOD, PERIOD.end) is None


def test_report_without_failures_says_so() -> None:
    assert times([]) is None
    assert told([], PERIOD, PERIOD.end) == ["No failures in 30 days."]
    assert told([failure(-60, 1, 90)], PERIOD, PERIOD.end) == ["No failures in 30 days."]


def test_report_lists_a_few() -> None:
    assert told(FAILURES, PERIOD, PERIOD.end) == [
        "3 failures in 30 days.",
        "Repaired after the start of the impact: after 6 min, 40 min, 2 h.",
        "First notice after the start of the impact: after 1 min, 4 min, 10 min.",
    ]


def test_report_sums_up_many() -> None:
    many = [failure(n * 100, 1, repaired) for n, repaired in enumerate((1, 2, 3, 4, 11))]
    assert told(many, PERIOD, PERIOD.end) == [
        "5 failures in 30 days.",
        "Repaired after the start of the impact: half within 3 min, 9 of 10 within 11 min, 5 "
        "min on average.",
        "First notice after the start of the impact: half within 1 min, 9 of 10 within 1 min, 1 "
        "min on average.",
        "On average it worked for 5 d 23 h 55 min between failures.",
    ]


def test_report_tells_what_goes_on_and_what_nobody_announced() -> None:
    day = Span(T0, T0 + timedelta(days=1))
    assert told([failure(5, None, None)], day, at(60)) == [
        "1 failure in 1 day.",
        "Not repaired yet: 1.",
        "Never announced by us: 1.",
    ]


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_figures_lie_within_what_they_sum_up(some: list[int]) -> None:
    found = summed(some)
    for figure in (found.median, found.p90, found.mean):
        assert min(some) <= figure <= max(some)
    assert found.median <= found.p90
