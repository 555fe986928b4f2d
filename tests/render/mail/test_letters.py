"""Letters: what each says, in both forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from statuspage.render.mail import letters
from statuspage.render.mail.body import MailBody
from tests.render.facts import NOON, SITE

LINK = "https://status.acme.example/x/abc"
LETTERS: dict[str, Callable[[], MailBody]] = {
    "confirmation": lambda: letters.confirmation(SITE, "123456", LINK, ["API", "Web"]),
    "already": lambda: letters.already(SITE, "123456", LINK),
    "settings": lambda: letters.settings(SITE, LINK),
    "goodbye": lambda: letters.goodbye(SITE, LINK),
    "sample": lambda: letters.sample(SITE, NOON, LINK),
    "probe": lambda: letters.probe(SITE, LINK),
}


@pytest.mark.parametrize("name", LETTERS)
def test_each_letter_names_the_site_and_has_its_link_in_both_forms(name: str) -> None:
    mail = LETTERS[name]()
    assert SITE.name in mail.subject
    for form in (mail.text, mail.html):
        assert LINK in form
    assert "!" not in mail.text
    assert f"<title>{mail.subject}</title>" in mail.html


def test_the_code_is_in_the_subject_so_that_nothing_need_be_opened() -> None:
    mail = LETTERS["confirmation"]()
    assert mail.subject.startswith("123456 ")
    assert "\n    123456\n" in mail.text
    assert ">123456</p>" in mail.html
    assert "What you get: API, Web" in mail.text


def test_a_test_of_nobody_who_follows_has_no_way_to_settings() -> None:
    assert "Change what you get" not in letters.sample(SITE, NOON, "").text
