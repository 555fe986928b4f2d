"""Hints towards plain words: what each looks for, what it leaves alone, and the grades."""

from __future__ import annotations

from dataclasses import replace

import pytest

from statuspage.domain.desk.plain_language import Grade, ReadText, WordList, grade_of, hints
from statuspage.domain.vocabulary.states import Kind, Status


def _vowels(word: str) -> int:
    return max(1, sum(letter in "aeiou" for letter in word.lower()))


GRADE = Grade(_vowels, "Flesch-Kincaid", 0.39, 11.8, 0.0, -15.59, 9.0)
WORDS = WordList(
    grade=GRADE,
    jargon={"latency": "slow answers"},
    blame={"human error": "say what made the slip possible"},
    vague={"some users": "say who"},
    tells_impact=("you", "people"),
    tells_way_around=("try again",),
)
GOOD = ReadText(
    "People see errors when they save. You can try again in ten minutes.",
    "Saving fails",
    status=Status.INVESTIGATING,
    promises_next=True,
)


def said(wording: ReadText, words: WordList | None = WORDS) -> str:
    return " ".join(str(hint.text) for hint in hints(wording, words))


def test_plain_words_get_no_hint() -> None:
    assert hints(GOOD, WORDS) == []


@pytest.mark.parametrize(
    ("body", "place", "better"),
    [
        ("Some   users see errors. Try again.", "Some users", "say who"),
        ("You see this by Human Error; try again.", "Human Error", "say what made the slip"),
        ("You see latency; try again.", "latency", "Try “slow answers”"),
    ],
)
def test_phrase_of_a_list_is_named_with_better_words(body: str, place: str, better: str) -> None:
    found = [hint for hint in hints(replace(GOOD, body=body), WORDS) if hint.place]
    assert [hint.place for hint in found] == [place]
    assert better in str(found[0].text)


def test_phrase_within_a_word_in_code_or_in_a_link_is_left_alone() -> None:
    body = GOOD.body + " See `latency` and https://example.com/latency, not latencyfree."
    assert "latency" not in said(replace(GOOD, body=body))


def test_phrase_in_the_title_is_found() -> None:
    assert "“latency”" in said(replace(GOOD, title="Search has latency"))


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("You can try again!", "again!"),
        ("“Sorry!!” You see errors; try again.", "Sorry!!"),
        ("You see errors. Try again (now!).", "now!"),
    ],
)
def test_exclamation_is_told_once(body: str, place: str) -> None:
    found = hints(replace(GOOD, body=f"{body} Really! Truly!"), WORDS)
    assert [hint.place for hint in found] == [place]
    assert "a full stop is calmer" in str(found[0].text)


@pytest.mark.parametrize("text", ["`stop!`", "![you](/a.png)", "You ask a != b.", "x!y"])
def test_mark_that_ends_no_words_is_no_exclamation(text: str) -> None:
    assert hints(replace(GOOD, body=f"{GOOD.body} {text}"), WORDS) == []


def test_exclamation_in_a_title_and_without_a_list_of_words_is_told() -> None:
    assert "“fails!”" in said(replace(GOOD, title="Saving fails!"), None)


def test_first_word_that_names_nobody_and_no_way_around_is_told() -> None:
    text = said(replace(GOOD, body="The disk is full."))
    assert "who is affected" in text
    assert "what readers can do in the meantime" in text


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.FALSE_ALARM, None])
def test_word_that_ends_it_or_is_no_incident_needs_no_impact_and_no_promise(
    status: Status | None,
) -> None:
    done = replace(GOOD, body="The disk is full.", status=status, promises_next=False)
    assert hints(done, WORDS) == []


def test_later_word_need_not_say_the_impact_again() -> None:
    assert hints(replace(GOOD, body="The disk is full.", is_first=False), WORDS) == []


def test_word_that_promises_no_next_one_is_told_except_for_planned_work() -> None:
    silent = replace(GOOD, promises_next=False)
    assert "No next update is promised" in said(silent)
    planned = replace(silent, kind=Kind.MAINTENANCE, status=Status.SCHEDULED)
    assert hints(planned, WORDS) == []


def test_reopening_without_components_is_told() -> None:
    again = replace(GOOD, reopens=True)
    assert "no component is named" in said(again)
    assert hints(replace(again, names_components=True), WORDS) == []


def test_long_sentence_is_named_by_its_beginning() -> None:
    long = "You " + "can go on and " * 9 + "try again."
    [hint] = [hint for hint in hints(replace(GOOD, body=long), WORDS) if hint.place]
    assert str(hint.text) == "The sentence “You can go on and can …” has 39 words. Split it in two."


def test_long_text_is_told_but_a_postmortem_may_be_long() -> None:
    long = replace(GOOD, body="You try again. " * 41)
    assert "It has 123 words" in said(long)
    assert "It has 123 words" not in said(replace(long, status=Status.POSTMORTEM))


def test_long_title_is_told() -> None:
    assert "The title has 81 characters" in said(replace(GOOD, title="x" * 81))


def test_grade_follows_its_formula() -> None:
    # 4 words in 2 sentences with 1 + 1 + 3 + 1 syllables
    assert grade_of("We sit. Banana falls.", GRADE) == pytest.approx(0.39 * 2 + 11.8 * 1.5 - 15.59)


def test_grade_can_count_long_words() -> None:
    # The fourth formula of Vienna: 2 words to a sentence, one of 4 has three syllables
    vienna = Grade(_vowels, "Vienna", 0.2656, 0.0, 0.2744, -1.693, 9.0)
    found = grade_of("We sit. Banana falls.", vienna)
    assert found == pytest.approx(0.2656 * 2 + 0.2744 * 25 - 1.693)


def test_grade_of_no_words_is_zero() -> None:
    assert grade_of("1234 ...", GRADE) == 0.0


def test_hard_text_is_told_with_its_grade_and_few_words_are_not_judged() -> None:
    hard = "You try again. " + "Organisational responsibility necessitates reconsideration. " * 6
    assert "It reads at school grade" in said(replace(GOOD, body=hard))
    few = "You try again. Organisational responsibility necessitates reconsideration."
    assert "school grade" not in said(replace(GOOD, body=few))


def test_language_without_words_still_gets_what_hangs_on_no_words() -> None:
    bare = replace(GOOD, body="The disk is full.", promises_next=False)
    assert said(bare, None) == (
        "No next update is promised. Say when the next one comes, even if there is no news."
    )
