"""The made-up year: the same every time, and with something of everything in it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from statuspage.domain.vocabulary.spans import ImpactRun, Span
from statuspage.domain.vocabulary.states import ComponentState
from tests.demo.year import INVENTED, Target, cases, checks, ratings, ratios

END = datetime(2026, 8, 5, tzinfo=UTC)
DAYS = [END - timedelta(days=back) for back in range(60, 0, -1)]
SPAN = Span(DAYS[0], END)
TARGET = Target("api-http", "api", 100)
TOLD = [
    ImpactRun("api", state, day + timedelta(hours=hour), day + timedelta(hours=hour + 2), "I", "")
    for day in DAYS[::6]
    for hour, state in ((1, ComponentState.MAJOR_OUTAGE), (9, ComponentState.DEGRADED))
]


def test_same_days_give_the_same_rows() -> None:
    assert list(checks(TARGET, SPAN, TOLD)) == list(checks(TARGET, SPAN, TOLD))
    assert cases(DAYS, END) == cases(DAYS, END)
    assert ratings(DAYS, DAYS[0]) == ratings(DAYS, DAYS[0])
    assert ratios("x", SPAN) == ratios("x", SPAN)


def test_checks_have_outages_gaps_slow_times_and_a_daily_rhythm() -> None:
    rows = list(checks(TARGET, SPAN, TOLD))
    states = Counter(row["state"] for row in rows)
    assert states["up"] > 20 * states["down"] > 0
    assert states["degraded"] > 0
    assert 0.9 * len(DAYS) * 288 < len(rows) < len(DAYS) * 288
    assert [row["at"] for row in rows] == sorted({row["at"] for row in rows})
    assert mean_at(rows, "03") * 1.5 < mean_at(rows, "15")


def test_incidents_that_are_told_of_are_seen_failing_by_checks() -> None:
    alone = {row["at"] for row in checks(TARGET, SPAN, []) if row["state"] == "down"}
    failed = {row["at"] for row in checks(TARGET, SPAN, TOLD) if row["state"] == "down"} - alone
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
    found = ratings(DAYS, DAYS[0])
    assert {rating["kind"] for rating in found} == {"csat", "nps", "ces"}
    middle = f"{DAYS[30]:%Y-%m-%dT%H:%M:%SZ}"
    assert sum(rating["at"] < middle for rating in found) < len(found) / 3


def test_any_division_of_a_span_gives_the_same_checks() -> None:
    noon = DAYS[40] + timedelta(hours=12, minutes=3)
    parts = Span(DAYS[0], noon), Span(noon, END)
    assert [row for part in parts for row in checks(TARGET, part, TOLD)] == [
        *checks(TARGET, SPAN, TOLD)
    ]


def test_old_checks_are_half_as_many_and_new_ones_tell_nothing_by_themselves() -> None:
    rows = list(checks(TARGET, SPAN, [], dense_from=DAYS[30], calm_from=DAYS[30]))
    edge = f"{DAYS[30]:%Y-%m-%dT%H:%M:%SZ}"
    old, new = ([row for row in rows if (row["at"] < edge) is is_old] for is_old in (True, False))
    assert len(old) * 1.5 < len(new) == 30 * 288
    assert {row["state"] for row in new} == {"up"}


def test_invented_incident_is_measured_as_it_says_while_it_goes_on() -> None:
    start = END - timedelta(hours=1)
    told = [ImpactRun("api", ComponentState.PARTIAL_OUTAGE, start, None, "I", f"{INVENTED}late")]
    found = list(checks(TARGET, Span(start, END), told, calm_from=start))
    assert [row["state"] for row in found] == 12 * ["degraded"]


def mean_at(rows: list[dict[str, object]], hour: str) -> float:
    """The mean latency of the answers in an hour of the day."""
    took = [
        int(str(row["latency_ms"]))
        for row in rows
        if str(row["at"])[11:13] == hour and row["state"] == "up"
    ]
    return sum(took) / len(took)
