"""Credits granted: sums as they are typed, kept as a tally, and added up by period."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.promises.granted import (
    CREDIT,
    GrantedCredits,
    about,
    by_period,
    granted,
    parse_sums,
)
from statuspage.domain.vocabulary.tally import Tally
from statuspage.said import Said

NOW = datetime(2026, 8, 20, tzinfo=UTC)
COUNTS = st.integers(0, 10**9)


def tally(found: GrantedCredits, sla: str = "api", period: str = "2026-07") -> Tally:
    return Tally(CREDIT, about(sla, period), found.counts, NOW)


@given(COUNTS, COUNTS, st.dictionaries(st.sampled_from(["EUR", "USD", "JPY"]), COUNTS), st.dates())
def test_tally_says_what_was_granted(
    customers: int, unasked: int, sums: dict[str, int], day: date
) -> None:
    found = GrantedCredits(customers, unasked, sums, day)
    assert granted(tally(found)) == found


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("1340.00 EUR", {"EUR": 1_340_000}),
        ("1340eur + 20.5 USD", {"EUR": 1_340_000, "USD": 20_500}),
        ("0.125 KWD", {"KWD": 125}),
        ("", {}),
    ],
)
def test_sums_are_exact(text: str, sums: dict[str, int]) -> None:
    assert parse_sums(text) == sums


@pytest.mark.parametrize(
    "text",
    ["1,340.00 EUR", "EUR", "12", "-5 EUR", "1e3 EUR", "5 EURO", "5 EUR to Ada", "1 EUR + 2 EUR"],
)
def test_what_is_no_sum_is_refused_with_the_mend(text: str) -> None:
    assert isinstance(parse_sums(text), Said)


def test_periods_add_up_what_their_promises_cost() -> None:
    one = GrantedCredits(12, 9, {"EUR": 1_340_000}, date(2026, 8, 5))
    other = GrantedCredits(3, 0, {"EUR": 60_000, "USD": 1_000}, date(2026, 8, 9))
    none = GrantedCredits(0, 0, {}, date(2026, 9, 9))
    found = by_period(
        {
            "api/2026-07": tally(one),
            "web/2026-07": tally(other),
            "api/2026-08": tally(none),
            "api/2026-06": tally(GrantedCredits(1, 1, {"EUR": 1}, date(2026, 7, 1))),
        }
    )
    assert [told.period for told in found] == ["2026-07", "2026-06"]
    assert found[0].credits == GrantedCredits(
        15, 9, {"EUR": 1_400_000, "USD": 1_000}, date(2026, 8, 9)
    )
    assert found[0].credits.amounts["EUR"] == Decimal("1400")
