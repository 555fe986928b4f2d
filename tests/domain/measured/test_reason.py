"""Why checks fail: what counts as something new, and what readers are told of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.measured.reason import Reason, Told, changes
from statuspage.domain.measured.samples import ProbeState
from statuspage.render.words.locale import ENGLISH
from statuspage.said import joined

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
DETAIL = joined(["db7.internal.example said no"], "")
UP, DOWN = ProbeState.UP, ProbeState.DOWN
KINDS = ("timeout", "status", "refused", "certificate", "slow", "ours", "something new")


def told(minute: int, kind: str | None, **facts: int | str) -> Told:
    reason = Reason(kind, DETAIL, facts) if kind else None
    at = NOON + timedelta(minutes=minute)
    return Told("web", "", at, DOWN if kind else UP, reason)


def test_changes_are_kept_and_repetitions_are_not() -> None:
    found = [
        told(0, None),
        told(1, "status", status=503),
        told(2, "status", status=503),
        told(3, "status", status=500),
        told(4, None),
        told(5, None),
        told(6, "status", status=500),
    ]
    assert [one.at.minute for one in changes(None, found)] == [1, 3, 4, 6]


def test_how_slow_an_answer_was_is_nothing_new() -> None:
    found = [told(minute, "slow", milliseconds=900 + minute) for minute in range(5)]
    assert changes(None, found) == found[:1]


@given(st.lists(st.sampled_from([None, *KINDS]), max_size=12), st.integers(0, 12))
def test_changes_are_the_same_in_any_batches(kinds: list[str | None], cut: int) -> None:
    found = [told(minute, kind) for minute, kind in enumerate(kinds)]
    whole = changes(None, found)
    first = changes(None, found[:cut])
    rest = changes(first[-1] if first else None, found[cut:])
    assert first + rest == whole


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason("timeout", DETAIL, {"seconds": "10"}), "No answer within 10 s"),
        (Reason("status", DETAIL, {"status": 503}), "It answered with status 503"),
        (Reason("slow", DETAIL, {"milliseconds": 1234}), "The answer took 1,234 ms"),
        (Reason("certificate_ends", DETAIL, {"days": 1}), "Its certificate expires in 1 day"),
        (Reason("packets", DETAIL, {"lost": 1, "sent": 3}), "1 of 3 packets were lost"),
        (Reason("name", DETAIL), "Its name could not be found"),
        (Reason("something new", DETAIL), "The check failed"),
        (Reason("status", DETAIL), "The check failed"),
    ],
)
def test_readers_get_plain_words_and_no_names_of_ours(reason: Reason, words: str) -> None:
    assert ENGLISH.say(reason.public) == words
