"""When what a figure rests on began to be known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from statuspage.domain.vocabulary.spans import Span
from statuspage.figures.reckoning import known_since

START = datetime(2026, 11, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def span(start: int, end: int) -> Span:
    return Span(START + start * MINUTE, START + end * MINUTE)


@pytest.mark.parametrize(
    ("unknown", "since"),
    [
        ([[span(-9, 900)]], 900),
        ([[span(0, 400), span(300, 900)]], 900),
        ([[span(0, 900)], [span(0, 300)]], 900),
        ([[span(0, 900), span(950, 955)]], 900),
        ([[span(0, 900), span(950, 956)]], None),
        ([[span(1, 900)]], None),
        ([[span(0, 1000)]], None),
        ([[], []], None),
    ],
)
def test_known_since_the_end_of_what_nobody_knows(
    unknown: list[list[Span]], since: int | None
) -> None:
    told = None if since is None else START + since * MINUTE
    assert known_since(unknown, span(0, 1000)) == told
