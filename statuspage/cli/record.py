"""`record`: the key that signs the public record."""

from __future__ import annotations

import base64

import click

from statuspage.cli.program import Program
from statuspage.config.signing import FILE_VARIABLE, KEY_VARIABLE, new_seed
from statuspage.domain.record.note import Signer
from statuspage.store import db
from statuspage.store.settings import site


@click.group()
def record() -> None:
    """The public record and its key."""


@record.command()
@click.pass_obj
def key(program: Program) -> None:
    """Make a key that signs the record; it is shown once and kept nowhere.

    \b
    Example:
      statuspage record key
    """
    program.open()
    with db.snapshot():
        origin = site().record_origin
    seed = new_seed()
    verifier = Signer(origin, base64.b64decode(seed)).verifier
    click.echo(f"Give this to the program, and to nobody else ({KEY_VARIABLE}, or the name of")
    click.echo(f"a file that holds it in {FILE_VARIABLE}):")
    click.echo(f"  {KEY_VARIABLE}={seed}")
    click.echo("Tell this to everybody; `statuspage verify --key` takes it:")
    click.echo(f"  {verifier}")


COMMANDS = (record,)
