"""Vectors and properties of method 2: the budget, the bounds and the credit never say other things
than the verdict."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from statuspage.config import CreditTier, Sla
from statuspage.domain.measured.availability import Counts
from statuspage.domain.promises import credit
from statuspage.domain.promises.beside import Beside
from statuspage.domain.promises.figure import Figure, Promised, Verdict, compose
from statuspage.domain.vocabulary.window import parse_period

VECTORS = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())
JULY = parse_period("2026-07", ZoneInfo("UTC"), datetime(2026, 7, 1, tzinfo=UTC))
DURING, AFTER = datetime(2026, 7, 20, tzinfo=UTC), datetime(2026, 8, 1, tzinfo=UTC)
TIERS = (
    CreditTier(below=Fraction(999, 1000), credit=Fraction(1, 10)),
    CreditTier(below=Fraction(99, 100), credit=Fraction(1, 4)),
    CreditTier(below=Fraction(95, 100), credit=Fraction(1)),
)
TARGETS = st.sampled_from(["0.9", "0.95", "0.99", "0.995", "0.999", "0.9995", "0.99999"])
SECONDS = st.integers(0, 3_000_000)
FEW = st.integers(0, 50_000)


def judged(
    target: Fraction | str,
    good: int,
    bad: Fraction | int,
    unknown: Fraction | int = 0,
    excluded: int = 0,
    future: int = 0,
    **more: Promised,
) -> Figure:
    sides = Fraction(good), Fraction(bad)
    counts = Counts(*sides, Fraction(unknown), Fraction(excluded), Fraction(future), *sides)
    sla = Sla(
        id="api", title="API", indicator="availability", target=Fraction(target), credits=TIERS
    )
    now = DURING if future else AFTER
    return compose(sla, 1, JULY, counts, now=now, coverage=counts.coverage, **more)


def test_b1_budget_is_of_what_is_judged_and_agrees_with_the_verdict() -> None:
    b1 = VECTORS["method2"]["B1_budget"]
    good = b1["total_s"] - b1["excluded_s"] - b1["bad_s"]
    found = judged(Fraction(b1["target"]) / 100, good, b1["bad_s"], excluded=b1["excluded_s"])
    assert found.budget is not None
    assert found.budget.allowed == b1["allowed_s"]
    assert found.budget.remaining == b1["remaining_s"]
    assert found.budget.used_percent == b1["used_percent"]
    assert (found.value, found.verdict) == (b1["value"], b1["verdict"])


def test_b2_used_percent_is_of_the_budget_that_is_shown() -> None:
    # A week at 99.999 %: 6.048 s may fail. Of the 6 that are shown, 6 are all.
    found = judged("0.99999", 604_794, 6)
    assert found.budget is not None
    assert (found.budget.allowed, found.budget.used_percent) == (6, "100.00")


@given(TARGETS, SECONDS, FEW, FEW)
def test_closed_period_without_unknown_time_is_missed_if_and_only_if_its_budget_is_exceeded(
    target: str, good: int, bad: int, excluded: int
) -> None:
    found = judged(target, good, bad, excluded=excluded)
    exact = (1 - Fraction(target)) * (good + bad)
    assert (found.verdict is Verdict.MISSED) == (bad > exact)
    assert found.budget is not None
    assert (found.budget.remaining < 0) == (bad > exact)  # whole seconds: rounding hides nothing
    if found.budget.used_percent is not None:
        assert (Fraction(found.budget.used_percent) > 100) == (found.budget.remaining < 0)


@given(TARGETS, SECONDS, FEW, FEW, FEW, FEW)
def test_missed_is_what_nothing_unknown_or_to_come_could_mend(
    target: str, good: int, bad: int, unknown: int, excluded: int, future: int
) -> None:
    found = judged(target, good, bad, unknown, excluded, future)
    assert found.budget is not None
    judged_time = good + bad + unknown + future
    assert (found.verdict is Verdict.MISSED) == (bad > (1 - Fraction(target)) * judged_time)
    assert (found.verdict is Verdict.MISSED) == (found.budget.remaining < 0)


@given(TARGETS, SECONDS, FEW, FEW, st.fractions(0, 1))
def test_bounds_hold_the_true_share_whatever_the_unknown_time_was(
    target: str, good: int, bad: int, unknown: int, share: Fraction
) -> None:
    found = judged(target, good, bad, unknown)
    total = good + bad + unknown
    if not total:
        assert (found.worst_case, found.best_case) == (None, None)
        return
    true = (good + share * unknown) / total * 100
    assert found.worst_case is not None
    assert found.best_case is not None
    step = Fraction(1, 10 ** len(found.best_case.partition(".")[2]))
    assert Fraction(found.worst_case) <= true < Fraction(found.best_case) + step
    if found.verdict is Verdict.MET:
        assert true >= Fraction(target) * 100
    if found.verdict is Verdict.MISSED:
        assert true < Fraction(target) * 100


@given(SECONDS, FEW, FEW, st.fractions(0, 1))
def test_credit_by_the_worst_bound_is_the_most_that_unknown_time_can_earn(
    good: int, bad: int, unknown: int, share: Fraction
) -> None:
    found = judged("0.999", good, bad, unknown)
    true = credit.earned(good + share * unknown, Fraction(good + bad + unknown), TIERS)
    assert worth(true) <= worth(found.credit_if_unknown_was_bad)


def worth(earned: str | None) -> Fraction:
    assert earned is not None
    return Fraction(0) if earned == "none" else Fraction(earned.removesuffix("%"))


@given(TARGETS, SECONDS, FEW, FEW)
def test_nothing_is_judged_or_owed_of_time_before_a_promise(
    target: str, good: int, bad: int, unknown: int
) -> None:
    found = judged(target, good, bad, unknown, standing=Promised(is_promised=False))
    assert found.verdict is Verdict.NOT_PROMISED
    assert (found.budget, found.credit, found.credit_if_unknown_was_bad) == (None, None, None)
    assert found.at_worst is None
    assert found.value == judged(target, good, bad, unknown).value


@given(TARGETS, SECONDS, FEW, FEW)
def test_worst_bound_is_as_large_as_the_figure_where_more_is_unknown_than_may_fail(
    target: str, good: int, bad: int, unknown: int
) -> None:
    found = judged(target, good, bad, unknown)
    assert found.budget is not None
    is_unsettled = unknown > found.budget.allowed
    shows_share = found.headline.is_number
    assert found.at_worst == (found.worst_case if is_unsettled and shows_share else None)


@given(SECONDS, FEW, st.integers(1, 50_000), st.booleans())
def test_bare_hundred_percent_needs_that_nothing_was_bad_or_unknown(
    good: int, bad: int, unknown: int, is_reported: bool
) -> None:
    found = replace(judged("0.99", good, bad, unknown), beside=Beside(is_reported=is_reported))
    words = str(found.headline.words)
    assert words != "100%"
    if is_reported:
        assert "measured" not in words


def test_credit_is_told_with_what_unknown_time_could_make_of_it() -> None:
    assert credit.told(None, None) is None
    assert str(credit.told("10%", "10%")) == "10%"
    assert str(credit.told("10%", "25%")) == "10%, and 25% if all that is unknown was bad"
    assert str(credit.told("none", "10%")) == "none, and 10% if all that is unknown was bad"
    told = str(credit.told("undetermined", "100%"))
    assert (
        told == "not decided, because too little is known, and 100% if all that is unknown was bad"
    )
