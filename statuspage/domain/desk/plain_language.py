"""Hints towards plain words: where a text is hard to read, vague, blaming, or leaves something out.

They warn and never forbid. The words of each language come from content/word_lists.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.said import Said, said

MOST_WORDS = 120
"""What somebody in a hurry still reads on a phone: about two screens."""

MOST_TITLE_CHARACTERS = 80
MOST_WORDS_OF_A_SENTENCE = 25
FEWEST_WORDS_TO_GRADE = 20
"""Of fewer words a grade says more about one word than about the text."""

_LONG_WORD = 3  # syllables
_MARKUP = re.compile(
    r"```.*?```|`[^`]*`|https?://\S+|\]\([^)]{0,2000}\)|^[#>]+|[*_\[\]|]", re.S | re.M
)
_SENTENCE_END = re.compile(r"[.!?…؟。]+(?=\s|$)|\n\s*\n|\n(?=\s*(?:[-+•]|\d+\.)\s)|:\s*\n")
_LOUD = re.compile(r"(?<!\S)\S+(?<=\S!)(?=$|[\s!?.)\"'”’])")  # from the start of a word alone
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class Grade:
    """A formula of a school grade, linear in what can be counted, and the highest easy grade."""

    syllables: Callable[[str], int]  # of one word
    name: str
    words_per_sentence: float
    syllables_per_word: float
    long_words: float  # per percent of words with three or more syllables
    constant: float
    highest: float
    sentences_per_hundred_words: float = 0.0


@dataclass(frozen=True)
class WordList:
    """What one language is looked at with."""

    grade: Grade | None  # None where no formula of a grade holds for the language
    jargon: Mapping[str, str]  # phrase -> plainer words
    blame: Mapping[str, str]  # phrase -> what to say instead
    vague: Mapping[str, str]
    tells_impact: tuple[str, ...]  # words one of which a text that names its readers has
    tells_way_around: tuple[str, ...]
    attached: tuple[str, ...] = ()  # what is written as one with a word behind it, as Arabic "and"


@dataclass(frozen=True)
class ReadText:
    """A text with what stands beside it in its form."""

    body: str
    title: str = ""
    kind: Kind = Kind.INCIDENT
    status: Status | None = None  # None: an entry of the changelog or an answer
    is_first: bool = True
    promises_next: bool = False
    reopens: bool = False  # what was resolved goes on
    names_components: bool = False


@dataclass(frozen=True)
class Hint:
    """A warning: the words it is about ("" for the whole text), and a better way."""

    place: str
    text: Said


def hints(told: ReadText, words: WordList | None) -> list[Hint]:
    """All that could be plainer, the gravest first; what hangs on words only where they are listed.

    `words` is None for a language without a list.
    """
    body = _MARKUP.sub(" ", told.body)
    found = [*_about_readers(told, body, words), *_about_promise(told)]
    if words is not None:
        text = f"{told.title}\n\n{body}"
        found += _phrases(text, words, words.vague, said("“{phrase}”: {better}."))
        found += _phrases(text, words, words.blame, said("“{phrase}” sounds like blame: {better}."))
        jargon = said("Not everybody knows “{phrase}”. Try “{better}”.")
        found += _phrases(text, words, words.jargon, jargon)
        found += _about_grade(body, words)
    found += _about_tone(f"{told.title}\n{body}")
    return [*found, *_about_length(told, body)]


def grade_of(text: str, rule: Grade) -> float:
    """The school grade that a text asks for; 0.0 where it has no words.

    Sources: Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability formulas for
    Navy enlisted personnel" (1975), for English; Bamberger and Vanecek, "Lesen, Verstehen, Lernen,
    Schreiben" (1984), fourth formula, for German; Crawford, "Fórmula y gráfico para determinar la
    comprensibilidad de textos de nivel primario en castellano" (1984) for Spanish. Syllables are
    counted at the places of hyphenation, which never finds too many: the grade is a lower bound.
    """
    found = _WORD.findall(text)
    if not found:
        return 0.0
    syllables = [rule.syllables(word) for word in found]
    sentences = len(_sentences(text))
    long_words = sum(count >= _LONG_WORD for count in syllables)
    return (
        rule.words_per_sentence * len(found) / sentences
        + rule.sentences_per_hundred_words * 100 * sentences / len(found)
        + rule.syllables_per_word * sum(syllables) / len(found)
        + rule.long_words * 100 * long_words / len(found)
        + rule.constant
    )


def _sentences(text: str) -> list[str]:
    """The sentences that have words; paragraphs, items of lists and headings end one, too."""
    return [part for part in _SENTENCE_END.split(text) if _WORD.search(part)]


def _has(text: str, phrases: tuple[str, ...], words: WordList) -> bool:
    return any(_find(text, phrase, words) for phrase in phrases)


def _find(text: str, phrase: str, words: WordList) -> re.Match[str] | None:
    spaced = re.escape(phrase).replace(r"\ ", r"\s+")
    before = "|".join(map(re.escape, words.attached))
    return re.search(rf"(?<!\w)(?:{before})?{spaced}(?!\w)", text, re.IGNORECASE)


def _phrases(text: str, words: WordList, listed: Mapping[str, str], form: Said) -> Iterator[Hint]:
    for phrase, better in listed.items():
        if found := _find(text, phrase, words):
            place = " ".join(found[0].split())
            yield Hint(place, Said(form.key, {"phrase": place, "better": better}))


def _about_readers(told: ReadText, body: str, words: WordList | None) -> Iterator[Hint]:
    is_open = told.status is not None and told.status.is_open
    if told.reopens and not told.names_components:
        text = said("This reopens it, but no component is named. Say below what is affected now.")
        yield Hint("", text)
    if words is None or not is_open or not told.is_first:
        return
    if not _has(body, words.tells_impact, words):
        yield Hint("", said("It does not say who is affected. Say who notices what."))
    if not _has(body, words.tells_way_around, words):
        text = said(
            "It does not say what readers can do in the meantime. Say so, or say that nothing is "
            "needed."
        )
        yield Hint("", text)


def _about_promise(told: ReadText) -> Iterator[Hint]:
    is_live = told.kind is Kind.INCIDENT and told.status is not None and told.status.is_open
    if is_live and not told.promises_next:
        yield Hint(
            "",
            said(
                "No next update is promised. Say when the next one comes, even if there is no news."
            ),
        )


def _about_tone(text: str) -> Iterator[Hint]:
    if loud := _LOUD.search(text):
        place = loud[0].strip("\"'“”‘’(")
        yield Hint(place, said("“{place}”: a full stop is calmer than “!”.", place=place))


def _about_grade(body: str, words: WordList) -> Iterator[Hint]:
    rule = words.grade
    if rule is None or len(_WORD.findall(body)) < FEWEST_WORDS_TO_GRADE:
        return
    grade = grade_of(body, rule)
    if grade > rule.highest:
        text = said(
            "It reads at school grade {grade:.0f} ({rule}); up to {highest:.0f} is easy under "
            "stress. Use shorter sentences and shorter words.",
            grade=grade,
            rule=rule.name,
            highest=rule.highest,
        )
        yield Hint("", text)


def _about_length(told: ReadText, body: str) -> Iterator[Hint]:
    count = len(_WORD.findall(body))
    if len(told.title) > MOST_TITLE_CHARACTERS:
        text = said(
            "The title has {count} characters; {most} fit on a phone. Keep what is wrong, and "
            "move the rest into the text.",
            count=len(told.title),
            most=MOST_TITLE_CHARACTERS,
        )
        yield Hint("", text)
    if count > MOST_WORDS and told.status is not Status.POSTMORTEM:
        text = said(
            "It has {count} words; people in a hurry read {most}. Put the news first.",
            count=count,
            most=MOST_WORDS,
        )
        yield Hint("", text)
    for sentence in _sentences(body):
        length = len(_WORD.findall(sentence))
        if length > MOST_WORDS_OF_A_SENTENCE:
            place = " ".join(sentence.split()[:6])
            text = said(
                "The sentence “{place} …” has {length} words. Split it in two.",
                place=place,
                length=length,
            )
            yield Hint(place, text)
