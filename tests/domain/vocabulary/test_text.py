"""What stays in a text and what goes."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.vocabulary.text import clean_text, one_line, unreadable


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_clean_text_has_plain_newlines(newline: str) -> None:
    assert clean_text(f"one{newline}two") == "one\ntwo"


@pytest.mark.parametrize(
    "unwanted", ["\x00", "\x08", "\x0b", "\x1f", "\ufffe", "\uffff", "\u202e", "\u2066"]
)
def test_clean_text_drops_what_misleads_or_breaks_feeds(unwanted: str) -> None:
    assert clean_text(f"a{unwanted}b") == "ab"


@pytest.mark.parametrize("kept", ["\t", "\u200e", "\u200f", "\u200d", "\U0001f600", "é", "ש"])
def test_clean_text_keeps_what_people_write(kept: str) -> None:
    assert clean_text(f"a{kept}b") == f"a{kept}b"


def test_clean_text_marks_what_was_not_read() -> None:
    assert clean_text("St\udcf6rung") == "St\ufffdrung"


@pytest.mark.parametrize("text", ["", "Störung", "a\ufffdb", "\U0001f600"])
def test_unreadable_finds_nothing_in_what_was_read(text: str) -> None:
    assert unreadable(text) == ""


@pytest.mark.parametrize("text", ["\ud83d", "St\udcf6rung"])
def test_unreadable_shows_where_letters_would_be_lost(text: str) -> None:
    assert "\ufffd" in unreadable(text)


def test_one_line_folds_white_space() -> None:
    assert one_line("  API\r\n\tis \u00a0 back\x00 ") == "API is back"


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_clean_text_fits_into_xml_and_stays_as_it_is(text: str) -> None:
    cleaned = clean_text(text)
    element = ElementTree.Element("a")
    element.text = cleaned
    assert (ElementTree.fromstring(ElementTree.tostring(element)).text or "") == cleaned
    assert clean_text(cleaned) == cleaned
