"""Support commitments: vectors T3, T4 and T5, and what must hold for any cases."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.measured.support import (
    Case,
    CaseOutcome,
    Clock,
    JudgedCase,
    by_priority,
    counts,
    first_contact,
    on_time,
    resolution_seconds,
    response_seconds,
)
from statuspage.domain.vocabulary.business_time import ROUND_THE_CLOCK, Calendar
from statuspage.domain.vocabulary.spans import Span

VECTORS = json.loads((Path(__file__).parents[2] / "data/numbers.vectors.json").read_text())
SUPPORT = VECTORS["support"]
OFFICE = Calendar((((540, 1020),),) * 5 + ((), ()), ZoneInfo("Europe/London"))
T0 = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
JULY = Span(datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 8, 1, tzinfo=UTC))


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)


def case(
    answered: float | None = None,
    resolved: float | None = None,
    *,
    name: str = "c",
    opened: float = 0,
    waiting: tuple[tuple[float, float | None], ...] = (),
    priority: str = "high",
    replies: int = 1,
    reopened: bool = False,
    follow_up_of: str | None = None,
) -> Case:
    """Times in hours after T0."""

    def at(hours: float | None) -> datetime | None:
        return None if hours is None else T0 + hours * HOUR

    return Case(
        id=name,
        opened_at=T0 + opened * HOUR,
        first_response_at=at(answered),
        resolved_at=at(resolved),
        waiting=tuple((T0 + start * HOUR, at(until)) for start, until in waiting),
        priority=priority,
        agent_replies=replies,
        reopened=reopened,
        follow_up_of=follow_up_of,
    )


def judge(*cases: Case, clock: Clock = "first_response", now: float = 100) -> list[JudgedCase]:
    return on_time(cases, clock, JULY, T0 + now * HOUR, within=4 * HOUR, calendar=ROUND_THE_CLOCK)


def outcomes(judged: list[JudgedCase]) -> list[CaseOutcome]:
    return [one.outcome for one in judged]


def test_t3_open_cases_past_their_due_date_are_late() -> None:
    t3 = SUPPORT["T3"]
    judged = judge(
        *[case(1) for _ in range(t3["on_time"])],
        *[case(5) for _ in range(t3["late"])],
        *[case() for _ in range(t3["open_overdue"])],
        *[case(opened=9) for _ in range(t3["open_not_due"])],
        now=10,
    )
    found = counts(judged)
    assert (found.good, found.bad, found.unknown) == (90, 7, 3)
    assert round(float(found.good / found.measured), 6) == t3["due_cohort"]
    assert [
        found.good / found.total,
        (found.good + found.unknown) / found.total,
    ] == [Fraction(str(bound)) for bound in t3["bounds"]]
    closed = [one for one in judged if one.case.first_response_at is not None]
    assert round(float(counts(closed).good / len(closed)), 6) == t3["closed_only"]


def test_t4_waiting_for_the_customer_pauses_the_solution() -> None:
    asked, answered = london("2026-07-01T11:00"), london("2026-07-02T15:00")
    found = Case(
        id="T4",
        opened_at=london("2026-07-01T10:00"),
        first_response_at=asked,
        resolved_at=london("2026-07-03T10:00"),
        waiting=((asked, answered),),
    )
    assert resolution_seconds(found, OFFICE, T0) == SUPPORT["T4_min"] * 60
    unpaused = replace(found, waiting=())
    assert resolution_seconds(unpaused, OFFICE, T0) == SUPPORT["T4_unpaused"] * 60


def test_t5_counts_one_touch_cases_that_did_not_come_back() -> None:
    touched = [case(1, 2, name=f"one-{n}") for n in range(50)]
    others = [case(1, 2, name=f"more-{n}", replies=2) for n in range(30)]
    back = [case(opened=30, name=f"b{n}", follow_up_of=f"one-{n}") for n in range(5)]
    judged = first_contact([*touched, *others, *back], JULY, T0 + 2 * WEEK, within=WEEK)
    found = counts(judged)
    assert found.total == 80
    assert found.good / found.measured == Fraction(str(SUPPORT["T5_fcr"]))


def test_waiting_does_not_pause_the_first_answer() -> None:
    found = case(3, waiting=((1, 2),))
    assert response_seconds(found, ROUND_THE_CLOCK, T0 + 9 * HOUR) == 3 * 3600


def test_clocks_of_an_open_case_run_until_now() -> None:
    found = case(waiting=((1, None),))
    now = T0 + 5 * HOUR
    assert response_seconds(found, ROUND_THE_CLOCK, now) == 5 * 3600
    assert resolution_seconds(found, ROUND_THE_CLOCK, now) == 3600


@pytest.mark.parametrize(
    ("answered", "outcome"),
    [(4, CaseOutcome.KEPT), (4 + 1 / 3600, CaseOutcome.LATE), (None, CaseOutcome.OVERDUE)],
)
def test_answer_counts_up_to_the_due_instant(answered: float | None, outcome: CaseOutcome) -> None:
    assert outcomes(judge(case(answered))) == [outcome]


def test_pauses_move_the_due_date_of_a_solution() -> None:
    judged = judge(case(1, 6, waiting=((1, 3),)), clock="resolution")
    assert judged[0].due == T0 + 6 * HOUR
    assert judged[0].outcome is CaseOutcome.KEPT


def test_case_that_waits_for_the_customer_is_undecided() -> None:
    judged = judge(case(1, waiting=((1, None),)), clock="resolution", now=50)
    assert judged[0].due == T0 + 53 * HOUR
    assert judged[0].outcome is CaseOutcome.UNDECIDED


def test_case_that_was_due_before_the_waiting_began_is_late() -> None:
    judged = judge(case(1, waiting=((5, None),)), clock="resolution", now=50)
    assert outcomes(judged) == [CaseOutcome.OVERDUE]


def test_case_counts_in_the_period_of_its_due_date() -> None:
    before = replace(case(1, name="june"), opened_at=JULY.start - 5 * HOUR)
    first = replace(case(1, name="first"), opened_at=JULY.start - 4 * HOUR)
    last = replace(case(1, name="august"), opened_at=JULY.end - 4 * HOUR)
    judged = judge(before, first, last, now=2000)
    assert [one.case.id for one in judged] == ["first"]


def test_priorities_stand_apart() -> None:
    judged = judge(case(1, priority="low"), case(5, priority="high"), case(1, priority="low"))
    split = {name: counts(some) for name, some in by_priority(judged).items()}
    assert list(split) == ["high", "low"]
    assert (split["low"].good, split["high"].good) == (2, 0)


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        (case(1, 2), CaseOutcome.KEPT),
        (case(1, 2, replies=0), CaseOutcome.MISSED),
        (case(1, 2, replies=2), CaseOutcome.MISSED),
        (case(1, 2, reopened=True), CaseOutcome.MISSED),
    ],
)
def test_first_contact_is_one_answer_and_not_reopened(found: Case, outcome: CaseOutcome) -> None:
    judged = first_contact([found], JULY, T0 + 2 * WEEK, within=WEEK)
    assert outcomes(judged) == [outcome]


def test_case_inside_the_window_is_on_neither_side() -> None:
    cases = [case(1, 2, replies=3), case(1, 2, name="d")]
    found = counts(first_contact(cases, JULY, T0 + WEEK, within=WEEK))
    assert (found.good, found.bad, found.unknown) == (0, 0, 2)


def test_case_that_comes_back_after_the_window_was_solved() -> None:
    cases = [case(1, 2), case(opened=2 + 7 * 24 + 1, name="d", follow_up_of="c")]
    judged = first_contact(cases, JULY, T0 + 3 * WEEK, within=WEEK)
    assert outcomes(judged) == [CaseOutcome.KEPT]


def test_case_without_a_solution_is_not_asked_about_first_contact() -> None:
    assert first_contact([case(1)], JULY, T0 + 2 * WEEK, within=WEEK) == []


hours = st.integers(0, 700)
cases = st.lists(
    st.builds(
        lambda opened, answered, priority: case(
            None if answered is None else opened + answered, opened=opened, priority=priority
        ),
        hours,
        st.one_of(st.none(), st.integers(0, 20)),
        st.sampled_from(["high", "normal", "low"]),
    ),
    max_size=12,
)


@given(cases, hours, st.integers(0, 700))
def test_parts_of_a_period_sum_to_the_whole(some: list[Case], now: int, cut: int) -> None:
    def total(period: Span) -> tuple[Fraction, Fraction, Fraction]:
        judged = on_time(
            some,
            "first_response",
            period,
            T0 + now * HOUR,
            within=4 * HOUR,
            calendar=OFFICE,
        )
        found = counts(judged)
        assert found.total == len(judged)
        return found.good, found.bad, found.unknown

    edge = JULY.start + cut * HOUR
    left, right = total(Span(JULY.start, edge)), total(Span(edge, JULY.end))
    assert total(JULY) == tuple(one + other for one, other in zip(left, right, strict=True))


@given(cases, hours)
def test_priorities_sum_to_the_total(some: list[Case], now: int) -> None:
    judged = judge(*some, now=now)
    split = [counts(of_one) for of_one in by_priority(judged).values()]
    whole = counts(judged)
    for name in ("good", "bad", "unknown"):
        assert getattr(whole, name) == sum(getattr(part, name) for part in split)
