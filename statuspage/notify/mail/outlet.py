"""Telling by mail: what sends it, and how patiently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from statuspage import clock
from statuspage.config import Settings
from statuspage.config.mail.sending import Mail
from statuspage.config.mail.server import SMTP_VARIABLE, mail_server
from statuspage.domain.telling.result import Blame, Later, Result
from statuspage.domain.telling.subscription import Channel
from statuspage.errors import StatusPageError
from statuspage.notify.bounces.verp import envelope_sender
from statuspage.notify.mail.composing import composed
from statuspage.notify.mail.smtp import Envelope, SmtpSession
from statuspage.notify.mail.writing import written
from statuspage.notify.outlet import Message, Send
from statuspage.said import said
from statuspage.store import db

if TYPE_CHECKING:
    from statuspage.notify.mail.dkim import DkimKey


def _signer(mail: Mail, environ: Mapping[str, str]) -> DkimKey | None:
    from statuspage.notify.mail.dkim import dkim_key  # much is imported with it

    return dkim_key(mail, environ)


class MailOutlet:
    """Sends on a few connections side by side, each kept open for many mails."""

    channel = Channel.MAIL
    at_once = 4
    # As long as mail servers themselves try: greylisting passes first, an outage of days last.
    retries = (
        *(timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1)),
        *(timedelta(hours=4), timedelta(hours=12), timedelta(hours=24)),
    )
    patience = timedelta(minutes=6)
    quarantine_after = None  # bounces decide; see domain/telling/bounce.py

    def is_ready(self, settings: Settings, environ: Mapping[str, str]) -> bool:
        """Whether it is said from whom mail comes, and which server takes it."""
        return settings.mail is not None and bool(environ.get(SMTP_VARIABLE))

    @contextmanager
    def open(self, settings: Settings, environ: Mapping[str, str]) -> Iterator[Send]:
        """Sends on one connection, opened with the first mail."""
        try:
            server = mail_server(environ)
            signer = None if settings.mail is None else _signer(settings.mail, environ)
        except StatusPageError as error:
            reason = error.said
            yield lambda _: Later(reason, blame=Blame.US)
            return
        if settings.mail is None or server is None:
            yield lambda _: Later(said("Nobody has said how mail is sent."), blame=Blame.US)
            return
        with closing(SmtpSession(server)) as session:
            desk = _Desk(settings.mail, signer)
            yield lambda message: desk.send(session, message)


class _Desk:
    """Writes each mail and hands it over."""

    def __init__(self, mail: Mail, signer: DkimKey | None) -> None:
        self._mail, self._signer = mail, signer

    def send(self, session: SmtpSession, message: Message) -> Result:
        """Try once."""
        now = clock.now()
        found = composed(message, now)
        data = written(
            self._mail,
            message.site,
            found.body,
            recipient=found.recipient,
            key=message.key,
            at=now,
            listed=found.listed,
            signer=self._signer,
        )
        return session.send(Envelope(sender_of(self._mail, message.key), found.recipient, data))


def sender_of(mail: Mail, key: str) -> str:
    """The address that a mail comes back to: its own, where bounces are read."""
    pattern = mail.bounces.address if mail.bounces else None
    if pattern is None:
        return mail.sender
    return envelope_sender(pattern, db.session_secret(or_passing=True), key)


MAIL = MailOutlet()
