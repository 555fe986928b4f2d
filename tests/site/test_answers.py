"""A figure as programs read it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from statuspage.config import CreditTier, Sla
from statuspage.domain.measured.availability import Counts
from statuspage.domain.promises.beside import Beside
from statuspage.domain.promises.figure import compose
from statuspage.domain.vocabulary.window import parse_period
from statuspage.site.answers import figure_answer

JULY = parse_period("2026-07", ZoneInfo("Europe/London"), datetime(2026, 7, 1, tzinfo=UTC))
AFTER = datetime(2026, 8, 1, 0, 0, 0, 789, tzinfo=UTC)
SLA = Sla(
    id="api-availability",
    title="API availability",
    indicator="availability",
    target=Fraction(999, 1000),
    credits=(CreditTier(below=Fraction(9995, 10_000), credit=Fraction(1, 10)),),
)
BESIDE = Beside(
    unweighted="99.90", unconfirmed=3, can_miss_seconds=120, probes=2, silent_probes=("second",)
)


def read(good: str, bad: str, unknown: str = "0") -> Any:
    counts = Counts(*map(Fraction, (good, bad, unknown, "0", "0", good, bad)))
    found = compose(SLA, 1, JULY, counts, now=AFTER, coverage=counts.coverage, beside=BESIDE)
    return json.loads(figure_answer(found, "Each second counts.").as_json())


def test_figure_has_the_published_form_and_order() -> None:
    wanted = {
        "id": "api-availability",
        "title": "API availability",
        "indicator": "availability",
        "period": "2026-07",
        "from": "2026-06-30T23:00:00Z",
        "to": "2026-07-31T23:00:00Z",
        "target": "99.9",
        "unit": "percent",
        "verdict": "met",
        "value": "99.95",
        "raw_value": "99.95",
        "best_case": "99.95",
        "worst_case": "99.94",
        "coverage": "99.99",
        "as_of": "2026-08-01T00:00:00Z",
        "good": 2_677_000,
        "bad": 1200,
        "unknown": 200,
        "excluded": 0,
        "future": 0,
        "total": 2_678_400,
        "budget": {"allowed": 2678, "used": 1200, "remaining": 1478, "used_percent": "44.81"},
        "credit": "none",
        "credit_if_unknown_was_bad": "10%",
        "provisional": True,
        "definition_version": 1,
        "revision": 1,
        "method": 2,
        "unweighted": "99.90",
        "worst_child": None,
        "unconfirmed": 3,
        "can_miss_seconds": 120,
        "probes": 2,
        "silent_probes": ["second"],
        "lowered": 0,
        "shortened": 0,
        "reported": False,
        "measured_by": [],
        "since_stated": False,
        "suppressed": False,
        "reason": None,
        "late_data": [],
        "granted": None,
        "rule": "Each second counts.",
    }
    found = read("2677000", "1200", "200")
    assert found == wanted
    assert list(found) == list(wanted)


def test_counts_are_numbers_of_three_decimals_at_most() -> None:
    found = read("2678399.7", "0.3")
    assert (found["good"], found["bad"], found["total"]) == (2_678_399.7, 0.3, 2_678_400)
    assert found["budget"]["remaining"] == 2677.7
