"""What people wrote in further languages: found in the reader's, else the site's own words."""

from __future__ import annotations

from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Wordings

GERMAN = Wordings({"de": {"body": "Wir suchen."}}, {"de": {"body": "<p>Wir suchen.</p>"}})
ENGLISH = ("We look.", "<p>We look.</p>", "en")


def test_text_is_in_the_language_of_the_reader_where_it_was_written() -> None:
    found = GERMAN.in_language("de", "body", *ENGLISH)
    assert found == ("Wir suchen.", "<p>Wir suchen.</p>", "de")


def test_text_that_nobody_wrote_says_which_language_it_is_in() -> None:
    assert GERMAN.in_language("fr", "body", *ENGLISH) == ENGLISH
    assert GERMAN.in_language("de", "title", "Sign-in fails", "", "en")[2] == "en"


def test_emptied_texts_are_as_if_they_had_never_been_written() -> None:
    assert GERMAN.with_texts("de", {"body": ""}, {}) == NOT_TRANSLATED
    assert not GERMAN.with_texts("de", {}, {})
    assert list(GERMAN.with_texts("fr", {"title": "Panne", "body": ""}, {})) == ["de", "fr"]


def test_renderings_are_of_markdown_alone() -> None:
    told = Wordings({"ar": {"title": "*a*", "body": "*b*"}}).rendered(str.upper)
    assert told.html == {"ar": {"body": "*B*"}}
