"""First notices and silence: the worked example, measured outages, and what must always hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.promises.silence import (
    Disruption,
    Outage,
    counts,
    disruptions,
    first_notice,
    silence,
    update_cadence,
    with_outages,
)
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status

T0 = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
JULY = Span(datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 8, 1, tzinfo=UTC))
MINUTE = timedelta(minutes=1)
HALF_HOUR = timedelta(minutes=30)
API = frozenset({"api"})


def at(minute: float) -> datetime:
    return T0 + minute * MINUTE


def span(start: float, end: float) -> Span:
    return Span(at(start), at(end))


def told(start: float, end: float | None, *words: float) -> Disruption:
    over = None if end is None else at(end)
    return Disruption("k", at(start), over, tuple(map(at, words)), over, API)


def outage(start: float, end: float, component: str = "api") -> Outage:
    return Outage(component, span(start, end))


def noticed(*found: Disruption, now: float = 9999) -> list[bool | None]:
    return [one.is_good for one in first_notice(found, JULY, at(now), HALF_HOUR)]


def cadence(*found: Disruption, now: float = 9999) -> list[bool | None]:
    return [one.is_good for one in update_cadence(found, JULY, at(now), HALF_HOUR)]


def test_silence_has_both_edges() -> None:
    found = silence(span(0, 90), [at(0), at(25), at(80), at(90)], HALF_HOUR)
    assert found.longest == 55 * 60
    assert found.breaches == (25 * 60,)


def test_silence_before_the_first_word_and_after_the_last_counts() -> None:
    found = silence(span(0, 120), [at(41), at(60)], HALF_HOUR)
    assert found.breaches == (11 * 60, 30 * 60)


def test_words_outside_the_impact_do_not_break_its_silence() -> None:
    assert silence(span(0, 20), [at(-5), at(30)], HALF_HOUR).longest == 20 * 60


def test_cadence_itself_is_not_broken() -> None:
    assert silence(span(0, 60), [at(30)], HALF_HOUR).breaches == ()


@pytest.mark.parametrize(("word", "is_good"), [(-1, True), (30, True), (30 + 1 / 60, False)])
def test_first_notice_counts_from_the_start_of_impact(word: float, is_good: bool) -> None:
    assert noticed(told(0, 90, word)) == [is_good]


def test_outage_without_a_word_is_missed_when_its_time_is_up() -> None:
    silent = with_outages([], [outage(0, 5)], HALF_HOUR)
    assert noticed(*silent, now=30) == [None]
    assert noticed(*silent, now=31) == [False]
    assert cadence(*silent) == []


def test_measured_start_comes_before_what_was_said() -> None:
    found = with_outages([told(41, 90, 41)], [outage(0, 80)], HALF_HOUR)
    assert [(one.start, one.end) for one in found] == [(at(0), at(90))]
    assert noticed(*found) == [False]


def test_measured_end_comes_after_what_was_said() -> None:
    found = with_outages([told(0, 60, 0, 30, 60)], [outage(10, 100)], HALF_HOUR)
    assert [one.end for one in found] == [at(100)]
    assert cadence(*found) == [False]


def test_short_outage_announced_in_time_was_announced() -> None:
    found = with_outages([told(30, 60, 30)], [outage(0, 5)], HALF_HOUR)
    assert [one.key for one in found] == ["k"]
    assert noticed(*found) == [True]


@pytest.mark.parametrize(
    "unspoken", [outage(0, 5, "web"), outage(-60, -1), outage(91, 95)], ids=str
)
def test_outage_that_no_incident_speaks_of_is_one_of_its_own(unspoken: Outage) -> None:
    found = with_outages([told(30, 90, 30)], [unspoken], timedelta(minutes=10))
    assert sorted(one.key for one in found) == ["", "k"]


def test_words_long_after_the_end_do_not_announce_a_later_outage() -> None:
    postmortem = told(0, 60, 0, 30, 60, 7000)
    found = with_outages([postmortem], [outage(3000, 3010)], HALF_HOUR)
    assert [one.key for one in found] == ["k", ""]


def test_outages_that_overlap_are_missed_once() -> None:
    silent = with_outages([], [outage(0, 9), outage(5, 20, "web"), outage(40, 41)], HALF_HOUR)
    assert [(one.start, one.end) for one in silent] == [(at(0), at(20)), (at(40), at(41))]


def test_open_disruption_is_undecided_until_it_is_silent_too_long() -> None:
    going_on = told(0, None, 0, 20)
    assert cadence(going_on, now=50) == [None]
    assert cadence(going_on, now=51) == [False]
    assert cadence(told(0, 45, 0, 20)) == [True]


def test_disruption_counts_in_the_period_it_began() -> None:
    first = Disruption("first", JULY.start, None, (JULY.start,))
    before = replace(first, key="before", start=JULY.start - MINUTE)
    after = replace(first, key="after", start=JULY.end)
    judged = first_notice([before, first, after], JULY, JULY.end, HALF_HOUR)
    assert [one.disruption.key for one in judged] == ["first"]


def test_counts_keep_the_undecided_apart() -> None:
    found = [told(0, 10, 5), told(0, 90, 40), told(0, None)]
    judged = first_notice(found, JULY, at(20), HALF_HOUR)
    summed = counts(judged)
    assert (summed.good, summed.bad, summed.unknown, summed.total) == (1, 1, 1, 3)


def incident(*words: tuple[float, float], **given: object) -> Incident:
    """`words` holds the minute each speaks of and the minute it was written, oldest first."""
    updates = tuple(
        Update(
            key=str(n),
            status=Status.INVESTIGATING,
            body="",
            html="",
            at=at(said),
            entered_at=at(entered),
            updated_at=at(entered),
            author="ada",
            next_due=None,
            keeps_status=False,
        )
        for n, (said, entered) in enumerate(words)
    )
    facts: dict[str, object] = {
        "number": 1,
        "key": "k",
        "kind": Kind.INCIDENT,
        "title": "t",
        "status": Status.RESOLVED,
        "impact": Impact.MAJOR,
        "owner": "",
        "started_at": updates[0].at,
        "entered_at": updates[0].entered_at,
        "updated_at": updates[-1].at,
        "resolved_at": updates[-1].at,
        "next_due": None,
        "impact_from": None,
        "impact_until": None,
        "scheduled_for": None,
        "scheduled_until": None,
        "origin": "",
        "updates": tuple(reversed(updates)),
        "components": (("api", "API"),),
        "declared": {"api": ComponentState.OPERATIONAL},
    }
    return Incident(**facts | given)  # type: ignore[arg-type]


def test_word_counts_from_when_it_was_written() -> None:
    (found,) = disruptions([incident((0, 45), (60, 60))])
    assert (found.start, found.end, found.resolved_at) == (at(0), at(60), at(60))
    assert found.words == (at(45), at(60))
    assert found.components == API


def test_imported_word_was_public_at_its_own_time() -> None:
    told = incident((0, 9000), (60, 9000), (50, 9100))
    later, *imported = told.updates
    words = (later, *(replace(word, is_imported=True) for word in imported))
    (found,) = disruptions([replace(told, updates=words)])
    assert found.words == (at(0), at(60), at(9100))  # whoever went on with it here wrote it then


def test_stated_impact_stands_in_place_of_the_posts() -> None:
    (found,) = disruptions([incident((0, 0), (60, 60), impact_from=at(-20), impact_until=at(50))])
    assert (found.start, found.end) == (at(-20), at(50))


def test_planned_work_and_false_alarms_are_no_disruptions() -> None:
    planned = incident((0, 0), kind=Kind.MAINTENANCE, status=Status.COMPLETED)
    false_alarm = incident((0, 0), status=Status.FALSE_ALARM)
    assert disruptions([planned, false_alarm]) == []


minutes = st.integers(0, 300)


@given(st.lists(minutes), st.integers(1, 300), st.integers(1, 60))
def test_silence_is_the_longest_stretch_without_a_word(
    words: list[int], length: int, every: int
) -> None:
    found = silence(span(0, length), map(at, words), every * MINUTE)
    spoken = {0, length, *(word for word in words if word < length)}
    gaps = [after - before for before, after in pairwise(sorted(spoken))]
    assert found.longest == max(gaps) * 60
    assert sum(found.breaches) == sum(max(gap - every, 0) for gap in gaps) * 60


@given(st.lists(st.tuples(minutes, st.integers(1, 60)), max_size=5), minutes)
def test_one_more_word_never_makes_the_silence_longer(
    given_outages: list[tuple[int, int]], word: int
) -> None:
    words = [start for start, _ in given_outages]
    before = silence(span(0, 300), map(at, words), HALF_HOUR)
    after = silence(span(0, 300), map(at, [*words, word]), HALF_HOUR)
    assert after.longest <= before.longest


@given(st.lists(st.tuples(minutes, st.integers(1, 60)), max_size=5))
def test_measured_outages_never_make_it_look_better(pieces: list[tuple[int, int]]) -> None:
    stated = told(100, 200, 110, 140, 170)
    outages = [outage(start, start + length) for start, length in pieces]
    found = with_outages([stated], outages, HALF_HOUR)
    for judge in (first_notice, update_cadence):
        alone = counts(judge([stated], JULY, at(9999), HALF_HOUR))
        measured = counts(judge(found, JULY, at(9999), HALF_HOUR))
        assert measured.good <= alone.good
        assert measured.bad >= alone.bad
        assert measured.good + measured.bad + measured.unknown == measured.total
