"""Failures to sentences, by the example of numbers.md, and failures held against the runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.recompute.repairs import contradictions, sentences

NOW = datetime(2026, 7, 31, 12, 0, tzinfo=UTC)


def failure(day: int, noticed: int | None, minutes: int | None) -> dict[str, Any]:
    start = NOW - timedelta(days=day)
    noticed_at = None if noticed is None else start + timedelta(minutes=noticed)
    end = None if minutes is None else start + timedelta(minutes=minutes)
    return {
        "from": start.isoformat(),
        "noticed": noticed_at and noticed_at.isoformat(),
        "to": end and end.isoformat(),
        "incident": "one",
    }


def published(*outages: dict[str, Any]) -> dict[str, Any]:
    return {"as_of": NOW.isoformat(), "days": 30, "outages": list(outages)}


def test_few_failures_are_listed() -> None:
    found = published(failure(20, 4, 40), failure(10, 10, 120), failure(3, 1, 6))
    assert sentences(found, 0) == [
        "3 failures in 30 days.",
        "Repaired after the start of the impact: after 6 min, 40 min, 2 h.",
        "First notice after the start of the impact: after 1 min, 4 min, 10 min.",
    ]


def test_more_are_summed_up_and_what_goes_on_is_down() -> None:
    past = [failure(day, None, 10 * day) for day in range(1, 5)]
    assert sentences(published(*past, failure(10, 5, None)), 0) == [
        "5 failures in 30 days.",
        "Repaired after the start of the impact: after 10 min, 20 min, 30 min, 40 min.",
        "Not repaired yet: 1.",
        "First notice after the start of the impact: after 5 min.",
        "Never announced by us: 4.",
        "On average it worked for 4 d between failures.",
    ]


def test_nothing_is_said_before_a_day_and_of_none_that_there_are_none() -> None:
    assert sentences(None, 0) == []
    assert sentences(published(failure(31, 1, 2)), 0) == ["No failures in 30 days."]


def component(runs: list[dict[str, Any]], *outages: dict[str, Any]) -> dict[str, Any]:
    found = published(*outages)
    return {"failures": found, "runs": runs, "timezone": "UTC", "days": [{}] * 90}


def run(day: int, state: str, incident: str | None = "one") -> dict[str, Any]:
    return failure(day, None, 60) | {"state": state, "incident": incident}


def test_runs_and_failures_must_agree() -> None:
    down = run(5, "major_outage")
    told = failure(5, 1, 60)
    assert contradictions(component([down, run(7, "degraded_performance")], told)) == []
    assert contradictions(component([down])) == [down["from"]]
    assert contradictions(component([], told)) == [told["from"]]
    assert contradictions(component([run(40, "major_outage")])) == []


def test_measured_outage_in_planned_work_is_none() -> None:
    runs = [run(5, "under_maintenance"), run(5, "major_outage", None)]
    assert contradictions(component(runs)) == []
