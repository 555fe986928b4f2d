"""How early planned work was announced, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from statuspage.domain.incidents.planned import notice_words

START = datetime(2026, 7, 10, 22, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("lead", "asked", "words"),
    [
        (5 * DAY, None, "announced 5 days before"),
        (6 * DAY - HOUR, None, "announced 5 days before"),
        (47 * HOUR, None, "announced 47 hours before"),
        (DAY, None, "announced 24 hours before"),
        (DAY - timedelta(seconds=1), None, "short notice: announced 23 hours before"),
        (3 * HOUR, None, "short notice: announced 3 hours before"),
        (119 * HOUR / 60, None, "short notice: announced 119 minutes before"),
        (HOUR / 60, None, "short notice: announced 1 minute before"),
        (timedelta(0), None, "short notice: announced as it began"),
        (-timedelta(seconds=1), None, "announced after it had begun"),
        (3 * DAY, 72 * HOUR, "announced 3 days before"),
        (3 * DAY - HOUR, 72 * HOUR, "short notice: announced 2 days before"),
        (HOUR / 2, timedelta(0), "announced 30 minutes before"),
    ],
)
def test_notice_is_told_in_words_and_never_too_long(
    lead: timedelta, asked: timedelta | None, words: str
) -> None:
    assert str(notice_words(START - lead, START, asked)) == words
