"""Groups by the example of numbers.md, and one that is not measured."""

from __future__ import annotations

from fractions import Fraction

from tests.recompute.days import group
from tests.recompute.pages import group_words
from tests.recompute.rules import Counts


def child(good: int, bad: int, unknown: int = 0) -> Counts:
    return Counts(Fraction(good), Fraction(bad), Fraction(unknown))


def test_group_has_the_mean_and_the_worst() -> None:
    children = [child(100, 0), child(100, 0), child(97, 3)]
    found = group(children)
    assert found == {"mean": "99.00%", "worst": "97.00%", "coverage": "100%"}
    assert group_words(found, children) == "99.00% worst 97.00%"


def test_child_that_is_not_measured_is_coverage_alone() -> None:
    children = [child(99, 1), child(0, 0, 100)]
    found = group(children)
    assert found == {"mean": "99.00%", "worst": "99.00%", "coverage": "50%"}
    assert group_words(found, children) == ""
    assert group([child(0, 0, 9)]) == {"mean": None, "worst": None, "coverage": None}
