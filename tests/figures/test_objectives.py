"""Promises and rules in words: each indicator says its own."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from statuspage.config import Sla
from statuspage.figures.indicators import INDICATORS
from statuspage.figures.objectives import promise, rule

LIMITS = {"within": timedelta(hours=4), "under": timedelta(milliseconds=1500)}


def sla(indicator: str, **keys: Any) -> Sla:
    told = {"id": "it", "title": "T", "indicator": indicator, "target": Fraction(999, 1000)}
    return Sla.model_validate(told | keys)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (sla("availability"), "Available at least 99.9% of the time, in each calendar month."),
        (
            sla("latency", under=timedelta(milliseconds=1500), window="rolling-30d"),
            "At least 99.9% of checks answer within 1,500 ms, in any 30 days.",
        ),
        (
            sla("update_cadence", within=timedelta(minutes=30), window="week"),
            "In at least 99.9% of incidents there is never more than 30 min without an update, "
            "in each week.",
        ),
    ],
)
def test_promise_says_a_definition_in_one_sentence(chosen: Sla, words: str) -> None:
    assert str(promise(chosen)) == words


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (
            sla("availability", components=("api", "web"), weights={"degraded_performance": "0.5"}),
            "Time, weighted at each moment by the worst state that our checks measure; weights: "
            "major outage 1, partial outage 0.3, degraded performance 0.5, under maintenance 0; "
            "the worst of its components counts.",
        ),
        (
            sla("first_response", within=timedelta(hours=4), calendar="office", min_events=5),
            "Requests whose first answer by a person came in time, as a share of all that were "
            "due in the period; one still open past its due date is late; counted in the open "
            "hours of the calendar office; not judged on fewer than 5 events.",
        ),
        (
            sla("ratio", slice=timedelta(hours=1), min_events=5),
            "Good events, as a share of all events reported for the period; as the mean of "
            "slices of 1 h; a slice reported without events counts as good, one with no report "
            "counts as not measured; slices with fewer than 5 events are left out.",
        ),
    ],
)
def test_rule_says_how_the_counts_come_about(chosen: Sla, words: str) -> None:
    assert str(rule(chosen)) == words


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_indicator_has_a_promise_and_a_rule_in_one_sentence(indicator: str) -> None:
    chosen = sla(indicator, **LIMITS)
    for words in (str(promise(chosen)), str(rule(chosen))):
        assert words[0].isupper()
        assert words.endswith(".")
        assert "{" not in words
