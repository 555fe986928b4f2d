"""Times of cState before, behind and amid their words, as people mix them in one issue."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import product

import pytest

from statuspage.imports.histories.cstate_updates import updates_in


def _told(body: str) -> list[str]:
    """Each update as its hour, its label and its words; @9 stands for the time of nine o'clock."""
    body = re.sub(r"@(\d+)", r'{{< track "\1" >}}', body)
    found = updates_in(body, lambda track: datetime(2026, 7, 1, int(track[1]), tzinfo=UTC))
    return [f"{one.at.hour if one.at else '-'} {one.label}|{one.words}" for one in found]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        # words before a time in its paragraph, where others follow theirs
        ("@8 One.\n\nTwo. @9\n\n@10 Three.", ["8 |One.", "9 |Two.", "10 |Three."]),
        ("@8 One.\n\nMore.\n\nTwo. @9", ["8 |One.\n\nMore.", "9 |Two."]),
        ("@8 One.\n\n*Update* - Two.\n\nMore. @9", ["8 |One.", "9 Update|Two.\n\nMore."]),
        ("@8 One.\n\nTwo. @9 More.", ["8 |One.", "9 |Two.  More."]),
        ("@8\nOne.\n@9\nTwo.", ["8 |One.", "9 |Two."]),
        ("@8\n\nOne.\n\n@9\n\nTwo.", ["8 |One.", "9 |Two."]),
        ("Issue.\n@8One.\nMore.\n@9Two.", ["- |Issue.", "8 |One.\nMore.", "9 |Two."]),
        # words behind a time, where others stand before theirs
        ("One. @8\n\nTwo. @9\n\n@10 Three.", ["8 |One.", "9 |Two.", "10 |Three."]),
        ("One. @8\n\n@9\nTwo.\n\nThree. @10", ["8 |One.", "9 |Two.", "10 |Three."]),
        ("One. @8 More.\nTwo. @9\n\nLast.", ["8 |One.  More.", "9 |Two.", "- |Last."]),
        ("One.\n@8\n\nMore.\n\nTwo.\n@9", ["8 |One.", "9 |More.\n\nTwo."]),
        ("*Update* - One.\n\n*Resolved* - Two. @9", ["- Update|One.", "9 Resolved|Two."]),
        # a time alone, or with the name of a state alone
        ("One. @8\n\n@9\n\nTwo. @10", ["8 |One.", "10 |Two."]),
        ("@8 One.\n\n@9\n\n@10 Two.", ["8 |One.", "10 |Two."]),
        ("@8\n\n@9", []),
        ("**Update:** @8\n\nOne.\n\n**Resolved** @9\n\nTwo.", ["8 Update|One.", "9 Resolved|Two."]),
        ("*Resolved* - @9\n\n*Update* - One. @8", ["9 Resolved|", "8 Update|One."]),
    ],
)
def test_each_time_is_that_of_its_own_words(body: str, told: list[str]) -> None:
    assert _told(body) == told


def test_no_word_is_lost_or_told_twice_and_no_time_is_an_update_without_words() -> None:
    for parts in product(("@8", "One.", "\n", "\n\n", "*Update* - ", "@9", "Two."), repeat=4):
        body = f"Zero. @7{''.join(parts)}Three. @10"
        found = [one.partition(" ")[2] for one in _told(body)]
        bare = re.sub(r"\W|Update", "", "".join(found))
        assert bare == re.sub(r"\W|Update", "", re.sub(r"@\d+", "", body)), body
        assert "|" not in found, body
