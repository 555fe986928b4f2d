"""The headline: the blend of component states, never better than the worst open incident."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from statuspage.domain.incidents.headline import LastKnown, blend, headline
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status, worst

GOOD, WORK = ComponentState.OPERATIONAL, ComponentState.UNDER_MAINTENANCE
SLOW, PARTIAL = ComponentState.DEGRADED, ComponentState.PARTIAL_OUTAGE
MAJOR = ComponentState.MAJOR_OUTAGE


def incident(impact: Impact, status: Status = Status.INVESTIGATING) -> Incident:
    then = datetime(2026, 7, 1, tzinfo=UTC)
    return Incident(
        number=1,
        key="k",
        kind=Kind.INCIDENT,
        title="T",
        status=status,
        impact=impact,
        owner="",
        started_at=then,
        entered_at=then,
        updated_at=then,
        resolved_at=None,
        next_due=None,
        impact_from=None,
        impact_until=None,
        scheduled_for=None,
        scheduled_until=None,
        origin="",
        updates=(),
        components=(),
        declared={},
    )


def parts(states: list[ComponentState]) -> list[tuple[str, ComponentState]]:
    return [(f"Part {place}", state) for place, state in enumerate(states, 1)]


@pytest.mark.parametrize(
    ("states", "indicator", "description"),
    [
        ([], "none", "All Systems Operational"),
        ([GOOD, GOOD], "none", "All Systems Operational"),
        ([MAJOR, MAJOR], "critical", "Major System Outage"),
        ([MAJOR, GOOD], "major", "Partial System Outage"),
        ([PARTIAL, PARTIAL], "major", "Partial System Outage"),
        ([PARTIAL, GOOD], "minor", "Minor Service Outage"),
        ([SLOW, SLOW], "minor", "Degraded System Service"),
        ([SLOW, GOOD], "minor", "Partially Degraded Service"),
        ([WORK, GOOD], "maintenance", "Service Under Maintenance"),
        ([SLOW, WORK], "minor", "Partially Degraded Service"),
        ([MAJOR, PARTIAL, SLOW], "major", "Partial System Outage"),
    ],
)
def test_blend_of_states_is_that_of_real_pages(
    states: list[ComponentState], indicator: str, description: str
) -> None:
    found = blend(states)
    assert (found.indicator, found.description) == (indicator, description)


@given(
    some.lists(some.sampled_from(ComponentState)),
    some.lists(some.sampled_from([Impact.NONE, Impact.MINOR, Impact.MAJOR, Impact.CRITICAL])),
)
def test_headline_never_reads_better_than_the_blend_or_an_open_incident(
    states: list[ComponentState], impacts: list[Impact]
) -> None:
    found = headline(parts(states), [incident(impact) for impact in impacts]).indicator.severity
    wanted = [blend(states).indicator, *impacts]
    assert found == max(impact.severity for impact in wanted)


def test_open_incident_without_impact_is_mentioned() -> None:
    assert "looking into" in str(headline(parts([GOOD]), [incident(Impact.NONE)]).sentence)


def test_resolved_incident_does_not_count() -> None:
    found = headline(parts([GOOD]), [incident(Impact.CRITICAL, Status.RESOLVED)])
    assert found.indicator is Impact.NONE
    assert not found.counts


@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        ([], "All systems are working."),
        ([GOOD, MAJOR], "Part 2 is down."),
        ([PARTIAL, GOOD, WORK], "Part 1 is partly out of service."),
        ([SLOW, GOOD], "Part 1 is slower or less reliable than usual."),
        ([SLOW, SLOW, GOOD], "2 parts are slower or less reliable than usual."),
        ([MAJOR, MAJOR], "2 parts are down."),
        ([PARTIAL, PARTIAL, GOOD], "2 parts work only in part."),
        ([PARTIAL, SLOW, GOOD], "2 parts have problems."),
        ([MAJOR, SLOW, GOOD], "1 part is down, 1 has problems."),
        ([MAJOR, PARTIAL, GOOD], "1 part is down, 1 works only in part."),
        ([MAJOR] * 3 + [PARTIAL] * 5 + [SLOW] * 4, "3 parts are down, 9 have problems."),
        ([WORK, WORK], "Planned maintenance is under way."),
        ([WORK, WORK, GOOD], "2 parts are under maintenance. All else works."),
    ],
)
def test_sentence_counts_what_does_not_work(states: list[ComponentState], sentence: str) -> None:
    found = headline(parts(states), [])
    assert str(found.sentence) == sentence
    assert found.worst is worst(states)


def test_incident_that_names_no_part_is_not_outdone_by_a_lesser_trouble() -> None:
    found = headline(parts([SLOW, GOOD]), [incident(Impact.CRITICAL)])
    assert str(found.sentence) == "We are working on a critical problem."
    assert found.worst is MAJOR


def test_counts_tell_how_many_incidents_are_open_and_how_much_works() -> None:
    found = headline(parts([MAJOR, GOOD, GOOD]), [incident(Impact.MAJOR)] * 5)
    assert [str(one) for one in found.counts] == [
        "5 incidents are open.",
        "2 of 3 parts work as usual.",
    ]
    assert not headline(parts([GOOD]), []).counts


def test_counts_tell_what_is_worked_on_beside_trouble() -> None:
    found = headline(parts([MAJOR, WORK, GOOD]), [])
    assert [str(one) for one in found.counts] == [
        "1 part is under maintenance.",
        "1 of 3 parts work as usual.",
    ]
    assert not headline(parts([WORK, GOOD]), []).counts


@pytest.mark.parametrize(
    ("states", "silent", "sentence"),
    [
        ([WORK, GOOD], 0, "Part 1 is under maintenance. All else works."),
        ([WORK, GOOD], 1, "Part 1 is under maintenance. No trouble is known."),
        ([WORK, WORK, GOOD], 1, "2 parts are under maintenance. No trouble is known."),
    ],
)
def test_planned_work_is_named_and_what_is_said_of_the_rest_is_known(
    states: list[ComponentState], silent: int, sentence: str
) -> None:
    assert str(headline(parts(states), [], silent).sentence) == sentence


def test_headline_claims_no_more_than_is_measured() -> None:
    assert str(headline(parts([GOOD, GOOD]), [], 0).sentence) == "All systems are working."
    some = headline(parts([GOOD, GOOD]), [], 1)
    assert str(some.sentence) == "No trouble is known. Some systems are not measured now."
    assert str(headline(parts([GOOD, GOOD]), [], 2).sentence).endswith("Nothing is measured now.")
    assert some.indicator is Impact.NONE
    worse = headline(parts([GOOD, MAJOR]), [], 1)
    assert str(worse.sentence) == "Part 2 is down."


def test_headline_of_what_is_not_measured_now_tells_how_it_was() -> None:
    at = datetime(2026, 7, 1, 14, 5, tzinfo=UTC)
    now = parts([GOOD, GOOD])
    good = headline(now, [], 2, LastKnown(at, now))
    assert (str(good.sentence), good.known_until) == ("All systems are working.", at)
    bad = headline(now, [], 2, LastKnown(at, parts([GOOD, MAJOR])))
    assert str(bad.sentence) == "Part 2 is down."
    worse = headline(now, [incident(Impact.CRITICAL)], 1, LastKnown(at, now))
    assert worse.indicator is Impact.CRITICAL
