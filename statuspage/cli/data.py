"""`import`, `backup`, `restore`, `migrate`: what enters and leaves the store as a whole."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from statuspage import clock
from statuspage.actions.imported import take_incidents
from statuspage.cli.program import Program, zone
from statuspage.domain.imported import Batch
from statuspage.errors import StoreError
from statuspage.imports import atom, jsonl, report, source
from statuspage.store import backup as copies

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.pass_obj
def migrate(program: Program) -> None:
    """Make the store or bring its schema up to date.

    \b
    Example:
      statuspage migrate
    """
    steps = program.open_or_create()
    click.echo(f"Took {', '.join(steps)}." if steps else "The schema is up to date.")


@click.command()
@click.argument("file", type=_FILE)
@click.pass_obj
def backup(program: Program, file: Path) -> None:
    """Write a verified copy of the store to FILE; safe while everything runs.

    \b
    Example:
      statuspage backup /backups/status-2026-11-22.db
    """
    program.open()
    click.echo(f"Wrote {file}: {_counts(copies.backup(file))}.")


@click.command()
@click.argument("file", type=_FILE)
@click.pass_obj
def restore(program: Program, file: Path) -> None:
    """Put a verified backup in place of the store; running servers show it at once.

    \b
    Example:
      statuspage restore /backups/status-2026-11-22.db
    """
    copies.verify(file)
    try:
        program.open_or_create()
    except StoreError as error:
        aside = copies.set_aside(program.database())
        click.echo(f"{error} The damaged store now lies at {aside}.", err=True)
        program.open_or_create()
    click.echo(f"Restored {file}: {_counts(copies.restore(file))}.")


@click.group("import")
def import_() -> None:
    """Bring a history along; doing it again takes only what is new.

    \b
    Example:
      statuspage import incidents history.jsonl
    """


@import_.command("incidents")
@click.argument("file", metavar="FILE")
@click.pass_obj
def import_incidents(program: Program, file: str) -> None:
    """Take incidents from JSON lines (a path, - or a URL).

    Each line: id, url, title, impact, components, updates [{at, status, message}], started_at,
    resolved_at, impact_window {start_at, end_at}.

    \b
    Example:
      statuspage import incidents history.jsonl
    """
    program.open()
    data = source.read(file)
    _take(jsonl.read(data, source.name_of(file), zone(), clock.now()))


@import_.command("atom")
@click.argument("address", metavar="SOURCE")
@click.pass_obj
def import_atom(program: Program, address: str) -> None:
    """Take incidents from the Atom history of a Statuspage page (a path, - or a URL).

    \b
    Example:
      statuspage import atom https://status.example.com/history.atom
    """
    program.open()
    data = source.read(address)
    _take(atom.read(data, source.name_of(address), clock.now()))


def _take(batch: Batch) -> None:
    """Write a batch, with a bar on a terminal, and say what came of it."""
    with click.progressbar(
        length=len(batch.incidents),
        label="Importing",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:
        outcome = take_incidents(batch, bar.update)
    for line in report.lines(batch, outcome):
        click.echo(line)
    if outcome.refused:
        raise SystemExit(1)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {table.replace('_', ' ')} rows" for table, count in counts.items())


COMMANDS = (migrate, import_, backup, restore)
