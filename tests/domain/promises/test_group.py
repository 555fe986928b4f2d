"""Figures of groups: the mean never hides the worst, and the unmeasured are no hundred percent."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.measured.availability import Counts, of_events
from statuspage.domain.promises.group import GroupFigure, group_figure

counts = st.builds(of_events, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))


def told(found: GroupFigure | None) -> tuple[str, str, str]:
    assert found is not None
    return str(found.mean.words), str(found.worst.words), found.coverage


def test_group_shows_the_mean_and_the_worst_child() -> None:
    children = [of_events(100, 0, 0), of_events(100, 0, 0), of_events(97, 3, 0)]
    assert told(group_figure(children)) == ("99.00%", "97.00%", "100%")


def test_child_weighs_the_same_however_long_it_was_measured() -> None:
    found = group_figure([of_events(1000, 0, 0), of_events(1, 1, 998)])
    assert told(found) == ("75.00%", "50.00%", "50.1%")


def test_unmeasured_child_shrinks_the_coverage_and_counts_in_no_mean() -> None:
    found = group_figure([of_events(10, 0, 0), of_events(0, 0, 10)])
    assert found is not None
    assert not found.mean.is_number
    assert str(found.mean.words) == "no failure seen in the 50% measured"


def test_group_of_which_nothing_is_measured_has_no_figure() -> None:
    assert group_figure([]) is None
    assert group_figure([of_events(0, 0, 5)]) is None


@given(st.lists(counts, min_size=1))
def test_full_mean_needs_everything_good_and_known(children: list[Counts]) -> None:
    found = group_figure(children)
    is_whole = all(child.good == child.total for child in children if child.total)
    assert (found is not None and str(found.mean.words) == "100%") is (
        is_whole and any(child.total for child in children)
    )
    assert found is None or Fraction(found.coverage.rstrip("%")) <= 100
