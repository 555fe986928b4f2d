"""Lines of a chat as words of a command, with what keyboards of phones make of them."""

from __future__ import annotations

import pytest

from statuspage.errors import StatusPageError
from statuspage.web.chat.words import command

OPEN = ("incident", "open")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            'open "API is slow" --body "We look."',
            (*OPEN, "--body", "We look.", "--title", "API is slow"),
        ),
        ('open "API is slow" "We look."', (*OPEN, "--title", "API is slow", "--body", "We look.")),
        ('open --title=Slow --body "a = b"', (*OPEN, "--title=Slow", "--body", "a = b")),
        (
            "open \u201cAPI isn't up\u201d \u2014body \u201cWe look.\u201d",
            (*OPEN, "--body", "We look.", "--title", "API isn't up"),
        ),
        (
            'open Slow --page-only "We look."',
            (*OPEN, "--page-only", "--title", "Slow", "--body", "We look."),
        ),
        ('UPDATE 7kq2 "Found."', ("incident", "update", "7kq2", "--body", "Found.")),
        ('resolve 7kq2 "It\'s\nover."', ("incident", "resolve", "7kq2", "--body", "It's\nover.")),
        ("list --all --json", ("incident", "list", "--all")),
        ('open "A" --help', ()),
        ("show 7kq2", ("incident", "show", "7kq2")),
        ("", ()),
        ("help", ()),
    ],
)
def test_line_becomes_the_words_of_the_shell(line: str, words: tuple[str, ...]) -> None:
    assert command(line).words == words


def test_only_the_option_publishes() -> None:
    assert not command('open Slow "We look."').publishes
    asked = command('update 7kq2 --publish "We look."')
    assert asked.publishes
    assert (asked.key, asked.words) == (
        "7kq2",
        ("incident", "update", "7kq2", "--body", "We look."),
    )


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("close 7kq2", "There is no “close”"),
        ('open "API', "A quote is open"),
        ("open API is slow", "“slow” stands alone"),
    ],
)
def test_line_that_cannot_be_meant_is_refused_with_the_mend(line: str, fault: str) -> None:
    with pytest.raises(StatusPageError, match=fault):
        command(line)
