"""Where a letter goes: into a mail program, or onto a form."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from statuspage.render.claim_letter import ClaimLetter

_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)


@given(_WORDS, _WORDS)
def test_mail_program_gets_every_letter_of_it(subject: str, line: str) -> None:
    found = ClaimLetter("bills+credit@acme.example", subject, f"{line}\n{line}")
    parts = urlsplit(found.mailto)
    told = parse_qs(parts.query, keep_blank_values=True)
    assert (parts.scheme, parts.path) == ("mailto", "bills%2Bcredit@acme.example")
    assert told == {"subject": [subject], "body": [f"{line}\r\n{line}"]}
    assert found.form == ""


def test_form_is_opened_and_nothing_is_sent_to_it() -> None:
    found = ClaimLetter("https://acme.example/credit", "Subject", "Body")
    assert (found.mailto, found.form) == ("", "https://acme.example/credit")
    assert ClaimLetter("", "Subject", "Body").mailto == ""
