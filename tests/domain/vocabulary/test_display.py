"""Digits and words for people, never rounded in our favour."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.vocabulary import display

VECTORS = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())


@pytest.mark.parametrize(("good", "total", "two", "three"), VECTORS["floor_display"])
def test_percent_floors(good: int, total: int, two: float, three: float) -> None:
    assert display.percent(good, total) == f"{two:.2f}"
    assert display.percent(good, total, decimals=3) == f"{three:.3f}"


def test_percent_keeps_to_the_exact_fraction() -> None:
    assert display.percent(Fraction(999, 1000), 1) == "99.90"


def test_percent_has_the_decimals_of_its_target() -> None:
    assert display.percent(99_995, 100_000, target=Fraction("0.99995")) == "99.995"


@given(
    st.integers(0, 10**6),
    st.integers(1, 10**6),
    st.integers(1, 99_999).map(lambda n: Fraction(n, 100_000)),
    st.integers(0, 4),
)
def test_percent_tells_a_missed_target_from_a_met_one(
    bad: int, total: int, target: Fraction, decimals: int
) -> None:
    good = max(total - bad, 0)
    shown = Fraction(display.percent(good, total, decimals=decimals, target=target)) / 100
    assert (shown >= target) == (Fraction(good, total) >= target)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_percent_is_never_above_and_ceil_never_below(good: int, total: int) -> None:
    share = Fraction(good, total) * 100
    assert Fraction(display.percent(good, total)) <= share
    assert Fraction(display.ceil_percent(good, total)) >= share


def test_ceil_percent_rounds_up() -> None:
    assert display.ceil_percent(1200, Fraction("2678.4")) == "44.81"


@pytest.mark.parametrize(
    ("samples", "target", "decimals"),
    [(8640, "90", 1), (43_200, "90", 2), (8640, "99.95", 2), (0, "99", 0), (9, "99.9", 1)],
)
def test_decimals_are_those_the_samples_support(samples: int, target: str, decimals: int) -> None:
    assert display.decimals_for_samples(samples, Fraction(target) / 100) == decimals


@pytest.mark.parametrize("text", ["99.9", "95", "100", "10", "0", "99.95"])
def test_percent_text_is_exact_and_without_needless_zeros(text: str) -> None:
    assert display.percent_text(Fraction(text) / 100) == text


@pytest.mark.parametrize(
    ("good", "bad", "unknown", "words"),
    [
        (600, 0, 0, "100%"),
        (450, 0, 150, "no failure seen in the 75% measured"),
        (99_999, 0, 1, "no failure seen in the 99.99% measured"),
        (43_198, 2, 0, "99.99%"),
        (0, 0, 10, "not measured"),
    ],
)
def test_headline_says_100_only_when_all_was_seen_and_good(
    good: int, bad: int, unknown: int, words: str
) -> None:
    found = display.headline(good, bad, unknown)
    assert (str(found.words), found.is_number) == (words, words.endswith("%"))


def test_what_began_lately_says_since_when_in_its_own_zone() -> None:
    since = datetime(2026, 3, 1, 5, 30, tzinfo=UTC).astimezone(ZoneInfo("America/New_York"))
    today, morrow = (datetime(2026, 3, day, 4, 59, tzinfo=UTC) for day in (2, 3))
    words = [
        str(display.known_since(since, now, is_reported=is_reported).words)
        for now in (today, morrow)
        for is_reported in (False, True)
    ]
    assert words == [
        "measured since 00:30 EST today",
        "known since 00:30 EST today",
        "measured since 2026-03-01",
        "known since 2026-03-01",
    ]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3900, "1 h 5 min"),
        (90_061, "1 d 1 h 1 min 1 s"),
        (Fraction(1, 3), "1 s"),
    ],
)
def test_duration_reads_in_units(seconds: Fraction | int, words: str) -> None:
    assert str(display.duration(seconds)) == words
