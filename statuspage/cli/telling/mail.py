"""`mail`: whether mail arrives, and the key that signs it."""

from __future__ import annotations

import os
import secrets
from contextlib import closing

import click

from statuspage import clock
from statuspage.actions.telling import links
from statuspage.actions.telling.addresses import mail_address
from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option, line, tell
from statuspage.cli.program import Program
from statuspage.config.mail.sending import Mail
from statuspage.config.mail.server import SMTP_VARIABLE, MailServer, mail_server
from statuspage.domain.telling.delivery import delivery_key
from statuspage.domain.telling.result import Sent
from statuspage.errors import StatusPageError, message
from statuspage.notify.mail.addresses import deliverable
from statuspage.notify.mail.dkim import DKIM_VARIABLE, DkimKey, dkim_key, new_key
from statuspage.notify.mail.outlet import sender_of
from statuspage.notify.mail.smtp import Envelope, SmtpSession
from statuspage.notify.mail.writing import ListHeaders, written
from statuspage.render.letters import as_mail, sample
from statuspage.said import said
from statuspage.store import db
from statuspage.store.settings import site

_SELECTOR = "statuspage"


@click.group()
def mail() -> None:
    """Whether mail arrives, and the key that signs it.

    \b
    Example:
      statuspage mail test you@example.com
    """


@mail.command("test")
@click.argument("address")
@json_option
@click.pass_obj
def test_mail(program: Program, address: str) -> None:
    """Send ADDRESS a mail to try it, with all that news has, and say each step on the way.

    Exits with 1 when the mail server does not take it.

    \b
    Example:
      statuspage mail test you@example.com
    """
    settings, server = _mail_settings(program), _server()
    try:
        recipient = deliverable(mail_address(address))
    except ValueError as error:
        raise click.BadParameter(words(message(error)), param_hint="ADDRESS") from error
    signer = dkim_key(settings, os.environ)
    program.open()
    if signer is None:
        echo(said("It is not signed here: [mail] names no dkim_selector."))
    else:
        echo(said("It is signed with the key of {name}.", name=signer.name))
    with closing(SmtpSession(server, echo)) as session:
        result = session.send(_sample(settings, recipient, signer))
    why = None if isinstance(result, Sent) else words(result.reason)
    tell({"address": address, "taken": why is None, "reason": why})
    if not isinstance(result, Sent):
        echo(result.reason)
        raise SystemExit(1)
    echo(said("Now see whether it arrives, among the spam, too."))


def _sample(settings: Mail, recipient: str, signer: DkimKey | None) -> Envelope:
    """A mail with the headers of news, which `doctor --read-mail` can look at."""
    now, name = clock.now(), delivery_key(secrets.token_hex(), "test", 1)
    with db.snapshot():
        own = site()
    data = written(
        settings,
        own,
        as_mail(own, sample(own, now)),
        recipient=recipient,
        key=name,
        at=now,
        listed=ListHeaders("", f"{own.url}{links.leave_path(name)}"),
        signer=signer,
    )
    return Envelope(sender_of(settings, name), recipient, data)


def _server() -> MailServer:
    found = mail_server(os.environ)
    if found is None:
        raise StatusPageError(
            said(
                "No mail server is named; set {variable} in the environment, such as "
                '"smtp://USER:PASSWORD@HOST".',
                variable=SMTP_VARIABLE,
            )
        )
    return found


@mail.command()
@json_option
@click.pass_obj
def key(program: Program) -> None:
    """Make a key that signs mails by DKIM, and say what has to stand in DNS.

    It is shown once and stored nowhere.

    \b
    Example:
      statuspage mail key
    """
    settings = _mail_settings(program)
    text = new_key()
    selector = settings.dkim_selector or _SELECTOR
    signing = settings.model_copy(update={"dkim_selector": selector})
    made = dkim_key(signing, {DKIM_VARIABLE: text})
    tell(
        {
            "key": text,
            "name": made.name if made else None,
            "record": made.record if made else None,
        }
    )
    echo(
        said(
            "Give this to the program, and to nobody else ({key_variable}, or the name of",
            key_variable=DKIM_VARIABLE,
        )
    )
    echo(said("a file that holds it in {file_variable}):", file_variable=f"{DKIM_VARIABLE}_FILE"))
    line(f"  {DKIM_VARIABLE}={text}")
    if made is not None:
        echo(said("Add this to DNS as a record of type TXT, its name first:"))
        line(f"  {made.name}")
        line(f"  {made.record}")
    if settings.dkim_selector is None:
        echo(said("Once it stands there, write this into [mail] of {name}:", name="config.toml"))
        line(f'  dkim_selector = "{selector}"')


def _mail_settings(program: Program) -> Mail:
    found = program.settings().mail
    if found is None:
        raise StatusPageError(
            said(
                "{name} has no [mail] yet; add it, with the address that mail comes from: from = "
                '"status@example.com".',
                name=program.config.name,
            )
        )
    return found


COMMANDS = (mail,)
