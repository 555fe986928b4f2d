"""[mail.bounces] and the address of the mailbox: what may stand there, and what not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from statuspage.config.mail.bounces import Bounces
from statuspage.config.mail.mailbox import Mailbox, mailbox
from statuspage.errors import StatusPageError
from tests.config.written import MINIMAL, faults, read

MAIL = f'{MINIMAL}\n[mail]\nfrom = "status@harbour.example"\n[mail.bounces]\n'


def bounces(tmp_path: Path, text: str) -> Bounces:
    mail = read(tmp_path, MAIL + text).mail
    assert mail is not None
    return mail.bounces


def test_an_address_is_enough_and_gets_room_for_a_sign(tmp_path: Path) -> None:
    found = bounces(tmp_path, 'address = "bounces@harbour.example"')
    assert found.address == "bounces+*@harbour.example"
    assert (found.threshold, found.stale_after) == (5, timedelta(days=7))
    assert found.keep_quarantined == timedelta(days=90)


def test_without_an_address_the_rest_still_holds(tmp_path: Path) -> None:
    found = bounces(tmp_path, "threshold = 3")
    assert (found.address, found.threshold) == (None, 3)


@pytest.mark.parametrize("address", ["*@b.harbour.example", "bounces-*@harbour.example"])
def test_the_sign_may_stand_elsewhere(tmp_path: Path, address: str) -> None:
    assert bounces(tmp_path, f'address = "{address}"').address == address


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("bounces", "is not a mail address"),
        ("@harbour.example", "is not a mail address"),
        ("a*b*@harbour.example", "is not a mail address"),
        ("bounces@*.harbour.example", "is not a mail address"),
        ("what-comes-back-to-us@harbour.example", "at most 19 characters"),
        ("", "is empty"),
    ],
)
def test_what_cannot_be_an_address_for_bounces_is_named(
    tmp_path: Path, address: str, words: str
) -> None:
    [found] = faults(tmp_path, f'{MAIL}address = "{address}"')
    assert words in found


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("imaps://ada:pw@mail.example", Mailbox("mail.example", 993, "ada", "pw")),
        (
            "imap://ada%40b.example:p%2Fw@[::1]:1143/Bounces/New",
            Mailbox("::1", 1143, "ada@b.example", "p/w", "Bounces/New", is_tls=False),
        ),
    ],
)
def test_a_mailbox_is_read_from_its_address(url: str, expected: Mailbox) -> None:
    found = mailbox({"STATUSPAGE_IMAP_URL": url})
    assert found == expected
    assert "pw" not in repr(found)


def test_no_mailbox_is_none() -> None:
    assert mailbox({}) is None


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "imaps://mail.example",
        "imaps://ada@mail.example",
        "http://a:hunter2@b.example",
        "imaps://ada:hunter2@mail.example:port",
        "imaps://ada:hunter2@mail.example:0",
        "imaps://ada:hunter2@[::1",
    ],
)
def test_an_address_that_is_no_mailbox_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(StatusPageError) as caught:
        mailbox({"STATUSPAGE_IMAP_URL": url})
    assert "STATUSPAGE_IMAP_URL is not the address of a mailbox" in str(caught.value)
    assert "hunter2" not in str(caught.value)
