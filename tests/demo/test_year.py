"""The made-up year: the same every time, and with something of everything in it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from statuspage.domain.vocabulary.spans import ImpactRun
from statuspage.domain.vocabulary.states import ComponentState
from tests.demo.year import Target, cases, checks, days_before, ratings, ratios

END = datetime(2026, 8, 5, tzinfo=UTC)
DAYS = days_before(END, 60)
TARGET = Target("api-http", "api", 100)
TOLD = [
    ImpactRun("api", state, day + timedelta(hours=hour), day + timedelta(hours=hour + 2), "I", "")
    for day in DAYS[::6]
    for hour, state in ((1, ComponentState.MAJOR_OUTAGE), (9, ComponentState.DEGRADED))
]


def test_same_days_give_the_same_rows() -> None:
    assert list(checks(TARGET, DAYS, TOLD)) == list(checks(TARGET, DAYS, TOLD))
    assert cases(DAYS, END) == cases(DAYS, END)
    assert ratings(DAYS) == ratings(DAYS)
    assert ratios("x", DAYS) == ratios("x", DAYS)


def test_checks_have_outages_gaps_slow_times_and_a_daily_rhythm() -> None:
    rows = list(checks(TARGET, DAYS, TOLD))
    states = Counter(row["state"] for row in rows)
    assert states["up"] > 20 * states["down"] > 0
    assert states["degraded"] > 0
    assert 0.9 * len(DAYS) * 288 < len(rows) < len(DAYS) * 288
    assert [row["at"] for row in rows] == sorted({row["at"] for row in rows})
    assert mean_at(rows, "03") * 1.5 < mean_at(rows, "15")


def test_incidents_that_are_told_of_are_seen_failing_by_checks() -> None:
    alone = {row["at"] for row in checks(TARGET, DAYS, []) if row["state"] == "down"}
    failed = {row["at"] for row in checks(TARGET, DAYS, TOLD) if row["state"] == "down"} - alone
    spans = [(f"{run.start:%Y-%m-%dT%H:%M:%SZ}", f"{run.end:%Y-%m-%dT%H:%M:%SZ}") for run in TOLD]
    assert failed
    assert all(any(start <= at < end for start, end in spans) for at in failed)


def test_cases_have_priorities_waiting_reopenings_and_some_are_open() -> None:
    found = cases(DAYS, END)
    assert {case["priority"] for case in found} == {"high", "normal", "low"}
    assert any(case.get("waiting") for case in found)
    assert any(case["reopened"] for case in found)
    assert any("follow_up_of" in case for case in found)
    assert any(case["resolved_at"] is None for case in found)
    assert len({case["id"] for case in found}) == len(found)


def test_ratings_are_of_three_kinds_and_grow_in_number() -> None:
    found = ratings(DAYS)
    assert {rating["kind"] for rating in found} == {"csat", "nps", "ces"}
    middle = f"{DAYS[30]:%Y-%m-%dT%H:%M:%SZ}"
    assert sum(rating["at"] < middle for rating in found) < len(found) / 3


def mean_at(rows: list[dict[str, object]], hour: str) -> float:
    """The mean latency of the answers in an hour of the day."""
    took = [
        int(str(row["latency_ms"]))
        for row in rows
        if str(row["at"])[11:13] == hour and row["state"] == "up"
    ]
    return sum(took) / len(took)
