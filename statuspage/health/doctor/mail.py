"""Whether mail goes out and arrives: the server, DNS, the way back, and one mail read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from statuspage.config.mail.mailbox import IMAP_VARIABLE, Mailbox, mailbox
from statuspage.config.mail.sending import Mail
from statuspage.config.mail.server import SMTP_VARIABLE, mail_server
from statuspage.errors import StatusPageError, Unreachable
from statuspage.health.doctor.mail_names import (
    Senders,
    Texts,
    dkim,
    dmarc,
    in_dns,
    spf,
    texts_in_dns,
)
from statuspage.health.doctor.sent_mail import sent_mail
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.notify.bounces.imap import newest_from
from statuspage.notify.mail.dkim import dkim_key
from statuspage.notify.mail.smtp import SmtpSession
from statuspage.said import said

_WAIT = 5.0  # seconds for an answer


def mail(examined: Examined) -> Iterator[Health]:
    """Nothing where no [mail] is set. No mail is sent, and none marked."""
    settings = examined.settings
    if settings is None or settings.mail is None:
        return
    yield server(settings.mail, examined.environ)
    yield from names(settings.mail, examined.environ, texts_in_dns)
    yield from _way_back(settings.mail, examined.environ)


def server(told: Mail, environ: Mapping[str, str]) -> Health:
    """Whether the mail server takes mail from us; none is sent."""
    try:
        found = mail_server(environ)
    except StatusPageError as error:
        return Health("mail-server", Condition.FAILING, error.said)
    if found is None:
        text = said(
            "No mail goes out: {variable} names no mail server in the environment of this command. "
            "Set it there, too.",
            variable=SMTP_VARIABLE,
        )
        return Health("mail-server", Condition.FAILING, text)
    fault = SmtpSession(found, wait=_WAIT).fault(told.sender)
    if fault is not None:
        return Health("mail-server", Condition.FAILING, fault)
    text = said("{server} takes mail from {sender}.", server=str(found), sender=told.sender)
    return Health("mail-server", Condition.OK, text)


def names(told: Mail, environ: Mapping[str, str], texts: Texts) -> Iterator[Health]:
    """What DNS says of the domains in whose names mail is sent."""
    envelope = (told.bounces.address or told.sender).rpartition("@")[2]
    try:
        key = dkim_key(told, environ)
    except StatusPageError as error:
        yield Health("dkim", Condition.FAILING, error.said)
        key = None
    signing = told.signing_domain if told.dkim_selector is not None else ""
    try:
        yield spf(envelope, texts)
        if key is not None:
            yield dkim(key.name, key.record, texts)
        yield dmarc(Senders(told.domain, envelope, signing), texts)
    except Unreachable as error:
        yield Health("mail-names", Condition.LATE, error.said)


def _way_back(told: Mail, environ: Mapping[str, str]) -> Iterator[Health]:
    """Whether bounces arrive, and can be read."""
    address = told.bounces.address
    if address is None:
        text = said(
            "Nobody hears of mail that does not arrive: [mail.bounces] names no address for it."
        )
        yield Health("bounces", Condition.OK, text)
        return
    domain = address.rpartition("@")[2]
    try:
        takes_mail = in_dns(domain, "MX") or in_dns(domain, "A") or in_dns(domain, "AAAA")
    except Unreachable as error:
        yield Health("bounces", Condition.LATE, error.said)
    else:
        if not takes_mail:
            text = said(
                "Bounces cannot arrive: {domain} has no MX record in DNS. Add one that names your "
                "mail server.",
                domain=domain,
            )
            yield Health("bounces", Condition.FAILING, text)
    try:
        place = mailbox(environ)
    except StatusPageError as error:
        yield Health("mailbox", Condition.FAILING, error.said)
    else:
        if place is not None:
            yield from read_back(told, place, texts_in_dns)


def read_back(told: Mail, place: Mailbox, texts: Texts) -> Iterator[Health]:
    """The mailbox for bounces, and the newest mail of ours in it, such as one to try the way."""
    folders = [place.folder, *([told.bounces.move_to] if told.bounces.move_to else [])]
    try:
        raw = newest_from(place, folders, told.sender)
    except Unreachable as error:
        yield Health("mailbox", Condition.FAILING, error.said)
        return
    yield Health(
        "mailbox", Condition.OK, said("Bounces are read from {server}.", server=str(place))
    )
    if raw is None:
        text = said(
            "No mail was read back. `statuspage mail test` with an address that leads to the "
            "mailbox in {variable} sends one for that.",
            variable=IMAP_VARIABLE,
        )
        yield Health("mail-read-back", Condition.OK, text)
        return
    try:
        yield from sent_mail(raw, texts)
    except Unreachable as error:
        yield Health("mail-names", Condition.LATE, error.said)
