"""Filters: each narrowing binds what it speaks of, and a query string is read back whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.telling.filter import EVERYTHING, SEVERITIES, Filter
from statuspage.domain.telling.news import News, NewsKind
from statuspage.domain.vocabulary.states import Impact
from statuspage.errors import InvalidInput

NEWS = News(
    subject="update/k7",
    revision=1,
    at=datetime(2026, 7, 1, tzinfo=UTC),
    kind=NewsKind.INCIDENTS,
    topic="incident/k1",
    incident="k1",
    components=("api", "web"),
    groups=("platform",),
    impact=Impact.MAJOR,
)
CHANGE = replace(NEWS, kind=NewsKind.CHANGELOG, impact=None, components=(), groups=())
NAMES = st.frozensets(st.text(min_size=1, max_size=8), max_size=3)
FILTERS = st.builds(
    Filter,
    NAMES,
    NAMES,
    NAMES,
    st.frozensets(st.sampled_from(NewsKind)),
    st.none() | st.sampled_from(SEVERITIES),
    st.booleans(),
    NAMES,
)


@given(FILTERS)
def test_filter_is_read_back_from_its_query_and_from_the_store(chosen: Filter) -> None:
    assert Filter.from_query(chosen.to_query()) == chosen
    assert Filter.load(chosen.dump()) == chosen
    assert chosen.is_everything == (chosen == EVERYTHING)


OUTCOME = replace(CHANGE, kind=NewsKind.OUTCOMES, outcome="dark-mode")


@given(FILTERS, FILTERS)
def test_what_is_asked_for_later_takes_nothing_away(chosen: Filter, asked: Filter) -> None:
    both = chosen.along_with(asked)
    if not chosen.is_of_outcomes:
        assert replace(both, outcomes=frozenset()) == replace(chosen, outcomes=frozenset())
    for one in (NEWS, CHANGE, OUTCOME):
        assert both.takes(one) or not chosen.takes(one)
    for slug in asked.outcomes:
        assert both.takes(replace(OUTCOME, outcome=slug))


def test_outcomes_are_all_that_is_told_or_come_besides() -> None:
    of_one = Filter(outcomes=frozenset({"dark-mode"}))
    assert of_one.is_of_outcomes
    assert of_one.takes(OUTCOME)
    assert not of_one.takes(replace(OUTCOME, outcome="other"))
    assert not of_one.takes(NEWS)
    besides = replace(of_one, kinds=frozenset({NewsKind.INCIDENTS}))
    assert not besides.is_of_outcomes
    assert besides.takes(OUTCOME)
    assert not besides.takes(replace(OUTCOME, outcome="other"))
    assert besides.takes(NEWS)
    assert EVERYTHING.along_with(of_one).is_everything
    assert of_one.along_with(EVERYTHING).is_everything


@pytest.mark.parametrize(
    ("query", "takes"),
    [
        ([], True),
        ([("component", "api")], True),
        ([("component", "api"), ("component", "docs")], True),
        ([("component", "docs")], False),
        ([("group", "platform")], True),
        ([("component", "docs"), ("group", "platform")], True),
        ([("incident", "k1")], True),
        ([("incident", "k2")], False),
        ([("kind", "incidents")], True),
        ([("kind", "maintenance")], False),
        ([("severity", "minor")], True),
        ([("severity", "major")], True),
        ([("severity", "critical")], False),
        ([("breaking", "1")], True),
    ],
)
def test_filter_takes_news_of_an_incident(query: list[tuple[str, str]], takes: bool) -> None:
    assert Filter.from_query(query).takes(NEWS) is takes


def test_severity_says_nothing_of_other_kinds_and_breaking_nothing_of_incidents() -> None:
    assert Filter(severity=Impact.CRITICAL).takes(CHANGE)
    assert Filter(severity=Impact.MAJOR).takes(replace(NEWS, kind=NewsKind.MAINTENANCE))
    assert not Filter(breaking=True).takes(CHANGE)
    assert Filter(breaking=True).takes(replace(CHANGE, is_breaking=True))
    assert Filter(severity=Impact.MINOR).takes(NEWS)
    assert not Filter(severity=Impact.MINOR).takes(replace(NEWS, impact=Impact.NONE))
    assert not Filter(components=frozenset({"api"})).takes(CHANGE)


def test_unknown_names_and_values_are_told_together() -> None:
    with pytest.raises(InvalidInput) as refused:
        Filter.from_query([("color", "red"), ("kind", "rumours"), ("severity", "bad")])
    assert set(refused.value.faults) == {"color", "kind", "severity"}
    assert "incidents, maintenance, changelog, outcomes, notices, stories, sla, reports" in str(
        refused.value
    )
