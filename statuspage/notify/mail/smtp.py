"""The way to the mail server: one connection for many mails, opened anew when it is cut."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from statuspage.config.mail.server import MailServer, without_password
from statuspage.domain.telling.result import Blame, Later, Never, Result, Sent
from statuspage.notify.mail.replies import CLOSING, SmtpReply, refused
from statuspage.said import Said, said

_WAIT = 20.0  # seconds for an answer
_WAIT_FOR_DATA = 100.0  # seconds: some servers look through a mail before they take it
_BEGINNING_DOT = re.compile(rb"(?m)^\.")
_TOO_LARGE = 552

Tell = Callable[[Said], None]
"""Hears of each step that was taken."""


@dataclass(frozen=True)
class Envelope:
    """A whole mail, its lines ending in CRLF, and between which addresses it goes."""

    sender: str  # where it comes back to
    recipient: str
    data: bytes

    @property
    def is_international(self) -> bool:
        """Whether the server must know SMTPUTF8 (RFC 6531)."""
        return not (self.sender + self.recipient).isascii()


class _Lost(Exception):
    """The connection is of no use, and the mail was surely not taken."""

    def __init__(self, result: Result) -> None:
        self.result = result
        super().__init__()


class SmtpSession:
    """Mails sent one after another; for one thread."""

    def __init__(
        self,
        server: MailServer,
        tell: Tell = lambda _: None,
        *,
        wait: float = _WAIT,
        wait_for_data: float = _WAIT_FOR_DATA,
    ) -> None:
        self._server = server
        self._tell = tell
        self._wait, self._wait_for_data = wait, wait_for_data
        self._client: smtplib.SMTP | None = None

    def send(self, envelope: Envelope) -> Result:
        """Hand one mail over. A connection that was cut in between is opened anew, once."""
        was_open = self._client is not None
        try:
            return self._send(envelope)
        except _Lost as lost:
            self.close()
            if not was_open:
                return lost.result
        try:
            return self._send(envelope)
        except _Lost as lost:
            self.close()
            return lost.result

    def fault(self, sender: str) -> Said | None:
        """Why the server would take no mail from an address of ours; None where it would."""
        try:
            client = self._client = self._client or self._connected()
            reply = self._ask(lambda: client.mail(sender))
        except _Lost as lost:
            return None if isinstance(lost.result, Sent) else lost.result.reason
        finally:
            self.close()
        refusal = None if reply.is_good else _sender_refused(reply)
        return refusal.reason if refusal else None

    def close(self) -> None:
        """Say goodbye, where there is somebody to say it to."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(smtplib.SMTPException, OSError):
                client.quit()
            client.close()

    def _send(self, envelope: Envelope) -> Result:
        client = self._client = self._client or self._connected()
        options = ["SMTPUTF8"] if envelope.is_international else []
        if options and not client.has_extn("smtputf8"):
            return Never(
                said("The mail server does not accept addresses with such letters."), Blame.US
            )
        if client.has_extn("size"):
            options.append(f"size={len(envelope.data)}")
        sender = self._ask(lambda: client.mail(envelope.sender, options))
        if not sender.is_good:
            return self._after(client, _sender_refused(sender))
        recipient = self._ask(lambda: client.rcpt(envelope.recipient), is_about_one=True)
        if not recipient.is_good:
            return self._after(client, refused(recipient))
        begun = self._ask(lambda: client.docmd("DATA"), is_about_one=True)
        if begun.code != 354:
            return self._after(client, refused(begun))
        return self._hand_over(client, envelope.data)

    def _hand_over(self, client: smtplib.SMTP, data: bytes) -> Result:
        """The mail itself. Where no answer comes, nobody knows whether it was taken."""
        end = b".\r\n" if data.endswith(b"\r\n") else b"\r\n.\r\n"
        try:
            _patient(client, self._wait_for_data)
            client.send(_BEGINNING_DOT.sub(b"..", data) + end)
            self._tell(
                said(
                    "The mail is handed over; the server has {seconds} seconds to answer.",
                    seconds=f"{self._wait_for_data:g}",
                )
            )
            reply = SmtpReply.of(client.getreply())
            _patient(client, self._wait)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return Later(said("The mail server broke off: {error}", error=_told(error)))
        if not reply.is_good:
            return self._after(client, refused(reply))
        self._tell(said("The server accepted it: {reply}", reply=str(reply)))
        return Sent(str(reply))

    def _after(self, client: smtplib.SMTP, result: Result) -> Result:
        """The connection as it was before a mail that was not taken."""
        try:
            client.rset()
        except (smtplib.SMTPException, OSError):
            self.close()
        return result

    def _ask(
        self, step: Callable[[], tuple[int, bytes]], *, is_about_one: bool = False
    ) -> SmtpReply:
        """One step. `is_about_one`: what goes wrong may be because of this mail alone."""
        blame = Blame.RECIPIENT if is_about_one else Blame.US
        try:
            reply = SmtpReply.of(step())
        except (smtplib.SMTPException, OSError) as error:
            raise _Lost(self._away(error, blame)) from error
        if reply.code == CLOSING:
            reason = said("The mail server refused it: {reply}", reply=str(reply))
            raise _Lost(Later(reason, blame=blame))
        return reply

    def _connected(self) -> smtplib.SMTP:
        """A connection that is ready for mails: encrypted and signed in, as it has to be."""
        try:
            return self._opened()
        except smtplib.SMTPResponseException as error:
            server, text = self._server, _text(error.smtp_error)
            text = without_password(text, server.user, server.password)
            reply = SmtpReply(error.smtp_code, text)
            is_sign_in = isinstance(error, smtplib.SMTPAuthenticationError)
            words = (
                said("The mail server does not let us sign in: {reply}", reply=str(reply))
                if is_sign_in
                else said(
                    "The mail server accepts nothing at the moment: {reply}", reply=str(reply)
                )
            )
            raise _Lost(Later(words, blame=Blame.US)) from error
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            raise _Lost(self._away(error, Blame.US)) from error

    def _opened(self) -> smtplib.SMTP:
        server, context = self._server, _trusting(self._server)
        client: smtplib.SMTP
        if server.is_tls:
            client = smtplib.SMTP_SSL(server.host, server.port, timeout=self._wait, context=context)
        else:
            client = smtplib.SMTP(server.host, server.port, timeout=self._wait)
        try:
            self._tell(said("Connected to {server}.", server=str(server)))
            client.ehlo_or_helo_if_needed()
            if not server.is_tls and client.has_extn("starttls"):
                client.starttls(context=context)
                client.ehlo()
            self._tell_of_encryption(client)
            self._sign_in(client)
        except BaseException:
            client.close()
            raise
        return client

    def _tell_of_encryption(self, client: smtplib.SMTP) -> None:
        if isinstance(client.sock, ssl.SSLSocket):
            version = client.sock.version()
            self._tell(said("The connection is encrypted ({version}).", version=version))
        else:
            self._tell(said("The connection is not encrypted."))

    def _sign_in(self, client: smtplib.SMTP) -> None:
        server = self._server
        if not server.user:
            return
        is_open = not isinstance(client.sock, ssl.SSLSocket)
        if is_open and not server.is_this_machine:
            raise _Lost(
                Later(
                    said(
                        "{server} does not offer encryption, so no password is sent there. Ask "
                        "its operator for STARTTLS, or write smtps:// for TLS from the start.",
                        server=str(server),
                    ),
                    blame=Blame.US,
                )
            )
        client.login(server.user, server.password)
        self._tell(said("Signed in as {user}.", user=server.user))

    def _away(self, error: Exception, blame: Blame) -> Result:
        """What it means that no answer came, or none that could be used."""
        server = str(self._server)
        if isinstance(error, ssl.SSLCertVerificationError):
            why = said(
                "The certificate of {server} is not to be trusted: {error}. Where it comes from an "
                "authority of your own, name that in SSL_CERT_FILE.",
                server=server,
                error=error.verify_message,
            )
        elif isinstance(error, TimeoutError):
            why = said("{server} does not answer.", server=server)
        elif isinstance(error, UnicodeError):
            why = said("The user or the password has letters that this server does not accept.")
        elif _is_about_signing_in(error):
            why = said("{server} offers no way to sign in that is known here.", server=server)
        else:
            why = said("{server} cannot be used: {error}", server=server, error=_told(error))
        return Later(why, blame=blame)


def _sender_refused(reply: SmtpReply) -> Later | Never:
    """What it means that our own address is refused: for every mail, not for one."""
    reason = said("The mail server does not let us send: {reply}", reply=str(reply))
    if reply.code == _TOO_LARGE:  # of this mail
        return Never(reason, Blame.US)
    return Later(reason, blame=Blame.US)


def _trusting(server: MailServer) -> ssl.SSLContext:
    """Whom to trust: what stays on this machine needs no proof of who is there."""
    context = ssl.create_default_context()
    if server.is_this_machine:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _patient(client: smtplib.SMTP, seconds: float) -> None:
    if client.sock is not None:
        client.sock.settimeout(seconds)


def _is_about_signing_in(error: Exception) -> bool:
    """What smtplib raises when no way that the server offers is one of its own."""
    is_smtp = isinstance(error, smtplib.SMTPException)
    return is_smtp and not isinstance(error, smtplib.SMTPServerDisconnected)


def _told(error: Exception) -> str:
    """The words of an error, without what a server said in it."""
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "connection closed"
    return getattr(error, "strerror", None) or type(error).__name__


def _text(found: bytes | str) -> str:
    return found.decode("utf-8", "replace") if isinstance(found, bytes) else found
