"""The word lists that travel with the program: each is whole, and says nothing twice."""

from __future__ import annotations

import pytest

from statuspage.content.word_lists import languages, word_list
from statuspage.domain.desk.plain_language import ReadText, grade_of, hints
from statuspage.domain.vocabulary.states import Status


def test_there_are_words_for_each_language_of_the_pages() -> None:
    assert languages() == ["ar", "de", "en", "es", "fr"]


@pytest.mark.parametrize("language", languages())
def test_every_list_has_words_and_gives_a_grade(language: str) -> None:
    found = word_list(language)
    assert found is not None
    for phrases in (found.jargon, found.blame, found.vague):
        assert len(phrases) >= 5
        assert all(phrase.strip() == phrase and better for phrase, better in phrases.items())
    for one, other in ((found.jargon, found.blame), (found.blame, found.vague)):
        assert not one.keys() & other.keys()
    assert found.grade is None or 0 < found.grade.highest < 15


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
    assert english.grade is not None
    assert german.grade is not None
    assert english.grade.syllables("availability") == 4  # five are spoken: never too many
    assert german.grade.syllables("Verfügbarkeit") == 4


def test_german_words_are_found_in_a_german_text() -> None:
    said = ReadText("Einige Nutzer sehen eine hohe Latenz.", status=Status.INVESTIGATING)
    places = [hint.place for hint in hints(said, word_list("de")) if hint.place]
    assert places == ["Einige Nutzer", "Latenz"]


@pytest.mark.parametrize(
    ("language", "words", "places"),
    [
        ("fr", "Certains utilisateurs voient une latence.", ["Certains utilisateurs", "latence"]),
        ("es", "Hay latencia y un error humano. Lo antes posible.",
         ["Lo antes posible", "error humano", "latencia"]),
        ("ar", "يرى بعض المستخدمين أخطاء، وبسبب خطأ بشري.", ["بعض المستخدمين", "خطأ بشري"]),
        ("ar", "تأخرت الردود والسبب الجذري معروف.", ["والسبب الجذري"]),
        ("fr", "Vous pouvez réessayer ; personne ne perd de données.", []),
        ("es", "Usted puede intentarlo de nuevo.", []),
        ("ar", "يمكنكم المحاولة مرة أخرى بعد عشر دقائق.", []),
    ],
)  # fmt: skip
def test_words_are_found_in_a_text_of_their_language(
    language: str, words: str, places: list[str]
) -> None:
    said = ReadText(words, status=Status.INVESTIGATING, promises_next=True)
    assert [hint.place for hint in hints(said, word_list(language)) if hint.place] == places


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Sie sehen Fehler. Bitte versuchen Sie es noch einmal."),
        ("fr", "Vous voyez des erreurs. Vous pouvez réessayer dans dix minutes."),
        ("es", "Los clientes ven errores. No hay que hacer nada."),
        ("ar", "تظهر أخطاء لعملائنا. لا يلزمكم فعل شيء، ويمكنكم المحاولة مرة أخرى."),
    ],
)
def test_text_that_names_readers_and_a_way_gets_no_hint(language: str, words: str) -> None:
    said = ReadText(words, status=Status.INVESTIGATING, promises_next=True)
    assert hints(said, word_list(language)) == []


def test_spanish_grade_is_one_of_short_and_of_long_sentences() -> None:
    spanish = word_list("es")
    assert spanish is not None
    assert spanish.grade is not None
    short = "La web no abre. Mire la hora. Pruebe otra vez. No pierde nada. Lo vemos ya."
    long = (
        "La interrupción generalizada de la comunicación administrativa imposibilita temporalmente "
        "la tramitación telemática de las correspondientes solicitudes institucionales."
    )
    assert grade_of(short, spanish.grade) < spanish.grade.highest < grade_of(long, spanish.grade)


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
