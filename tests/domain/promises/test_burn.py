"""Burn rates: the vector of budget shares, and that both windows must burn."""

from __future__ import annotations

import json
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from statuspage.domain.measured.availability import Counts, of_events
from statuspage.domain.promises.burn import ALERTS, WINDOWS, budget_share, burn_rate, firing

VECTORS = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())
NINES = Fraction(999, 1000)
URGENT, SERIOUS, SLOW = ALERTS
CALM = of_events(10_000, 0, 0)


def burning(rate: str, total: int = 10_000) -> Counts:
    bad = Fraction(rate) / 1000 * total
    assert bad.denominator == 1
    return of_events(total - int(bad), int(bad), 0)


@pytest.mark.parametrize("vector", VECTORS["burn"])
def test_budget_share_agrees_with_its_vector(vector: dict[str, float]) -> None:
    rate = Fraction(str(vector["burn"]))
    window = timedelta(hours=vector["window_h"])
    for days in (30, 28):
        share = budget_share(rate, window, timedelta(days=days))
        assert float(share * 100) == pytest.approx(vector[f"pct_of_{days}d"], abs=6e-7)


def test_burn_rate_is_the_error_rate_over_what_is_allowed() -> None:
    assert burn_rate(of_events(999, 1, 0), NINES) == 1
    assert burn_rate(of_events(98_560, 1440, 0), NINES) == Fraction("14.4")


def test_burn_rate_of_nothing_is_nothing() -> None:
    assert burn_rate(of_events(0, 0, 5), NINES) is None
    assert burn_rate(of_events(5, 5, 0), Fraction(1)) is None


def test_alert_needs_both_windows() -> None:
    calm = dict.fromkeys(WINDOWS, CALM)
    hot = burning("15")
    assert firing(calm, NINES) == []
    assert firing(calm | {URGENT.long: hot}, NINES) == []
    assert firing(calm | {URGENT.short: hot}, NINES) == []
    assert firing(calm | {URGENT.long: hot, URGENT.short: hot}, NINES) == [URGENT]


def test_alerts_come_with_the_most_urgent_first() -> None:
    assert firing(dict.fromkeys(WINDOWS, burning("15")), NINES) == [URGENT, SERIOUS, SLOW]
    assert firing(dict.fromkeys(WINDOWS, burning("7")), NINES) == [SERIOUS, SLOW]


def test_rate_itself_is_not_exceeded() -> None:
    assert firing(dict.fromkeys(WINDOWS, burning("1")), NINES) == []
    assert firing(dict.fromkeys(WINDOWS, burning("1.1")), NINES) == [SLOW]


def test_few_events_in_the_long_window_are_no_alert() -> None:
    assert firing(dict.fromkeys(WINDOWS, of_events(0, 99, 0)), NINES) == []
    few_in_the_short = {pair.short: of_events(0, 3, 0) for pair in ALERTS}
    many = {pair.long: of_events(0, 100, 0) for pair in ALERTS}
    assert firing(few_in_the_short | many, NINES) == list(ALERTS)


def test_pairs_are_the_published_ones() -> None:
    hour, minute = timedelta(hours=1), timedelta(minutes=1)
    assert [(float(pair.rate), pair.long, pair.short) for pair in ALERTS] == [
        (14.4, hour, 5 * minute),
        (6.0, 6 * hour, 30 * minute),
        (1.0, 72 * hour, 6 * hour),
    ]
