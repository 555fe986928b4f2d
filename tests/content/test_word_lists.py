"""The word lists that travel with the program: each is whole, and says nothing twice."""

from __future__ import annotations

import pytest

from statuspage.content.word_lists import languages, word_list
from statuspage.domain.desk.plain_language import ReadText, hints
from statuspage.domain.vocabulary.states import Status


def test_there_are_words_for_english_and_german() -> None:
    assert languages() == ["de", "en"]


@pytest.mark.parametrize("language", languages())
def test_every_list_has_words_and_gives_a_grade(language: str) -> None:
    found = word_list(language)
    assert found is not None
    for phrases in (found.jargon, found.blame, found.vague):
        assert len(phrases) >= 5
        assert all(phrase.strip() == phrase and better for phrase, better in phrases.items())
    for one, other in ((found.jargon, found.blame), (found.blame, found.vague)):
        assert not one.keys() & other.keys()
    assert 0 < found.grade.highest < 15


def test_region_of_a_language_has_its_words() -> None:
    assert word_list("en-GB") == word_list("en-GB")
    assert word_list("de-AT") is not None


def test_language_without_a_list_has_none() -> None:
    assert word_list("fi") is None
    assert word_list("../en") is None


def test_syllables_are_those_of_the_language() -> None:
    english, german = word_list("en"), word_list("de")
    assert english is not None
    assert german is not None
    assert english.syllables("availability") == 4  # five are spoken: never too many
    assert german.syllables("Verfügbarkeit") == 4


def test_german_words_are_found_in_a_german_text() -> None:
    said = ReadText("Einige Nutzer sehen eine hohe Latenz.", status=Status.INVESTIGATING)
    places = [hint.place for hint in hints(said, word_list("de")) if hint.place]
    assert places == ["Einige Nutzer", "Latenz"]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("The backlog is long.", "backlog"),
        ("RabbitMQ is full.", "RabbitMQ"),
        ("Requests timed out.", "timed out"),
        ("You get a 503 now.", "503"),
    ],
)
def test_terms_of_a_trade_are_found_in_an_english_text(words: str, place: str) -> None:
    told = ReadText(words, status=Status.RESOLVED)
    assert [hint.place for hint in hints(told, word_list("en")) if hint.place] == [place]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "There is nothing you need to do."),
        ("en", "You don't have to log in anew."),
        ("de", "Sie müssen nichts unternehmen."),
    ],
)
def test_that_nothing_is_needed_is_a_way_around(language: str, words: str) -> None:
    assert _asks_for_a_way_around("The page is slow.", language)
    assert not _asks_for_a_way_around(words, language)


def _asks_for_a_way_around(words: str, language: str) -> bool:
    found = hints(ReadText(words, status=Status.INVESTIGATING), word_list(language))
    return any("what readers can do" in str(one.text) for one in found)
