"""`mail`: whether mail arrives, and the key that signs it."""

from __future__ import annotations

import click

from statuspage.cli.language import echo
from statuspage.cli.program import Program
from statuspage.config.mail import Mail
from statuspage.errors import StatusPageError
from statuspage.notify.mail.dkim import DKIM_VARIABLE, dkim_key, new_key
from statuspage.said import said

_SELECTOR = "statuspage"


@click.group()
def mail() -> None:
    """Whether mail arrives, and the key that signs it.

    \b
    Example:
      statuspage mail key
    """


@mail.command()
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
    echo(
        said(
            "Give this to the program, and to nobody else ({key_variable}, or the name of",
            key_variable=DKIM_VARIABLE,
        )
    )
    echo(said("a file that holds it in {file_variable}):", file_variable=f"{DKIM_VARIABLE}_FILE"))
    click.echo(f"  {DKIM_VARIABLE}={text}")
    if made is not None:
        echo(said("Put this into DNS as a record of type TXT, its name first:"))
        click.echo(f"  {made.name}")
        click.echo(f"  {made.record}")
    if settings.dkim_selector is None:
        echo(said("Once it stands there, write this into [mail] of {name}:", name="config.toml"))
        click.echo(f'  dkim_selector = "{selector}"')


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
