"""The server that takes mail, as STATUSPAGE_SMTP_URL names it; it may hold a password."""

from __future__ import annotations

import ipaddress
from base64 import b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from statuspage.errors import StatusPageError
from statuspage.said import said

SMTP_VARIABLE = "STATUSPAGE_SMTP_URL"
_PORTS = {"smtp": 587, "smtps": 465}
_RELAY_PORT = 25


@dataclass(frozen=True)
class MailServer:
    """A server of SMTP (RFC 5321), and who is to sign in there."""

    host: str
    port: int
    user: str = ""  # "": nobody signs in
    password: str = field(default="", repr=False)
    is_tls: bool = False  # encrypted from the first byte on (RFC 8314)

    @property
    def is_this_machine(self) -> bool:
        """Whether what is sent there stays on this machine, and needs no encryption."""
        return is_this_machine(self.host)

    def __str__(self) -> str:
        return host_and_port(self.host, self.port)


def is_this_machine(host: str) -> bool:
    """Whether a host is the machine that we run on."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_and_port(host: str, port: int) -> str:
    """Both as they stand in an address."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def without_password(text: str, user: str, password: str) -> str:
    """What a server said, where it may repeat what it was told."""
    told = (
        password,
        *(b64encode(one.encode()).decode() for one in (password, f"\0{user}\0{password}")),
    )
    for one in told if password else ():
        text = text.replace(one, "…")
    return text


def mail_server(environ: Mapping[str, str]) -> MailServer | None:
    """The server that the environment names, or None.

    Without a port it is that of submission: 587, or 465 for smtps (RFC 8314); without a user, 25.
    Raises StatusPageError for an address that cannot be used, which it does not repeat.
    """
    text = environ.get(SMTP_VARIABLE, "").strip()
    if not text:
        return None
    parts = server_parts(text, _PORTS)
    if parts is None or parts.path.strip("/") or parts.query:
        raise StatusPageError(
            said(
                '{variable} is not the address of a mail server; write "smtp://USER@HOST:587", '
                'or "smtps://USER@HOST" for TLS from the start, with ":PASSWORD" after the user. '
                'Write signs such as "/", "#" or "@" in a password as "%2F", "%23" and "%40".',
                variable=SMTP_VARIABLE,
            )
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    usual = _PORTS[parts.scheme] if user or parts.scheme == "smtps" else _RELAY_PORT
    host, port = parts.hostname or "", parts.port or usual
    return MailServer(host, port, user, password, parts.scheme == "smtps")


def server_parts(text: str, schemes: Collection[str]) -> SplitResult | None:
    """The parts of an address of a server in one of some schemes; None when it is none.

    Its `hostname` is there, and its `port` a number or None.
    """
    try:
        parts = urlsplit(text)
        is_one = parts.port != 0 and bool(parts.hostname) and parts.scheme in schemes
    except ValueError:  # a port that is no number, a bracket that nothing closes
        return None
    return parts if is_one else None
