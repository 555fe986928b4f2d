"""Promised next updates: kept within a minute, late after it, with no human hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from statuspage.domain.promise import Promise, PromiseState, turns_late_at

DUE = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("answered", "state"),
    [
        (DUE - timedelta(minutes=5), PromiseState.KEPT),
        (DUE, PromiseState.KEPT),
        (DUE + 60 * SECOND, PromiseState.KEPT),
        (DUE + 61 * SECOND, PromiseState.LATE),
    ],
)
def test_answered_promise_is_kept_up_to_a_minute_after_its_time(
    answered: datetime, state: PromiseState
) -> None:
    assert Promise("k", DUE, DUE, answered).state(DUE + timedelta(days=9)) is state


def test_unanswered_promise_turns_late_by_itself() -> None:
    promise = Promise("k", DUE - timedelta(minutes=30), DUE, None)
    late = turns_late_at(DUE)
    assert promise.state(late - SECOND) is PromiseState.OPEN
    assert promise.state(late) is PromiseState.LATE
