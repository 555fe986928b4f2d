"""`import`, `backup`, `restore`, `migrate`: what goes into the store and out of it as a whole."""

from __future__ import annotations

from pathlib import Path

import click

from statuspage.cli.program import Program
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
    program.open_or_create()
    click.echo(f"Restored {file}: {_counts(copies.restore(file))}.")


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {table.replace('_', ' ')} rows" for table, count in counts.items())


COMMANDS = (migrate, backup, restore)
