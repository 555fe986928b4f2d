"""Whether so much of an error budget is spent: exactly, for any counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from statuspage.config import Sla
from statuspage.domain.measured.availability import Counts
from statuspage.domain.promises.consequence import Consequence, consequences, reached
from statuspage.domain.promises.figure import Figure, Promised, compose
from statuspage.domain.vocabulary.window import parse_period

NOW = datetime(2026, 5, 20, tzinfo=UTC)
MAY = parse_period("2026-05", ZoneInfo("UTC"), NOW)
TOTAL = 2_678_400


def figure(bad: int, target: str = "0.99", *, is_promised: bool = True) -> Figure:
    sla = Sla(id="it", title="It", indicator="availability", target=Fraction(target))
    good = Fraction(1_641_600 - bad)
    counts = Counts(
        good, Fraction(bad), Fraction(0), Fraction(0), TOTAL - good - bad, good, Fraction(bad)
    )
    standing = Promised(is_promised=is_promised)
    return compose(sla, 1, MAY, counts, now=NOW, coverage=counts.coverage, standing=standing)


def rule(spent: Fraction) -> Consequence:
    return Consequence(spent, "We mend.", "Ada", timedelta(days=1))


@given(st.integers(0, 1_641_600), st.fractions(min_value=Fraction(1, 1000), max_value=1))
def test_share_is_reached_by_exact_counts(bad: int, spent: Fraction) -> None:
    found = figure(bad)
    assert found.budget is not None
    assert reached(found, rule(spent)) == (bad > 0 and bad >= spent * found.budget.allowed)


def test_edge_of_a_share_belongs_to_it() -> None:
    assert reached(figure(26_784), rule(Fraction(1)))
    assert not reached(figure(26_783), rule(Fraction(1)))
    assert reached(figure(13_392), rule(Fraction(1, 2)))


def test_what_was_not_promised_has_no_budget_to_spend() -> None:
    assert not reached(figure(1_000_000, is_promised=False), rule(Fraction(1)))


def test_rules_come_from_the_details_of_a_policy_in_order() -> None:
    told = [
        {"spent": "100%", "promise": "B", "owner": "Ada", "within": "10d"},
        {"spent": "12.5%", "promise": "A", "owner": "Ada", "within": "90m"},
    ]
    first, second = consequences({"consequences": told})
    assert (first.promise, first.spent_text, first.within) == ("A", "12.5%", timedelta(minutes=90))
    assert second.spent_text == "100%"
    assert consequences({}) == ()
