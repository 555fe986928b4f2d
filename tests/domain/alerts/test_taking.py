"""What words of a sender change: repeats, other orders, and ends that nobody told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from statuspage.domain.alerts.alert import Alert, AlertWord
from statuspage.domain.alerts.taking import OVERTAKEN, taken

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FIRING = AlertWord("f1", True, NOON, None, "Down", {"alertname": "Down"}, {})
OVER = replace(FIRING, is_firing=False, at=NOON + 5 * MINUTE)
AGAIN = replace(FIRING, started_at=NOON + 9 * MINUTE)
TIMELESS = replace(FIRING, started_at=None, at=NOON)
TIMELESS_AGAIN = replace(TIMELESS, at=NOON + MINUTE)
TIMELESS_OVER = replace(TIMELESS, is_firing=False, at=NOON + 5 * MINUTE)

Heard = tuple[AlertWord, int]  # and how many minutes after noon


def kept(*heard: Heard) -> list[Alert]:
    """What is kept after some words, the newest first."""
    rows: dict[datetime, Alert] = {}
    for told, minute in heard:
        known = sorted(rows.values(), key=lambda one: one.started_at, reverse=True)
        found = taken("alertmanager", told, known, NOON + minute * MINUTE)
        rows |= {one.started_at: one for one in found}
    return sorted(rows.values(), key=lambda one: one.started_at, reverse=True)


def spans(*heard: Heard) -> list[tuple[int, int | None]]:
    """From and until which minute after noon each that is kept went on."""
    return [
        (
            (one.started_at - NOON) // MINUTE,
            None if one.ended_at is None else (one.ended_at - NOON) // MINUTE,
        )
        for one in kept(*heard)
    ]


@pytest.mark.parametrize(
    ("heard", "found"),
    [
        pytest.param([(FIRING, 1), (FIRING, 6)], [(0, None)], id="a-repeat"),
        pytest.param([(FIRING, 1), (OVER, 6), (OVER, 9)], [(0, 5)], id="an-end-twice"),
        pytest.param([(OVER, 6)], [(0, 5)], id="an-end-of-what-nobody-knew"),
        pytest.param([(OVER, 6), (FIRING, 6)], [(0, 5)], id="the-end-came-first"),
        pytest.param([(FIRING, 1), (OVER, 6), (FIRING, 8)], [(0, None)], id="the-end-was-none"),
        pytest.param([(FIRING, 1), (AGAIN, 9)], [(9, None), (0, 9)], id="its-end-was-lost"),
        pytest.param([(AGAIN, 9), (FIRING, 10)], [(9, None)], id="an-older-start-comes-late"),
        pytest.param([(AGAIN, 9), (OVER, 10)], [(9, None), (0, 5)], id="the-end-of-an-older-one"),
        pytest.param(
            [(TIMELESS, 1), (TIMELESS_AGAIN, 2)],
            [(0, None)],
            id="no-start-again",
        ),
        pytest.param([(TIMELESS, 1), (TIMELESS_OVER, 6)], [(0, 5)], id="no-start-is-named"),
        pytest.param([(TIMELESS_OVER, 6), (TIMELESS, 7)], [(5, 5)], id="the-end-first"),
        pytest.param([(TIMELESS_OVER, 6), (TIMELESS_OVER, 7)], [(5, 5)], id="no-start-twice"),
    ],
)
def test_words_in_any_order_leave_one_truth(
    heard: list[Heard], found: list[tuple[int, int | None]]
) -> None:
    assert spans(*heard) == found


def test_words_with_times_of_their_own_are_put_in_order_by_them() -> None:
    over = replace(OVER, at=NOON + 5 * MINUTE)
    earlier, later = (replace(FIRING, at=NOON + minute * MINUTE) for minute in (4, 6))
    assert spans((over, 5), (earlier, 60)) == [(0, 5)]
    assert spans((over, 5), (later, 6)) == [(0, None)]


def test_what_fires_on_says_its_newest_words() -> None:
    said = replace(FIRING, title="Worse", left_out=3)
    [alert] = kept((FIRING, 1), (said, 2))
    assert (alert.title, alert.left_out, alert.heard_at) == ("Worse", 3, NOON + 2 * MINUTE)
    assert timedelta(0) < OVERTAKEN < 5 * MINUTE  # groups are sent again after five by themselves
