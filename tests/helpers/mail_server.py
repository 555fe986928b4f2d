"""A real server of SMTP on this machine that takes mails, or refuses them as a test says."""

from __future__ import annotations

import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.x509.oid import NameOID

ELSEWHERE = "127.1"
"""This machine under a name that does not look like it: the rules for other machines hold."""

Life = Mapping[str, str | Sequence[str | None] | None]
"""What a connection answers to a command; a list goes on with each time, its last one stays."""

Answer = Callable[[str], str]
"""From an address (or "" for the mail as a whole) to the reply of the server."""


@dataclass
class Taken:
    """A mail that the server took."""

    sender: str
    recipient: str
    data: bytes

    @property
    def message(self) -> EmailMessage:
        found = message_from_bytes(self.data, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found


@dataclass
class Mailbox:
    """What a server took, and what it answers to each step; by default it takes all."""

    answers: dict[str, Answer] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def refuse(self, step: str, reply: str) -> None:
        self.answers[step] = lambda _: reply

    def _answer(self, step: str, about: str) -> str:
        return self.answers.get(step, lambda _: "")(about)

    async def handle_MAIL(  # noqa: N802
        self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := self._answer("MAIL", address):
            return reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := self._answer("RCPT", address):
            return reply
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        if reply := self._answer("DATA", ""):
            return reply
        assert isinstance(envelope.content, bytes)
        self.taken.append(Taken(envelope.mail_from or "", envelope.rcpt_tos[0], envelope.content))
        return f"250 2.0.0 Ok: queued as {len(self.taken)}"


@contextmanager
def mail_server(mailbox: Mailbox | None = None, **options: Any) -> Iterator[Mailbox]:
    """A server for a while; `options` are those of aiosmtpd."""
    box = mailbox or Mailbox()

    class Counting(Controller):
        def factory(self) -> SMTP:
            box.connections += 1
            return super().factory()

    options = {"ready_timeout": 60.0, "enable_SMTPUTF8": True, **options}  # on a busy machine, too
    controller = Counting(box, hostname="127.0.0.1", port=_free(), **options)
    controller.start()
    box.port = controller.port
    box.connections = 0  # the controller itself asks once whether it listens
    try:
        yield box
    finally:
        controller.stop()


@contextmanager
def scripted(*lives: Life) -> Iterator[int]:
    """A server whose connections go by a script: a reply to each command, None to hang up.

    A command that a script does not name gets a good reply; "" is the greeting, "." the end of a
    mail. After the last script connections follow it again. A reply "hang" never comes. Its port.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()
    threads: list[threading.Thread] = []

    def serve() -> None:
        number = 0
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            life = lives[min(number, len(lives) - 1)]
            number += 1
            one = threading.Thread(target=_live, args=(line, life, ended))
            one.start()
            threads.append(one)

    main = threading.Thread(target=serve)
    main.start()
    try:
        yield listening.getsockname()[1]
    finally:
        ended.set()
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for thread in (main, *threads):
            thread.join()


_GOOD = {"": "220 here", "EHLO": "250 here", "DATA": "354 go on", "QUIT": "221 bye"}


def _live(line: socket.socket, life: Life, ended: threading.Event) -> None:
    times: Counter[str] = Counter()
    with line, line.makefile("rb") as reading:
        is_data = False
        said: bytes | None = b""
        while said is not None:
            text = said.decode("latin-1").strip()
            word = "." if is_data and text == "." else text.partition(" ")[0].upper()
            if not is_data or word == ".":
                found = life.get(word, _GOOD.get(word, "250 fine"))
                several = [found] if found is None or isinstance(found, str) else found
                reply = several[min(times[word], len(several) - 1)]
                times[word] += 1
                if reply is None or word == "QUIT":
                    return
                if reply == "hang":
                    ended.wait()
                    return
                is_data = word == "DATA" and reply.startswith("354")
                with suppress(OSError):
                    line.sendall(reply.encode() + b"\r\n")
            elif "body" in life:
                return  # in the middle of a mail
            said = reading.readline() or None


def authority(folder: Path, *names: str) -> tuple[ssl.SSLContext, Path]:
    """A server's own certificate for some names, and the file with it for those who trust it."""
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([_alternative(one) for one in names]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    place = folder / "server.pem"
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    place.write_bytes(pem + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place)
    trusted = folder / "trusted.pem"
    trusted.write_bytes(pem)
    return context, trusted


def signing_in(user: str, password: str) -> Callable[..., AuthResult]:
    """What lets one user in."""

    def ask(_: Any, __: Any, ___: Any, ____: str, given: Any) -> AuthResult:
        right = LoginPassword(user.encode(), password.encode())
        return AuthResult(success=given == right, handled=False)

    return ask


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
