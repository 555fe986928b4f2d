"""Lengths of time in settings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.config import duration_text, parse_duration


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("500ms", timedelta(milliseconds=500)),
        ("60s", timedelta(minutes=1)),
        ("30m", timedelta(minutes=30)),
        ("72h", timedelta(days=3)),
        (" 14 d ", timedelta(days=14)),
        ("0s", timedelta(0)),
        ("1h30m", timedelta(minutes=90)),
        ("1d 12h", timedelta(hours=36)),
        ("1m500ms", timedelta(milliseconds=60_500)),
    ],
)
def test_parse_duration_reads(text: str, length: timedelta) -> None:
    assert parse_duration(text) == length


@pytest.mark.parametrize(
    "text", ["", "5", "d", "-5m", "1.5h", "30m1h", "30m30m", "1h30", "5 min", "٣d", "5M", "\n"]
)
def test_parse_duration_refuses_with_examples(text: str) -> None:
    with pytest.raises(
        ValueError, match="is not a length of time; write a whole number and one of"
    ):
        parse_duration(text)


@pytest.mark.parametrize(
    "text", ["36526d", "999999999h", "36525d1ms", "9999999999999d9999999999999ms"]
)
def test_parse_duration_refuses_more_than_a_hundred_years(text: str) -> None:
    with pytest.raises(ValueError, match="longer than a hundred years"):
        parse_duration(text)


@given(st.integers(min_value=0, max_value=36_525 * 86_400_000))
def test_duration_text_is_read_back_exactly(milliseconds: int) -> None:
    length = timedelta(milliseconds=milliseconds)
    assert parse_duration(duration_text(length)) == length
