"""The mailbox to which bounces come (IMAP4rev1, RFC 3501): each new mail is handed over once.

What was handed over is marked as read, and moved where the settings say so; what nobody understood
is flagged, too, and stays for a person. A mail is marked only after it was taken in whole, so one
that was read when the process died is read again: whoever takes it knows it by its id.
"""

from __future__ import annotations

import base64
import imaplib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

from statuspage.config.mail.mailbox import IMAP_VARIABLE, Mailbox
from statuspage.config.mail.server import without_password
from statuspage.errors import StatusPageError, Unreachable
from statuspage.net.failure import unreachable
from statuspage.net.trust import trusting
from statuspage.notify.bounces.reading import MOST
from statuspage.said import Said, said

Take = Callable[[bytes], bool]
"""Takes a mail; returns whether it was understood. What it raises ends the reading."""

_PATIENCE = 20.0  # seconds for one answer
_AT_ONCE = 200  # mails of one turn
_OTHER = re.compile(r"[^\x20-\x7e]+")
_SHOWN = 120  # characters of what a server said


def read_mailbox(place: Mailbox, move_to: str | None, take: Take) -> int:
    """Hand over what is new in a mailbox, some of it at a time; returns how many mails that were.

    Raises Unreachable where the server is out of reach or refuses.
    """
    with _telling(place), _opened(place) as server:
        return _Reading(server, move_to).hand_over(take)


def newest_from(place: Mailbox, folders: Iterable[str], sender: str) -> bytes | None:
    """The newest mail of an address in the first folder that has one; nothing is marked.

    Raises Unreachable where the server is out of reach or refuses, or lacks the folder of `place`.
    """
    with _telling(place), _opened(place, is_marking=False) as server:
        for folder in folders:
            if server.select(_folder(folder), readonly=True)[0] != "OK":
                continue
            reading = _Reading(server, None)
            found = reading.names("FROM", f'"{sender}"', "NOT", "DELETED")
            if found:
                return reading.text(found[-1])
    return None


class _Reading:
    def __init__(self, server: imaplib.IMAP4, move_to: str | None) -> None:
        self._server = server
        self._target = _folder(move_to) if move_to else ""
        if self._target:
            server.create(self._target)  # refused where it is there already

    def hand_over(self, take: Take) -> int:
        """What is new, some of it; returns how many mails those were."""
        # A mail that somebody is deleting is none of ours any more.
        names = self.names("UNSEEN", "UNDELETED")
        for name in names[:_AT_ONCE]:
            raw = self.text(name)
            if raw is not None:
                self._mark(name, is_understood=take(raw))
        return len(names[:_AT_ONCE])

    def names(self, *wanted: str) -> list[str]:
        """What the server calls the mails that fit, the oldest first."""
        found = self._ask("SEARCH", *wanted)
        return b" ".join(one for one in found if isinstance(one, bytes)).decode("ascii").split()

    def text(self, name: str) -> bytes | None:
        """The beginning of a mail; None where somebody deleted it."""
        found = self._ask("FETCH", name, f"(BODY.PEEK[]<0.{MOST}>)")
        return next((part[1] for part in found if isinstance(part, tuple)), None)

    def _mark(self, name: str, *, is_understood: bool) -> None:
        if not is_understood:
            self._ask("STORE", name, "+FLAGS.SILENT", r"(\Seen \Flagged)")
            return
        self._ask("STORE", name, "+FLAGS.SILENT", r"(\Seen)")
        if not self._target:
            return
        if "MOVE" in self._server.capabilities:  # RFC 6851
            self._ask("MOVE", name, self._target)
            return
        self._ask("COPY", name, self._target)
        self._ask("STORE", name, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self._server.capabilities:  # RFC 4315: that one alone
            self._ask("EXPUNGE", name)

    def _ask(self, command: str, *given: str) -> list[object]:
        status, found = self._server.uid(command, *given)
        if status != "OK":
            raise imaplib.IMAP4.error(found[0] if found else status)
        return [one for one in found if one is not None]


@contextmanager
def _opened(place: Mailbox, *, is_marking: bool = True) -> Iterator[imaplib.IMAP4]:
    """A server with the folder chosen. Raises OSError, imaplib.IMAP4.error, Unreachable."""
    server = (
        imaplib.IMAP4_SSL(place.host, place.port, ssl_context=trusting(""), timeout=_PATIENCE)
        if place.is_tls
        else imaplib.IMAP4(place.host, place.port, timeout=_PATIENCE)
    )
    try:
        if not place.is_tls and not place.is_this_machine:
            if "STARTTLS" not in server.capabilities:
                raise Unreachable(
                    said(
                        "{server} offers no encryption, and a password is never sent without; "
                        'write "imaps://" in {variable}.',
                        server=str(place),
                        variable=IMAP_VARIABLE,
                    ),
                    is_permanent=True,
                )
            server.starttls(trusting(""))
        _sign_in(server, place)
        status, found = server.select(_folder(place.folder), readonly=not is_marking)
        if status != "OK":
            raise imaplib.IMAP4.error(found[0] if found else status)
        yield server
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()
        with suppress(OSError):
            server.shutdown()  # a server that cut the line leaves it to us


def _sign_in(server: imaplib.IMAP4, place: Mailbox) -> None:
    """By PLAIN (RFC 4616) where it is offered, for LOGIN knows no letters beyond ASCII."""
    try:
        if "AUTH=PLAIN" in server.capabilities:
            server.authenticate("PLAIN", lambda _: f"\0{place.user}\0{place.password}".encode())
        else:
            server.login(place.user, place.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        text = said(
            "{server} does not let us in: {why}. Check user and password in {variable}.",
            server=str(place),
            why=_words(error, place),
            variable=IMAP_VARIABLE,
        )
        raise Unreachable(text, is_permanent=True) from None  # its trace would show the password


@contextmanager
def _telling(place: Mailbox) -> Iterator[None]:
    """What goes wrong inside is told in words."""
    try:
        yield
    except StatusPageError:
        raise
    except (OSError, imaplib.IMAP4.error) as error:
        why: Said | str = (
            unreachable(error).said if isinstance(error, OSError) else _words(error, place)
        )
        text = said(
            "The mailbox for bounces at {server} cannot be read: {why}",
            server=str(place),
            why=why,
        )
        raise Unreachable(text) from error


def _words(error: Exception, place: Mailbox) -> str:
    """What the server said."""
    told = error.args[0] if error.args else ""
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
    hidden = without_password(text, place.user, place.password)
    return " ".join(hidden.split())[:_SHOWN].rstrip(".")


def _folder(name: str) -> str:
    """A name as IMAP quotes it, in modified UTF-7 (RFC 3501, section 5.1.3)."""

    def encoded(found: re.Match[str]) -> str:
        letters = base64.b64encode(found[0].encode("utf-16-be")).rstrip(b"=").replace(b"/", b",")
        return f"&{letters.decode()}-"

    quoted = _OTHER.sub(encoded, name.replace("&", "&-"))
    return '"' + quoted.replace("\\", "\\\\").replace('"', '\\"') + '"'
