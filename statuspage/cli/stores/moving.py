"""`store`: from a file to a server."""

from __future__ import annotations

import os
from pathlib import Path

import click

from statuspage.actions.moving import copy_store
from statuspage.actions.staff.audit import note_deed
from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option, tell
from statuspage.cli.program import Program, actor
from statuspage.cli.progress import shown
from statuspage.config.database import (
    DATABASE_VARIABLE,
    DatabaseServer,
    check_database,
    store_place,
    without_password,
)
from statuspage.errors import message
from statuspage.said import counted, said


@click.group()
def store() -> None:
    """The store, and the way to another database.

    \b
    Example:
      statuspage store copy var/statuspage.db postgresql://statuspage@db.example/statuspage
    """


@store.command()
@click.argument("source", metavar="SQLITE")
@click.argument("target", metavar="POSTGRESQL")
@json_option
@click.pass_obj
def copy(program: Program, source: str, target: str) -> None:
    """Copy a store in a file into an empty database on a server, and compare both.

    The password stands in PGPASSWORD, a passfile, or the same address in STATUSPAGE_DATABASE.

    \b
    Example:
      statuspage store copy var/statuspage.db postgresql://statuspage@db.example/statuspage
    """
    here = Path(source.removeprefix("sqlite:///"))
    there = _server(program, target)
    with shown() as progress:
        moved = copy_store(program.folder / here, there, progress)
    note_deed(actor(), "copy store", "store", source=str(here), target=without_password(target))
    rows = {name: count for name, count in moved.rows.items() if count}
    tell(
        {
            "rows": rows,
            "entries": moved.agreed.entries,
            "root": moved.agreed.root,
            "figures": len(moved.agreed.figures),
        }
    )
    echo(said("Copied: {rows}.", rows=[f"{name} {count}" for name, count in rows.items()]))
    agreed = moved.agreed
    echo(
        counted(
            "Both agree: the record has {count} entry with the root {root}, and the figures of "
            "the newest periods are the same ({figures} compared).",
            "Both agree: the record has {count} entries with the root {root}, and the figures of "
            "the newest periods are the same ({figures} compared).",
            agreed.entries,
            root=agreed.root[:16],
            figures=len(agreed.figures),
        )
    )
    echo(
        said(
            "Now name the new database in [store] database, and give every node the secret of the "
            "former store: {variable}={secret}",
            variable="STATUSPAGE_SECRET_FILE",
            secret=f"{here}.secret",
        )
    )


def _server(program: Program, target: str) -> DatabaseServer:
    try:
        check_database(target)
    except ValueError as error:
        raise click.BadParameter(words(message(error)), param_hint="POSTGRESQL") from error
    whole = os.environ.get(DATABASE_VARIABLE, "")
    chosen = whole if without_password(whole) == target else target
    place = store_place(chosen, program.folder, os.environ)
    if isinstance(place, Path):
        told = said("'{text}' is a file; write postgresql://USER@HOST/DATABASE.", text=target)
        raise click.BadParameter(words(told), param_hint="POSTGRESQL")
    return place


COMMANDS = (store,)
