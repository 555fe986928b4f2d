"""Letters: what each says, in both forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from statuspage.render import letters
from statuspage.render.letters import LetterText, as_item, as_mail
from tests.render.facts import NOON, SITE

PATH = "/x/abc"
LINK = SITE.address(PATH)
LETTERS: dict[str, Callable[[], LetterText]] = {
    "confirmation": lambda: letters.confirmation(SITE, "123456", PATH, ["API", "Web"]),
    "already": lambda: letters.already(SITE, "123456", PATH),
    "settings": lambda: letters.settings(SITE, PATH),
    "goodbye": lambda: letters.goodbye(SITE, PATH),
    "sample": lambda: letters.sample(SITE, NOON, PATH),
    "probe": lambda: letters.probe(SITE, PATH),
}


@pytest.mark.parametrize("name", LETTERS)
def test_each_letter_names_the_site_and_has_its_link_in_both_forms(name: str) -> None:
    mail = as_mail(SITE, LETTERS[name]())
    assert SITE.name in mail.subject
    for form in (mail.text, mail.html):
        assert LINK in form
    assert "!" not in mail.text
    assert f"<title>{mail.subject}</title>" in mail.html


def test_the_code_is_in_the_subject_so_that_nothing_need_be_opened() -> None:
    mail = as_mail(SITE, LETTERS["confirmation"]())
    assert mail.subject.startswith("123456 ")
    assert "\n    123456\n" in mail.text
    assert ">123456</p>" in mail.html
    assert "What you get: API, Web" in mail.text


def test_code_of_what_was_asked_for_names_that_first() -> None:
    asked = letters.confirmation(SITE, "123456", PATH, ["Open at weekends"], is_asked_for=True)
    mail = as_mail(SITE, asked)
    assert "Do you want news" not in mail.text
    first = mail.text.index("What you get: Open at weekends")
    assert first < mail.text.index("Type this code")
    assert "What you get: Open at weekends" in as_item(SITE, asked, NOON).text


def test_a_test_of_nobody_who_follows_has_no_way_to_settings() -> None:
    assert "Change what you get" not in as_mail(SITE, letters.sample(SITE, NOON)).text


@pytest.mark.parametrize("name", ["confirmation", "already", "settings", "goodbye"])
def test_programs_and_phones_are_told_the_same_words_and_the_link(name: str) -> None:
    letter = LETTERS[name]()
    mail, item = as_mail(SITE, letter), as_item(SITE, letter, NOON)
    assert item.title == mail.subject
    assert item.url == LINK
    for part in item.text.split("\n\n"):
        assert part.strip() in mail.text
