"""`bounce`: what a mail server pipes into the program, one mail at a time."""

from __future__ import annotations

import sys

import click

from statuspage.cli.language import echo
from statuspage.cli.output import json_option, line, tell
from statuspage.cli.program import Program
from statuspage.errors import StatusPageError, StoreError
from statuspage.said import said

_TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the mail and tries again


@click.command()
@click.argument("recipient", default="")
@json_option
@click.pass_obj
def bounce(program: Program, recipient: str) -> None:
    """Take in a mail that came back, from standard input.

    For an alias or a .forward of the mail server to which [mail.bounces] address leads. RECIPIENT
    is the address that the mail came to; without it the headers say so. Prints what came of the
    mail in a word. When the store is out of reach the exit code is 75: the server tries again.

    \b
    Example:
      statuspage bounce < mail.eml
    """
    from statuspage.notify.bounces.reading import MOST
    from statuspage.notify.bounces.taking import return_address, take

    try:
        program.open()
        address = return_address(program.settings())
        if address is None:
            raise StatusPageError(
                said("No address for bounces is set: write one into [mail.bounces] address.")
            )
        raw = sys.stdin.buffer.read(MOST)
        while sys.stdin.buffer.read(MOST):
            pass  # a server whose pipe is closed takes that for a fault
        found = take(raw, address, recipient)
        tell({"mail": str(found)})
        line(found)
    except StoreError as error:
        echo(error.said, err=True)
        raise SystemExit(_TRY_AGAIN) from error


COMMANDS = (bounce,)
