"""The mailbox to which bounces come, as STATUSPAGE_IMAP_URL names it; it holds a password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from statuspage.config.mail.server import host_and_port, is_this_machine, server_parts
from statuspage.errors import StatusPageError
from statuspage.said import said

IMAP_VARIABLE = "STATUSPAGE_IMAP_URL"
_PORTS = {"imap": 143, "imaps": 993}


@dataclass(frozen=True)
class Mailbox:
    """A folder on a server of IMAP (RFC 9051), and who signs in there."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    is_tls: bool = True  # encrypted from the first byte on; else from STARTTLS on

    @property
    def is_this_machine(self) -> bool:
        """Whether what is read there stays on this machine, and needs no encryption."""
        return is_this_machine(self.host)

    def __str__(self) -> str:
        return host_and_port(self.host, self.port)


def mailbox(environ: Mapping[str, str]) -> Mailbox | None:
    """The mailbox that the environment names, in the form of RFC 5092, or None.

    Raises StatusPageError for an address that cannot be used, which it does not repeat.
    """
    text = environ.get(IMAP_VARIABLE, "").strip()
    if not text:
        return None
    parts = server_parts(text, _PORTS)
    if parts is None or not (parts.username and parts.password):
        raise StatusPageError(
            said(
                "{variable} is not the address of a mailbox; write "
                '"imaps://USER:PASSWORD@HOST/FOLDER"; without a folder it is INBOX. Write signs '
                'such as "/", "#" or "@" in a user or password as "%2F", "%23" and "%40".',
                variable=IMAP_VARIABLE,
            )
        )
    return Mailbox(
        parts.hostname or "",
        parts.port or _PORTS[parts.scheme],
        unquote(parts.username),
        unquote(parts.password),
        unquote(parts.path.strip("/")) or "INBOX",
        parts.scheme == "imaps",
    )
