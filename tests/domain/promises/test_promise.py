"""Promises of any kind: kept, late, broken, withdrawn or open, and when that changes by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.promises.promise import Promise, PromiseState, counts, turns_late_at

DUE = datetime(2026, 7, 1, 15, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WEEK = timedelta(days=7)
MUCH_LATER = DUE + timedelta(days=365)
PROMISE = Promise("p", "We will publish the root cause.", "ada", DUE - WEEK, (DUE,))
KEPT, LATE, BROKEN = PromiseState.KEPT, PromiseState.LATE, PromiseState.BROKEN
OPEN, WITHDRAWN = PromiseState.OPEN, PromiseState.WITHDRAWN


@pytest.mark.parametrize(
    ("after_due", "state"),
    [
        (-WEEK, KEPT),
        (60 * SECOND, KEPT),
        (61 * SECOND, LATE),
        (WEEK, LATE),
        (WEEK + SECOND, BROKEN),
    ],
)
def test_evidence_counts_by_its_time(after_due: timedelta, state: PromiseState) -> None:
    assert replace(PROMISE, evidence_at=DUE + after_due).state(MUCH_LATER) is state


@pytest.mark.parametrize(
    ("after_due", "state"),
    [
        (60 * SECOND, OPEN),
        (61 * SECOND, LATE),
        (WEEK, LATE),
        (WEEK + SECOND, BROKEN),
    ],
)
def test_promise_without_evidence_turns_by_itself(
    after_due: timedelta, state: PromiseState
) -> None:
    assert PROMISE.state(DUE + after_due) is state


def test_time_until_broken_can_be_set() -> None:
    patient = replace(PROMISE, broken_after=4 * WEEK)
    assert patient.state(DUE + 4 * WEEK) is LATE
    assert patient.state(DUE + 4 * WEEK + SECOND) is BROKEN


def test_extended_promise_is_late_against_its_first_due_time() -> None:
    extended = replace(PROMISE, dues=(DUE, DUE + 4 * WEEK))
    assert extended.state(DUE + 61 * SECOND) is LATE
    assert extended.state(DUE + 5 * WEEK + SECOND) is BROKEN
    assert replace(extended, evidence_at=DUE + 3 * WEEK).state(MUCH_LATER) is LATE
    assert replace(extended, evidence_at=DUE).state(MUCH_LATER) is KEPT


def test_given_up_is_broken_at_once() -> None:
    given_up = replace(PROMISE, given_up_at=DUE - WEEK)
    assert given_up.state(DUE - WEEK - SECOND) is OPEN
    assert given_up.state(DUE - WEEK) is BROKEN


@pytest.mark.parametrize(
    ("after_due", "state"), [(-WEEK, WITHDRAWN), (60 * SECOND, WITHDRAWN), (61 * SECOND, BROKEN)]
)
def test_withdrawing_what_is_late_is_giving_it_up(
    after_due: timedelta, state: PromiseState
) -> None:
    assert replace(PROMISE, withdrawn_at=DUE + after_due).state(MUCH_LATER) is state


def test_undated_promise_stays_open_until_there_is_evidence() -> None:
    undated = replace(PROMISE, dues=())
    assert undated.due is None
    assert undated.state(MUCH_LATER) is OPEN
    assert undated.turns_at(DUE) is None
    assert replace(undated, evidence_at=DUE).state(MUCH_LATER) is KEPT


def test_withdrawn_promises_stay_in_the_denominator() -> None:
    promises = [
        PROMISE,
        replace(PROMISE, dues=(MUCH_LATER,)),
        replace(PROMISE, evidence_at=DUE),
        replace(PROMISE, withdrawn_at=DUE - SECOND),
    ]
    found = counts(promises, DUE + WEEK)
    assert (found.good, found.bad, found.unknown) == (1, 2, 1)


def test_ended_promise_does_not_change_again() -> None:
    for ended in (
        replace(PROMISE, evidence_at=DUE + WEEK),
        replace(PROMISE, withdrawn_at=DUE),
        replace(PROMISE, given_up_at=DUE),
    ):
        assert ended.turns_at(DUE + WEEK) is None


@given(st.integers(-20, 20), st.integers(0, 10))
def test_state_holds_until_it_turns_and_not_longer(days: int, extended: int) -> None:
    now = DUE + timedelta(days=days)
    promise = replace(PROMISE, dues=(DUE, DUE + timedelta(days=extended)))
    turns = promise.turns_at(now)
    if turns is None:
        assert promise.state(now) is promise.state(MUCH_LATER) is BROKEN
    else:
        assert promise.state(turns - SECOND) is promise.state(now)
        assert promise.state(turns) is not promise.state(now)


def test_unanswered_promise_is_late_from_the_instant_named_for_it() -> None:
    late = turns_late_at(DUE)
    assert PROMISE.state(late - SECOND) is OPEN
    assert PROMISE.state(late) is LATE
