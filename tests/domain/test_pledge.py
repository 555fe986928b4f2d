"""Promises of any kind: kept, late, broken, withdrawn or open, and when that changes by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.pledge import Pledge, PledgeState, counts

DUE = datetime(2026, 7, 1, 15, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WEEK = timedelta(days=7)
MUCH_LATER = DUE + timedelta(days=365)
PLEDGE = Pledge("p", "We will publish the root cause.", "ada", DUE - WEEK, (DUE,))
KEPT, LATE, BROKEN = PledgeState.KEPT, PledgeState.LATE, PledgeState.BROKEN
OPEN, WITHDRAWN = PledgeState.OPEN, PledgeState.WITHDRAWN


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
def test_evidence_counts_by_its_time(after_due: timedelta, state: PledgeState) -> None:
    assert replace(PLEDGE, evidence_at=DUE + after_due).state(MUCH_LATER) is state


@pytest.mark.parametrize(
    ("after_due", "state"),
    [
        (60 * SECOND, OPEN),
        (61 * SECOND, LATE),
        (WEEK, LATE),
        (WEEK + SECOND, BROKEN),
    ],
)
def test_promise_without_evidence_turns_by_itself(after_due: timedelta, state: PledgeState) -> None:
    assert PLEDGE.state(DUE + after_due) is state


def test_time_until_broken_can_be_set() -> None:
    patient = replace(PLEDGE, broken_after=4 * WEEK)
    assert patient.state(DUE + 4 * WEEK) is LATE
    assert patient.state(DUE + 4 * WEEK + SECOND) is BROKEN


def test_extended_promise_is_late_against_its_first_due_time() -> None:
    extended = replace(PLEDGE, dues=(DUE, DUE + 4 * WEEK))
    assert extended.state(DUE + 61 * SECOND) is LATE
    assert extended.state(DUE + 5 * WEEK + SECOND) is BROKEN
    assert replace(extended, evidence_at=DUE + 3 * WEEK).state(MUCH_LATER) is LATE
    assert replace(extended, evidence_at=DUE).state(MUCH_LATER) is KEPT


def test_given_up_is_broken_at_once() -> None:
    given_up = replace(PLEDGE, given_up_at=DUE - WEEK)
    assert given_up.state(DUE - WEEK - SECOND) is OPEN
    assert given_up.state(DUE - WEEK) is BROKEN


@pytest.mark.parametrize(
    ("after_due", "state"), [(-WEEK, WITHDRAWN), (60 * SECOND, WITHDRAWN), (61 * SECOND, BROKEN)]
)
def test_withdrawing_what_is_late_is_giving_it_up(after_due: timedelta, state: PledgeState) -> None:
    assert replace(PLEDGE, withdrawn_at=DUE + after_due).state(MUCH_LATER) is state


def test_undated_promise_stays_open_until_there_is_evidence() -> None:
    undated = replace(PLEDGE, dues=())
    assert undated.is_undated
    assert undated.state(MUCH_LATER) is OPEN
    assert undated.turns_at(DUE) is None
    assert replace(undated, evidence_at=DUE).state(MUCH_LATER) is KEPT


def test_withdrawn_promises_stay_in_the_denominator() -> None:
    pledges = [
        PLEDGE,
        replace(PLEDGE, dues=(MUCH_LATER,)),
        replace(PLEDGE, evidence_at=DUE),
        replace(PLEDGE, withdrawn_at=DUE - SECOND),
    ]
    found = counts(pledges, DUE + WEEK)
    assert (found.good, found.bad, found.unknown) == (1, 2, 1)


def test_ended_promise_does_not_change_again() -> None:
    for ended in (
        replace(PLEDGE, evidence_at=DUE + WEEK),
        replace(PLEDGE, withdrawn_at=DUE),
        replace(PLEDGE, given_up_at=DUE),
    ):
        assert ended.turns_at(DUE + WEEK) is None


@given(st.integers(-20, 20), st.integers(0, 10))
def test_state_holds_until_it_turns_and_not_longer(days: int, extended: int) -> None:
    now = DUE + timedelta(days=days)
    pledge = replace(PLEDGE, dues=(DUE, DUE + timedelta(days=extended)))
    turns = pledge.turns_at(now)
    if turns is None:
        assert pledge.state(now) is pledge.state(MUCH_LATER) is BROKEN
    else:
        assert pledge.state(turns - SECOND) is pledge.state(now)
        assert pledge.state(turns) is not pledge.state(now)
