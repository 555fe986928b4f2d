"""`record`: the key that signs the public record."""

from __future__ import annotations

import base64

import click

from statuspage.cli.language import echo
from statuspage.cli.program import Program
from statuspage.config.signing import FILE_VARIABLE, KEY_VARIABLE, new_seed
from statuspage.domain.record.note import Signer
from statuspage.said import said
from statuspage.store import db
from statuspage.store.settings import site


@click.group()
def record() -> None:
    """The public record and its key.

    \b
    Example:
      statuspage record key
    """


@record.command()
@click.pass_obj
def key(program: Program) -> None:
    """Make a key that signs the record; it is shown once and stored nowhere.

    \b
    Example:
      statuspage record key
    """
    program.open()
    with db.snapshot():
        origin = site().record_origin
    seed = new_seed()
    verifier = Signer(origin, base64.b64decode(seed)).verifier
    echo(
        said(
            "Give this to the program, and to nobody else ({key_variable}, or the name of",
            key_variable=KEY_VARIABLE,
        )
    )
    echo(said("a file that holds it in {file_variable}):", file_variable=FILE_VARIABLE))
    click.echo(f"  {KEY_VARIABLE}={seed}")
    echo(said("Tell everybody this; `statuspage verify --key` takes it:"))
    click.echo(f"  {verifier}")


COMMANDS = (record,)
