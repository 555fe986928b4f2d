"""Verdict, bounds, budget and credit of a figure."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.config import CreditTier, Sla
from statuspage.domain.measured.availability import Counts, of_events
from statuspage.domain.promises.beside import Beside
from statuspage.domain.promises.figure import (
    Budget,
    Figure,
    Verdict,
    budget,
    compose,
    credit,
    published_counts,
    verdict,
)
from statuspage.domain.vocabulary.window import parse_period

VECTORS = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())
NINES = Fraction(999, 1000)
JULY = parse_period("2026-07", ZoneInfo("Europe/London"), datetime(2026, 7, 1, tzinfo=UTC))
AFTER = datetime(2026, 8, 1, tzinfo=UTC)
TIERS = (
    CreditTier(below=NINES, credit=Fraction(1, 10)),
    CreditTier(below=Fraction(99, 100), credit=Fraction(1, 4)),
    CreditTier(below=Fraction(95, 100), credit=Fraction(1)),
)
SLA = Sla(id="api", title="API", indicator="availability", target=NINES, credits=TIERS)


def seconds(
    good: Fraction | int,
    bad: Fraction | int = 0,
    unknown: Fraction | int = 0,
    excluded: int = 0,
    future: int = 0,
) -> Counts:
    sides = Fraction(good), Fraction(bad)
    return Counts(*sides, Fraction(unknown), Fraction(excluded), Fraction(future), *sides)


def figure(counts: Counts, now: datetime = AFTER, decimals: int = 2) -> Figure:
    return compose(
        SLA,
        1,
        JULY,
        counts,
        now=now,
        coverage=counts.coverage,
        decimals=decimals,
    )


def event_figure(counts: Counts, target: Fraction = Fraction(95, 100)) -> Figure:
    sla = Sla(id="answers", title="First answers", indicator="first_response", target=target)
    return compose(sla, 1, JULY, counts, now=AFTER, coverage=None)


def judge(counts: Counts, *, is_running: bool = False) -> Verdict:
    return verdict(counts, NINES, counts.coverage, is_running=is_running)


def test_p5_shows_value_bounds_and_coverage() -> None:
    found = figure(seconds((43_200 - 220) * 60, 20 * 60, 200 * 60))
    assert (found.value, found.worst_case, found.best_case) == ("99.95", "99.49", "99.95")
    assert found.coverage == "99.53"
    assert found.verdict is Verdict.NOT_PROVEN


def test_p5_agrees_to_every_given_digit() -> None:
    p5 = VECTORS["probes"]["P5"]
    counts = seconds(p5["total"] - p5["unknown"] - p5["down"], p5["down"], p5["unknown"])
    found = figure(counts, decimals=8)
    shown = {"observed": found.value, "worst": found.worst_case, "best": found.best_case}
    for name, digits in shown.items():
        assert float(digits or "nan") / 100 == pytest.approx(p5[name], abs=6e-9)
    assert float(counts.coverage) == pytest.approx(p5["coverage"], abs=1e-8)


def test_missed_comes_first_even_with_little_data() -> None:
    assert judge(seconds(500, 100, 400)) is Verdict.MISSED


def test_missed_comes_before_in_progress() -> None:
    assert judge(seconds(500, 2, 0, future=1498), is_running=True) is Verdict.IN_PROGRESS
    assert judge(seconds(500, 2, 0, future=1497), is_running=True) is Verdict.MISSED


def test_in_progress_comes_before_insufficient_data() -> None:
    assert judge(seconds(10, 0, 90, future=900), is_running=True) is Verdict.IN_PROGRESS


def test_insufficient_data_begins_under_95_percent() -> None:
    assert judge(seconds(9499, 0, 501)) is Verdict.INSUFFICIENT_DATA
    assert judge(seconds(9500, 0, 500)) is Verdict.NOT_PROVEN


def test_met_needs_the_worst_case() -> None:
    assert judge(seconds(9990, 10, 0)) is Verdict.MET
    assert judge(seconds(9990, 0, 10)) is Verdict.MET
    assert judge(seconds(9989, 0, 11)) is Verdict.NOT_PROVEN


def test_nothing_to_judge_is_insufficient_data() -> None:
    found = figure(seconds(0, excluded=2_678_400))
    assert found.verdict is Verdict.INSUFFICIENT_DATA
    assert (found.value, found.best_case, found.worst_case) == (None, None, None)
    assert str(found.headline.words) == "not measured"


def new(counts: Counts, now: datetime, reported: bool = False) -> Figure:
    return compose(
        SLA,
        1,
        JULY,
        counts,
        now=now,
        coverage=counts.coverage,
        beside=Beside(is_reported=reported),
        known_since=now - timedelta(minutes=3),
    )


def test_what_is_known_for_minutes_says_since_when_until_a_share_says_more() -> None:
    now = datetime(2026, 7, 30, 8, 44, tzinfo=UTC)
    hardly, enough = seconds(180, 0, 2_500_000), seconds(25_253, 0, 2_500_000)
    assert str(new(hardly, now).headline.words) == "measured since 08:41 UTC today"
    assert str(new(hardly, now, reported=True).headline.words) == "known since 08:41 UTC today"
    assert new(hardly, now).worst_case == "0.00"
    assert str(new(enough, now).headline.words) == "no failure seen in the 1% measured"
    assert str(new(seconds(60, 120, 2_500_000), now).headline.words) == "33.33%"
    assert str(new(hardly, AFTER).headline.words) == "hardly measured so far"


def test_nothing_known_is_not_known_yet_while_the_period_runs() -> None:
    now = datetime(2026, 7, 30, 8, 44, tzinfo=UTC)
    assert str(figure(seconds(0, 0, 100), now).headline.words) == "not measured yet"
    assert str(figure(seconds(0, 0, 100)).headline.words) == "not measured"


def test_target_is_judged_exactly_and_not_as_a_float() -> None:
    assert judge(seconds(2_675_722, 2678)) is Verdict.MET
    assert judge(seconds(2_675_721, 2679)) is Verdict.MISSED


def test_in_progress_counts_the_time_to_come_as_good_in_the_best_case_only() -> None:
    found = figure(
        seconds(900, 100, 0, future=2_677_400), JULY.span.start + timedelta(seconds=1000)
    )
    assert (found.best_case, found.value, found.worst_case) == ("99.99", "90.00", "90.00")


def test_running_period_has_the_budget_of_its_full_length() -> None:
    found = budget(seconds(900, 100, 0, future=2_677_400), NINES)
    assert found == Budget(2678, Fraction(100), Fraction(2578), "3.74")


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (seconds(1_998_500, 1500), Budget(2000, Fraction(1500), Fraction(500), "75.00")),
        (seconds(2_588_400, 3600), Budget(2592, Fraction(3600), Fraction(-1008), "138.89")),
        (seconds(2_592_000), Budget(2592, Fraction(0), Fraction(2592), "0.00")),
    ],
)
def test_budget_rounds_down_and_its_use_up(counts: Counts, expected: Budget) -> None:
    assert budget(counts, NINES) == expected


@pytest.mark.parametrize(("bad", "used"), [(0, "0.00"), (1, None)])
def test_budget_of_a_whole_target_is_nothing(bad: int, used: str | None) -> None:
    found = budget(seconds(100 - bad, bad), Fraction(1))
    assert (found.allowed, found.remaining, found.used_percent) == (0, -bad, used)


@pytest.mark.parametrize(("bad", "percent"), VECTORS["credits_s3_july_seconds"])
def test_credit_is_strict_and_the_largest_tier(bad: int, percent: int) -> None:
    found = figure(seconds(2_678_400 - bad, bad))
    assert found.credit == (f"{percent}%" if percent else "none")


def test_credit_goes_by_the_value_when_not_proven() -> None:
    counts = seconds(99_500, 101, 399)
    found = credit(counts, TIERS, Verdict.NOT_PROVEN, counts.coverage)
    assert found == "10%"


def test_credit_is_undetermined_with_little_data() -> None:
    assert figure(seconds(500, 0, 500)).credit == "undetermined"
    assert figure(seconds(0, 0, 500)).credit == "undetermined"


def test_credit_of_a_running_period_with_little_data_is_undetermined() -> None:
    counts = seconds(500, 1, 500, future=2_677_399)
    assert figure(counts, JULY.span.start).credit == "undetermined"


def test_credit_is_certain_when_even_the_best_case_missed() -> None:
    assert figure(seconds(500, 100, 400)).credit == "100%"


def test_without_tiers_there_is_no_credit() -> None:
    found = event_figure(of_events(1, 9, 0))
    assert (found.credit, found.credit_if_unknown_was_bad) == (None, None)


def test_t3_counts_the_undecided_as_bad_and_as_good() -> None:
    found = event_figure(of_events(90, 7, 3))
    assert (found.value, found.worst_case, found.best_case) == ("92.78", "90.00", "93.00")
    assert found.coverage is None
    assert found.verdict is Verdict.MISSED


def test_few_events_show_counts_and_keep_their_value() -> None:
    found = event_figure(of_events(9, 1, 0))
    assert (str(found.headline.words), found.value) == ("9 of 10", "90.00")


def test_no_events_are_insufficient_data() -> None:
    found = event_figure(of_events(0, 0, 0))
    assert found.verdict is Verdict.INSUFFICIENT_DATA
    assert str(found.headline.words) == "nothing to count yet"


@pytest.mark.parametrize(
    ("counts", "headline"),
    [
        (seconds(2_678_400), "100%"),
        (seconds(2_008_800, 0, 669_600), "no failure seen in the 75% measured"),
        (seconds(2_008_799, 1, 669_600), "not enough data: 75% measured"),
        (seconds(2_678_399, 1), "99.99%"),
    ],
)
def test_headline_gives_no_percentage_without_the_data(counts: Counts, headline: str) -> None:
    assert str(figure(counts).headline.words) == headline


def test_value_is_the_observed_figure_even_with_little_data() -> None:
    assert figure(seconds(450, 0, 150)).value == "100.00"


def test_raw_value_is_that_before_exclusions() -> None:
    counts = Counts(*map(Fraction, (43_030, 50, 0, 120, 0)), *map(Fraction, (43_050, 150)))
    found = figure(counts)
    assert (found.value, found.raw_value) == ("99.88", "99.65")


parts = st.fractions(0, 10**6, max_denominator=30)


@given(parts, parts, parts, st.integers(0, 1000))
def test_published_counts_add_up(
    good: Fraction, bad: Fraction, unknown: Fraction, excluded: int
) -> None:
    found = published_counts(seconds(good, bad, unknown, excluded))
    assert min(found.values()) >= 0
    thousandths = {name: round(number * 1000) for name, number in found.items()}
    assert sum(thousandths.values()) == 2 * thousandths["total"]
    assert 0 <= thousandths["bad"] - bad * 1000 < 1
    assert 0 <= good * 1000 - thousandths["good"] < 1


def test_published_counts_are_never_rounded_in_our_favour() -> None:
    third = Fraction(1, 3)
    found = published_counts(seconds(553_343 + third, 51_456 + 2 * third, Fraction(0), 0))
    assert (found["good"], found["bad"]) == (553_343.333, 51_456.667)
    assert (found["unknown"], found["total"]) == (0, 604_800)


@given(parts, parts, parts, st.integers(0, 10**6), st.booleans())
def test_bounds_hold_the_value(
    good: Fraction, bad: Fraction, unknown: Fraction, future: int, is_running: bool
) -> None:
    now = JULY.span.start if is_running else AFTER
    found = figure(seconds(good, bad, unknown, 0, future), now)
    if found.value is not None:
        assert found.worst_case is not None
        assert found.best_case is not None
        assert float(found.worst_case) <= float(found.value) <= float(found.best_case)


@given(parts, parts, parts)
def test_met_and_missed_stand_whatever_the_unknown_was(
    good: Fraction, bad: Fraction, unknown: Fraction
) -> None:
    judged = judge(seconds(good, bad, unknown))
    if judged is Verdict.MET:
        assert judge(seconds(good, bad + unknown)) is Verdict.MET
    if judged is Verdict.MISSED:
        assert judge(seconds(good + unknown, bad)) is Verdict.MISSED
