"""[mail] and the address of the mail server: what may stand there, and what not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from statuspage.config.mail.sending import Rate
from statuspage.config.mail.server import MailServer, mail_server
from statuspage.errors import StatusPageError
from tests.config.written import MINIMAL, faults, read


def test_a_site_without_mail_has_none(tmp_path: Path) -> None:
    assert read(tmp_path, MINIMAL).mail is None


def test_an_address_alone_is_enough(tmp_path: Path) -> None:
    mail = read(tmp_path, f'{MINIMAL}\n[mail]\nfrom = "status@harbour.example"\n').mail
    assert mail is not None
    assert (mail.sender, mail.domain) == ("status@harbour.example", "harbour.example")
    assert mail.signing_domain == "harbour.example"
    assert mail.per_recipient == Rate(20, timedelta(hours=1))
    assert str(mail.per_recipient) == "20/h"


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("from", "status", "is not a mail address"),
        ("from", "Acme <status@acme.example>", 'write "status@acme.example"'),
        ("from", "stätus@acme.example", "is not a mail address"),
        ("from", "a@b.example, c@d.example", "is not a mail address"),
        ("from", "", "is empty"),
        ("reply_to", "nobody@", "is not a mail address"),
        ("per_recipient", "20", 'such as "20/h"'),
        ("per_recipient", "0/h", 'such as "20/h"'),
        ("per_recipient", "20/w", 'such as "20/h"'),
        ("dkim_selector", "a b", "is not a name in DNS"),
        ("dkim_domain", "acme..example", "is not a name in DNS"),
        ("password", "hunter2", "never holds secrets"),
        ("form", "x", 'did you mean "from"'),
    ],
)
def test_what_cannot_stand_there_is_named(tmp_path: Path, key: str, value: str, words: str) -> None:
    sender = "" if key == "from" else 'from = "status@harbour.example"\n'
    found = faults(tmp_path, f'{MINIMAL}\n[mail]\n{sender}{key} = "{value}"\n')
    assert len(found) == 1
    assert words in found[0]


def test_mail_needs_a_sender(tmp_path: Path) -> None:
    [found] = faults(tmp_path, f'{MINIMAL}\n[mail]\nper_recipient = "5/h"\n')
    assert '"from"' in found


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", MailServer("localhost", 25)),
        ("smtp://relay.example:2525", MailServer("relay.example", 2525)),
        ("smtp://ada@mail.example", MailServer("mail.example", 587, "ada")),
        ("smtps://mail.example", MailServer("mail.example", 465, is_tls=True)),
        (
            "smtps://ada%40acme.example:p%2Fw%23@mail.example:4465",
            MailServer("mail.example", 4465, "ada@acme.example", "p/w#", is_tls=True),
        ),
        ("smtp://[::1]:25", MailServer("::1", 25)),
    ],
)
def test_mail_server_is_read_from_its_address(url: str, server: MailServer) -> None:
    assert mail_server({"STATUSPAGE_SMTP_URL": url}) == server


def test_no_variable_is_no_server() -> None:
    assert mail_server({}) is None
    assert mail_server({"STATUSPAGE_SMTP_URL": " "}) is None


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "smtp:mail.example",
        "smtp://",
        "http://mail.example",
        "smtp://ada:hunter2/@mail.example",
        "smtp://ada:hunter2@mail.example:port",
        "smtp://ada:hunter2#x@mail.example",
        "smtp://mail.example:0",
        "smtp://[::1",
        "smtp://mail.example/x",
    ],
)
def test_what_is_no_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(StatusPageError) as caught:
        mail_server({"STATUSPAGE_SMTP_URL": url})
    assert "STATUSPAGE_SMTP_URL is not the address of a mail server" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_password_is_in_no_text_of_the_server() -> None:
    server = mail_server({"STATUSPAGE_SMTP_URL": "smtp://ada:hunter2@mail.example"})
    assert "hunter2" not in repr(server)
    assert str(server) == "mail.example:587"


@pytest.mark.parametrize(
    ("host", "is_here"),
    [("localhost", True), ("127.0.0.5", True), ("::1", True), ("10.0.0.1", False), ("a.b", False)],
)
def test_a_server_on_this_machine_is_known(host: str, is_here: bool) -> None:
    assert MailServer(host, 25).is_this_machine is is_here
