"""`record`: the head of the public record, the key that signs it, and who cosigns it."""

from __future__ import annotations

import base64

import click

from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option, line, tell
from statuspage.cli.program import Program
from statuspage.config.signing import FILE_VARIABLE, KEY_VARIABLE, new_seed
from statuspage.domain.record.note import Signer
from statuspage.domain.record.witnesses import words_of
from statuspage.said import counted, said
from statuspage.site import signing, witnessing
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.published import witnesses
from statuspage.store.settings import site


@click.group()
def record() -> None:
    """The public record and its key.

    \b
    Example:
      statuspage record key
    """


@record.command()
@json_option
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
    tell({"key": seed, "public_key": str(verifier)})
    echo(
        said(
            "Give this to the program, and to nobody else ({key_variable}, or the name of",
            key_variable=KEY_VARIABLE,
        )
    )
    echo(said("a file that holds it in {file_variable}):", file_variable=FILE_VARIABLE))
    line(f"  {KEY_VARIABLE}={seed}")
    echo(said("Tell everybody this; `statuspage verify --key` takes it:"))
    line(f"  {verifier}")


@record.command()
@json_option
@click.pass_obj
def show(program: Program) -> None:
    """Show what others need to know of the record, and how it stands with its witnesses.

    \b
    Example:
      statuspage record show
    """
    program.open()
    with db.snapshot():
        here = site()
        known = witnessing.standing(LIBRARY, here)
        contacts = witnesses.contacts()
    signer, head = signing.signer(here), known.newest.head
    tell(
        {
            "origin": here.record_origin,
            "public_key": None if signer is None else str(signer.verifier),
            "entries": head.size,
            "waiting": known.waiting,
            "witnesses": [
                {
                    "name": one.name,
                    "words": words(words_of(one, contacts.get(str(one.key)), known.newest)),
                }
                for one in known.policy.witnesses
            ],
        }
    )
    echo(said("Origin: {origin}", origin=here.record_origin))
    if signer is None:
        echo(said("No key signs it; `statuspage record key` makes one."))
    else:
        echo(said("Public key: {key}", key=signer.verifier))
    echo(counted("{count} entry", "{count} entries", head.size))
    for one in known.policy.witnesses:
        echo(words_of(one, contacts.get(str(one.key)), known.newest))
    if known.policy.witnesses:
        echo(
            counted(
                "{count} entry waits for enough witnesses.",
                "{count} entries wait for enough witnesses.",
                known.waiting,
            )
        )


COMMANDS = (record,)
