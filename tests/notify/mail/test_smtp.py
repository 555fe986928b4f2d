"""Handing mails to a real server of SMTP: each way in which that goes well or wrong."""

from __future__ import annotations

import socket
from base64 import b64encode
from contextlib import closing
from pathlib import Path

import pytest

from statuspage.config.mail.server import MailServer
from statuspage.domain.telling.result import Blame, Later, Never, Result, Sent
from statuspage.notify.mail.smtp import Envelope, SmtpSession
from statuspage.said import Said
from tests.helpers.mail_server import (
    ELSEWHERE,
    Mailbox,
    authority,
    mail_server,
    scripted,
    signing_in,
)

MAIL = Envelope(
    "bounces+x@acme.example", "ada@reader.example", b"Subject: Hi\r\n\r\n.Dot\r\nBye\r\n"
)


def sent_to(server: MailServer, *mails: Envelope, wait: float = 10) -> list[Result]:
    with closing(SmtpSession(server, wait=wait, wait_for_data=wait)) as session:
        return [session.send(mail) for mail in mails or (MAIL,)]


def here(port: int, **given: object) -> MailServer:
    return MailServer(**{"host": "127.0.0.1", "port": port, **given})


def reason(result: Result) -> str:
    assert not isinstance(result, Sent)
    return str(result.reason)


def test_mails_go_one_after_another_on_one_connection() -> None:
    with mail_server() as box:
        results = sent_to(here(box.port), MAIL, MAIL, MAIL)
    assert all(isinstance(result, Sent) for result in results)
    assert box.connections == 1
    assert [(one.sender, one.recipient) for one in box.taken] == 3 * [
        ("bounces+x@acme.example", "ada@reader.example")
    ]
    assert box.taken[0].data == MAIL.data
    assert results[0] == Sent("250 2.0.0 Ok: queued as 1")


@pytest.mark.parametrize(
    ("step", "reply", "wanted", "blame"),
    [
        ("RCPT", "450 4.2.0 Greylisted, come back in 5 minutes", Later, Blame.RECIPIENT),
        ("RCPT", "452 4.2.2 Mailbox full", Later, Blame.RECIPIENT),
        ("RCPT", "550 5.1.1 <ada@reader.example> User unknown", Never, Blame.RECIPIENT),
        ("RCPT", "550 No such user here", Never, Blame.RECIPIENT),
        ("RCPT", "552 5.2.2 Over quota", Later, Blame.RECIPIENT),
        ("RCPT", "554 5.7.1 Relay access denied", Later, Blame.RECIPIENT),
        ("DATA", "550 5.7.1 Rejected as spam", Never, Blame.US),
        ("DATA", "550 5.7.515 Access denied, sending domain lacks SPF, DKIM", Never, Blame.US),
        ("DATA", "451 4.3.0 Try again later", Later, Blame.RECIPIENT),
        ("DATA", "554 5.6.0 Message malformed", Never, Blame.US),
        ("MAIL", "451 4.3.2 Not now", Later, Blame.US),
        ("MAIL", "553 5.7.1 Sender address not owned by user", Later, Blame.US),
        ("MAIL", "552 5.3.4 Message too big", Never, Blame.US),
    ],
)
def test_what_a_server_refuses_is_told_apart(
    step: str, reply: str, wanted: type, blame: Blame
) -> None:
    box = Mailbox()
    box.refuse(step, reply)
    with mail_server(box):
        [first] = sent_to(here(box.port))
    assert type(first) is wanted
    assert isinstance(first, Later | Never)
    assert first.blame is blame
    assert reply[:4] in reason(first)
    assert "ada" not in reason(first)


def test_a_refused_mail_leaves_the_connection_for_the_next() -> None:
    box = Mailbox()
    box.answers["RCPT"] = lambda to: "" if to.startswith("ada") else "550 5.1.1 Unknown"
    other = Envelope(MAIL.sender, "bob@reader.example", MAIL.data)
    with mail_server(box):
        results = sent_to(here(box.port), MAIL, other, MAIL)
    assert [type(result) for result in results] == [Sent, Never, Sent]
    assert box.connections == 1


def test_a_server_that_is_not_there_is_our_fault() -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:
        port = line.getsockname()[1]
    [result] = sent_to(here(port))
    assert isinstance(result, Later)
    assert result.blame is Blame.US
    assert reason(result) == f"127.0.0.1:{port} cannot be used: Connection refused"


def test_a_name_that_does_not_exist_is_our_fault() -> None:
    [result] = sent_to(MailServer("mail.invalid", 25))
    assert isinstance(result, Later)
    assert result.blame is Blame.US
    assert "mail.invalid:25 cannot be used" in reason(result)


@pytest.mark.parametrize(
    ("life", "blame"),
    [
        ({"": "421 4.3.2 Too many connections"}, Blame.US),
        ({"": "554 5.7.1 Go away"}, Blame.US),
        ({"": None}, Blame.US),
        ({"": "hang"}, Blame.US),
        ({"EHLO": None}, Blame.US),
        ({"MAIL": "421 Closing"}, Blame.US),
        ({"MAIL": None}, Blame.US),
        ({"RCPT": "421 Closing"}, Blame.RECIPIENT),
        ({"RCPT": None}, Blame.RECIPIENT),
        ({"DATA": None}, Blame.RECIPIENT),
        ({"body": None}, Blame.RECIPIENT),
        ({".": None}, Blame.RECIPIENT),
        ({".": "421 Closing"}, Blame.RECIPIENT),
        ({"": "nonsense"}, Blame.US),
    ],
)
def test_a_server_that_breaks_off_is_asked_again_later(
    life: dict[str, str | None], blame: Blame
) -> None:
    with scripted(life) as port:
        [result] = sent_to(here(port), wait=0.2 if "hang" in life.values() else 10)
    assert isinstance(result, Later)
    assert result.blame is blame


def test_a_server_that_never_answers_a_mail_is_given_up() -> None:
    with (
        scripted({".": "hang"}) as port,
        closing(SmtpSession(here(port), wait=5, wait_for_data=0.2)) as session,
    ):
        result = session.send(MAIL)
    assert isinstance(result, Later)
    assert result.blame is Blame.RECIPIENT


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("reply", ["421 Too many mails on this connection", None])
def test_a_connection_cut_between_mails_is_opened_anew(step: str, reply: str | None) -> None:
    good = "354 go on" if step == "DATA" else "250 fine"
    with scripted({step: [good, reply]}, {}) as port:
        results = sent_to(here(port), MAIL, MAIL)
    assert [type(result) for result in results] == [Sent, Sent]


def test_a_cut_within_a_mail_is_not_tried_twice_at_once() -> None:
    """It may have been taken; whoever counts the tries decides."""
    with scripted({".": ["250 fine", None]}, {}) as port:
        results = sent_to(here(port), MAIL, MAIL, MAIL)
    assert [type(result) for result in results] == [Sent, Later, Sent]


def test_a_password_goes_over_no_open_line() -> None:
    steps: list[Said] = []
    with mail_server(authenticator=signing_in("ada", "secret"), auth_require_tls=False) as box:
        server = MailServer(ELSEWHERE, box.port, "ada", "secret")
        with closing(SmtpSession(server, steps.append, wait=10)) as session:
            result = session.send(MAIL)
    assert isinstance(result, Later)
    assert result.blame is Blame.US
    assert "does not offer encryption, so no password is sent there" in reason(result)
    assert str(steps[-1]) == "The connection is not encrypted."


def test_on_this_machine_a_password_needs_no_encryption() -> None:
    with mail_server(authenticator=signing_in("ada", "secret"), auth_require_tls=False) as box:
        [result] = sent_to(here(box.port, user="ada", password="secret"))
    assert isinstance(result, Sent)


def test_a_wrong_password_is_our_fault_and_in_no_reason() -> None:
    with mail_server(authenticator=signing_in("ada", "right"), auth_require_tls=False) as box:
        [result] = sent_to(here(box.port, user="ada", password="hunter2"))
    assert isinstance(result, Later)
    assert result.blame is Blame.US
    assert reason(result).startswith("The mail server does not let us sign in: 535")
    assert "hunter2" not in reason(result)


def test_a_server_that_repeats_a_password_has_it_in_no_reason() -> None:
    told = b64encode(b"\0ada\0hunter2").decode()
    hostile = {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": f"535 You said {told}, hunter2"}
    with scripted(hostile) as port:
        [result] = sent_to(here(port, user="ada", password="hunter2"))
    assert reason(result).endswith("535 You said …, …")


def test_a_server_without_signing_in_says_so() -> None:
    with mail_server() as box:
        [result] = sent_to(here(box.port, user="ada", password="x"))
    assert "offers no way to sign in" in reason(result)


def test_a_certificate_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, trusted = authority(tmp_path, ELSEWHERE)
    with mail_server(tls_context=context, require_starttls=True) as box:
        server = MailServer(ELSEWHERE, box.port)
        [untrusted] = sent_to(server)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        [good] = sent_to(server)
        [here_it_is_not] = sent_to(here(box.port))
    assert isinstance(untrusted, Later)
    assert untrusted.blame is Blame.US
    assert "name that in SSL_CERT_FILE" in reason(untrusted)
    assert isinstance(good, Sent)
    assert isinstance(here_it_is_not, Sent)


def test_a_certificate_for_another_name_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = authority(tmp_path, "other.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with mail_server(tls_context=context) as box:
        [result] = sent_to(MailServer(ELSEWHERE, box.port))
    assert "is not to be trusted" in reason(result)


def test_steps_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, trusted = authority(tmp_path, ELSEWHERE)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    steps: list[Said] = []
    with mail_server(tls_context=context, authenticator=signing_in("ada", "secret")) as box:
        server = MailServer(ELSEWHERE, box.port, "ada", "secret")
        with closing(SmtpSession(server, steps.append, wait=10)) as session:
            session.send(MAIL)
    assert [str(step).partition("(")[0] for step in steps] == [
        f"Connected to 127.1:{box.port}.",
        "The connection is encrypted ",
        "Signed in as ada.",
        "The mail is handed over; the server has 100 seconds to answer.",
        "The server accepted it: 250 2.0.0 Ok: queued as 1",
    ]


def test_tls_from_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, trusted = authority(tmp_path, ELSEWHERE)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with mail_server(ssl_context=context) as box:
        [good] = sent_to(MailServer(ELSEWHERE, box.port, is_tls=True))
        [plain] = sent_to(MailServer(ELSEWHERE, box.port), wait=0.2)
    assert isinstance(good, Sent)
    assert isinstance(plain, Later)


def test_letters_before_the_at_need_a_server_that_takes_them() -> None:
    mail = Envelope(MAIL.sender, "jürgen@reader.example", MAIL.data)
    with mail_server() as box:
        [taken] = sent_to(here(box.port), mail)
    with scripted({}) as port:
        [refused] = sent_to(here(port), mail)
    assert isinstance(taken, Sent)
    assert box.taken[0].recipient == "jürgen@reader.example"
    assert isinstance(refused, Never)
    assert refused.blame is Blame.US
