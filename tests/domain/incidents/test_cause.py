"""Causes: plain words for each, and what was seen before on the same components."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.incidents.cause import LOOK_BACK, Cause, PublishedCause, seen_before, tally

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def finding(
    ago: timedelta, cause: Cause = Cause.CAPACITY, components: tuple[str, ...] = ("api",)
) -> PublishedCause:
    return PublishedCause(f"k{ago}", "Slow", cause, NOW - ago, frozenset(components))


@pytest.mark.parametrize("cause", list(Cause))
def test_cause_has_a_label_and_a_meaning_of_its_own(cause: Cause) -> None:
    others = [other for other in Cause if other is not cause]
    assert cause.label not in [other.label for other in others]
    assert cause.meaning not in [other.meaning for other in others]


def test_same_cause_on_a_shared_component_was_seen_before_newest_first() -> None:
    older, newer = finding(40 * DAY), finding(DAY, components=("api", "docs"))
    elsewhere = finding(2 * DAY, components=("docs",))
    other = finding(3 * DAY, Cause.NETWORK)
    found = seen_before([older, elsewhere, newer, other], NOW, ["api", "search"])
    assert found == {Cause.CAPACITY: [newer, older], Cause.NETWORK: [other]}


@pytest.mark.parametrize(
    ("ago", "counts"),
    [(SECOND, True), (LOOK_BACK, True), (LOOK_BACK + SECOND, False), (timedelta(0), False)],
)
def test_only_the_year_before_counts(ago: timedelta, counts: bool) -> None:
    assert bool(seen_before([finding(ago)], NOW, ["api"])) is counts


def test_unknown_cause_is_never_the_same_again() -> None:
    assert seen_before([finding(DAY, Cause.UNKNOWN)], NOW, ["api"]) == {}


@given(st.lists(st.sampled_from(Cause)))
def test_tally_counts_each_finding_once_the_most_frequent_first(causes: list[Cause]) -> None:
    found = tally(finding(DAY, cause) for cause in causes)
    counts = [count for _, count in found]
    assert sum(counts) == len(causes)
    assert counts == sorted(counts, reverse=True)
    assert dict(found) == {cause: causes.count(cause) for cause in causes}
