"""Hints for texts of any length: what grows with the square of it would not end here."""

from __future__ import annotations

import pytest

from statuspage.content.word_lists import word_list
from statuspage.domain.desk.personal_data import personal_data
from statuspage.domain.desk.plain_language import ReadText, hints

PIECES = [
    *("a", "1", " ", ".", "-", "@", "!", "(", "*", "`", "[", "\n", ":"),
    *("a@", "a.", "a!", "!a", "](", "```a", " \n", "a:\n", "- ", "+1 ", "0123 ", "AB12 ", "0:"),
    *("Mr Aa ", "user Aa ", "http://a "),
]


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_long_text_is_looked_at_in_one_go(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    personal_data([text])
    hints(ReadText(text[:20_000], title="x"), word_list("en"))
    hints(ReadText(text, title="x"), None)


@pytest.mark.parametrize(
    ("text", "place"),
    [("Fixed!!! Now", "Fixed!!!"), ("(Really!) Yes", "Really!"), ("a b! c!d", "b!")],
)
def test_loud_word_is_found_whole(text: str, place: str) -> None:
    assert place in [hint.place for hint in hints(ReadText(text), None)]


@pytest.mark.parametrize("text", ["! alone", "a != b", "x!y"])
def test_mark_that_is_no_cry_is_let_pass(text: str) -> None:
    assert [hint for hint in hints(ReadText(text), None) if "!" in hint.place] == []
