"""What is left of a budget, and what can be claimed, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from statuspage.config import Sla
from statuspage.domain.measured.availability import Counts, of_events
from statuspage.domain.promises.claim import CreditClaim
from statuspage.domain.promises.figure import Figure, compose
from statuspage.domain.vocabulary.window import parse_period
from statuspage.render.words.figures import budget_words, claim_words
from statuspage.render.words.locale import ENGLISH

RUNNING = datetime(2026, 11, 16, tzinfo=UTC)
OVER = datetime(2026, 12, 16, tzinfo=UTC)
HALF = 15 * 86_400


def figure(
    counts: Counts, indicator: str, target: str = "0.999", now: datetime = RUNNING
) -> Figure:
    sla = Sla(id="it", title="It", indicator=indicator, target=Fraction(target))
    period = parse_period("2026-11", ZoneInfo("UTC"), now)
    is_time = indicator in ("availability", "latency")
    coverage = counts.coverage if is_time else None
    return compose(sla, 1, period, counts, now=now, coverage=coverage)


def downtime(bad: int, unknown: int = 0) -> str:
    good, none = Fraction(HALF - bad - unknown), Fraction(0)
    sides = good, Fraction(bad)
    counts = Counts(*sides, Fraction(unknown), none, Fraction(HALF), *sides)
    return budget_words(ENGLISH, figure(counts, "availability"))


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (0, "All 43 min of allowed downtime left"),
        (7, "7 s of 43 min of allowed downtime used"),
        (61, "42 min of 43 min of allowed downtime left"),
        (1872, "12 min of 43 min of allowed downtime left"),
        (2592, "0 s of 43 min of allowed downtime left"),
        (2593, "Used up: 1 s over the 43 min allowed"),
        (3750, "Used up: 20 min over the 43 min allowed"),
    ],
)
def test_downtime_left_is_told_to_the_minute_and_never_in_our_favour(bad: int, words: str) -> None:
    assert downtime(bad) == words


def test_unknown_time_is_told_beside_what_is_left() -> None:
    assert downtime(60, 1200) == (
        "At most 42 min of 43 min of allowed downtime left; 20 min unknown"
    )
    assert downtime(0, 7140) == "43 min of downtime allowed, 1 h 59 min unknown"


def test_too_little_data_say_nothing_of_a_budget() -> None:
    assert downtime(0, HALF // 2) == ""


@pytest.mark.parametrize(
    ("bad", "now", "words"),
    [
        (40, RUNNING, "12,960 answers may still be slow"),
        (12_999, RUNNING, "1 answer may still be slow"),
        (13_340, RUNNING, "Used up: 340 slow answers over the 13,000 allowed"),
        (40, OVER, "40 slow answers of 13,000 allowed"),
    ],
)
def test_slow_answers_are_counted_in_plain_words(bad: int, now: datetime, words: str) -> None:
    counts = of_events(260_000 - bad, bad, 0)
    assert budget_words(ENGLISH, figure(counts, "latency", "0.95", now)) == words


def test_other_events_are_told_by_how_many_were_as_promised() -> None:
    counts = of_events(131, 5, 0)
    found = figure(counts, "first_response", "0.95")
    assert budget_words(ENGLISH, found) == "131 of 136 as promised so far"
    missed = figure(of_events(120, 16, 0), "first_response", "0.95", OVER)
    assert budget_words(ENGLISH, missed) == "16 fell short, 6 allowed"
    assert budget_words(ENGLISH, figure(of_events(9, 0, 0), "first_response", "0.95")) == ""


def told(**keys: Any) -> str:
    due = CreditClaim("10%", None, date(2026, 11, 29), is_final=True, is_over=False)
    found = replace(due, **keys)
    shown = replace(figure(of_events(99, 1, 0), "ratio"), credit=found.credit)
    return claim_words(ENGLISH, found, shown)


def test_claim_says_what_is_due_and_until_when() -> None:
    assert told() == "10% of the fee: claim it by 29 November 2026"
    assert told(last_day=None) == "10% of the fee"
    assert told(is_over=True) == (
        "10% of the fee was due; it could be claimed until 29 November 2026"
    )
    assert told(is_final=False) == "10% of the fee, if the period ended now"
    assert told(credit="none", is_final=False) == "none so far"
    assert told(credit="undetermined") == "not decided, because too little is known"
