"""Parts of lists: what a query means, and a walk that no new entry shifts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.vocabulary.list_part import MOST, WHOLE, ListPart, cursor_of
from statuspage.errors import InvalidInput

KEYS = st.lists(st.integers(1, 10**6).map(str), min_size=1, max_size=60, unique=True)


@given(KEYS, st.integers(1, 20), st.lists(st.text("ab", min_size=1), unique=True, max_size=5))
def test_walk_meets_every_entry_once_also_while_newer_ones_come(
    rows: list[str], limit: int, newer: list[str]
) -> None:
    part, met, there = ListPart(limit), list[str](), list(rows)
    while True:
        found, last = part.cut(there, str)
        met += found
        there = [*newer, *rows]
        if last is None:
            break
        part = ListPart.from_query(part.to_query(last))
    assert met == rows


@pytest.mark.parametrize(
    ("pairs", "field"),
    [
        ([("limit", "0")], "limit"),
        ([("limit", str(MOST + 1))], "limit"),
        ([("limit", "²")], "limit"),
        ([("limit", "")], "limit"),
        ([("cursor", "")], "cursor"),
        ([("cursor", "x")], "cursor"),
        ([("cursor", "aGVsbG8")], "cursor"),
        ([("cursor", "é")], "cursor"),
        ([("state", "opne")], "state"),
        ([("limits", "5")], "limits"),
    ],
)
def test_query_that_means_nothing_is_refused_by_name(
    pairs: list[tuple[str, str]], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        ListPart.from_query(pairs)
    assert [*caught.value.faults] == [field]


def test_nothing_asked_for_is_the_whole() -> None:
    assert ListPart.from_query([]) == WHOLE
    with pytest.raises(InvalidInput, match="cursor"):
        ListPart.from_query([("cursor", cursor_of("gone"))]).cut(["here"], str)
