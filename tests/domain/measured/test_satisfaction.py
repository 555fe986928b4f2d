"""Surveys: vectors wilson95, nps, csat and ces, and that few answers stay private."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.measured.satisfaction import (
    Disclosure,
    Survey,
    disclosure,
    effort,
    of_groups,
    recommendation,
    satisfaction,
    survey_json,
    tally,
    wilson,
)
from statuspage.errors import InvalidInput

VECTORS = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())
CSAT = VECTORS["csat"]
CES = VECTORS["ces"]


@pytest.mark.parametrize(("good", "n", "bounds"), VECTORS["wilson95"])
def test_wilson_agrees_with_its_vector(good: int, n: int, bounds: list[float]) -> None:
    found = wilson(good, n)
    assert [found.low, found.high] == pytest.approx(bounds, abs=6e-7)


@pytest.mark.parametrize("vector", VECTORS["nps"])
def test_nps_agrees_with_its_vector(vector: dict[str, Any]) -> None:
    found = of_groups(*vector["in"])
    assert found.score == vector["nps"]
    assert found.margin == pytest.approx(vector["moe95"], abs=6e-5)


def test_csat_agrees_with_its_vector() -> None:
    found = satisfaction(CSAT["counts_1_5"])
    assert found.satisfied / found.n == pytest.approx(CSAT["top2"], abs=6e-7)
    assert float(found.mean) == pytest.approx(CSAT["mean"], abs=6e-7)
    assert (found.counts.good, found.counts.bad, found.counts.total) == (412, 68, 480)


def test_ces_agrees_with_its_vector() -> None:
    found = effort(CES["counts_1_7"])
    assert float(found.mean) == pytest.approx(CES["mean"], abs=6e-7)
    assert found.easy / found.n == pytest.approx(CES["pct5plus"], abs=6e-7)


def test_nps_groups_are_those_of_its_scale() -> None:
    counts = tally(Survey.NPS, [0, 6, 7, 8, 9, 10, 10])
    assert recommendation(counts) == of_groups(3, 2, 2)


@pytest.mark.parametrize(
    ("survey", "score"),
    [(Survey.CSAT, 0), (Survey.CSAT, 6), (Survey.NPS, 11), (Survey.NPS, -1), (Survey.CES, 8)],
)
def test_score_off_the_scale_is_refused(survey: Survey, score: int) -> None:
    with pytest.raises(InvalidInput, match="is not on the scale"):
        tally(survey, [score])


@pytest.mark.parametrize(
    ("n", "shown"),
    [
        (0, Disclosure.NOTHING),
        (4, Disclosure.NOTHING),
        (5, Disclosure.COUNTS),
        (29, Disclosure.COUNTS),
        (30, Disclosure.FULL),
    ],
)
def test_few_answers_show_little(n: int, shown: Disclosure) -> None:
    assert disclosure(n) is shown


def test_json_of_a_handful_tells_nothing() -> None:
    assert survey_json(Survey.CSAT, [0, 0, 0, 1, 3]) == {
        "kind": "csat",
        "shown": "nothing",
        "suppressed": True,
        "answers": None,
    }


def test_json_of_some_gives_counts_only() -> None:
    assert survey_json(Survey.CSAT, [0, 0, 0, 1, 4]) == {
        "kind": "csat",
        "shown": "counts",
        "suppressed": False,
        "answers": 5,
        "counts": [0, 0, 0, 1, 4],
    }


def test_json_of_many_is_floored_and_its_margin_ceiled() -> None:
    csat = survey_json(Survey.CSAT, CSAT["counts_1_5"])
    assert [csat[name] for name in ("percent", "low", "high", "mean")] == [
        "85.83",
        "82.42",
        "88.66",
        "4.32",
    ]
    nps = survey_json(Survey.NPS, (0, 0, 0, 0, 0, 0, 30, 50, 0, 0, 120))
    assert (nps["score"], nps["margin"]) == ("+45", "10.3")
    ces = survey_json(Survey.CES, CES["counts_1_7"])
    assert (ces["percent"], ces["mean"]) == ("86.66", "5.68")


def test_nps_below_zero_is_floored_away_from_it() -> None:
    assert survey_json(Survey.NPS, (40, *[0] * 7, 1, 0, 39))["score"] == "-2"


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_stays_a_share(pair: tuple[int, int]) -> None:
    good, n = pair
    found = wilson(good, n)
    assert 0 <= found.low <= Fraction(good, n) <= found.high <= 1
