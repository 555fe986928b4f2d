"""Promises made after incidents: numbers.md, "Promises", and what may still be changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.promises.pledge import Pledge, PledgeKind, require_owed
from statuspage.domain.promises.promise import BROKEN_AFTER, GRACE, Promise, PromiseState
from statuspage.errors import Conflict

MADE = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
DUE = MADE + timedelta(days=10)
SECONDS = st.integers(0, 60 * 86_400).map(lambda count: timedelta(seconds=count))
PROMISE = Promise("p", "Alarm per region", "Grace", MADE, (DUE,))


def pledge(promise: Promise) -> Pledge:
    return Pledge(PledgeKind.ACTION, "abc", "Slow", promise, MADE)


def test_pledge_is_due_when_it_was_extended_to_and_judged_by_the_first_day() -> None:
    later = DUE + timedelta(days=30)
    extended = pledge(replace(PROMISE, dues=(DUE, later)))
    assert extended.due == later
    assert extended.promise.due == DUE
    assert extended.path == "/incidents/abc#promise-p"


@pytest.mark.parametrize(
    ("ended", "how"), [({"evidence_at": DUE}, "done"), ({"withdrawn_at": DUE}, "withdrawn")]
)
def test_what_ended_is_not_changed_again(ended: dict[str, datetime], how: str) -> None:
    require_owed(pledge(PROMISE))
    with pytest.raises(Conflict, match=how):
        require_owed(pledge(replace(PROMISE, **ended)))


@given(SECONDS, SECONDS)
def test_extending_never_makes_a_late_promise_kept(done: timedelta, longer: timedelta) -> None:
    evidence_at = MADE + done
    plain = replace(PROMISE, evidence_at=evidence_at)
    extended = replace(plain, dues=(DUE, DUE + longer))
    now = MADE + timedelta(days=400)
    is_kept = evidence_at <= DUE + GRACE
    assert (plain.state(now) is PromiseState.KEPT) is is_kept
    assert (extended.state(now) is PromiseState.KEPT) is is_kept
    if not is_kept:
        is_broken = evidence_at > DUE + longer + BROKEN_AFTER
        assert extended.state(now) is (PromiseState.BROKEN if is_broken else PromiseState.LATE)


@given(SECONDS)
def test_taking_back_counts_against_us_once_it_is_late(after: timedelta) -> None:
    taken_back = replace(PROMISE, withdrawn_at=MADE + after)
    is_in_time = MADE + after <= DUE + GRACE
    state = PromiseState.WITHDRAWN if is_in_time else PromiseState.BROKEN
    assert taken_back.state(MADE + timedelta(days=400)) is state
