"""`export`: what can be taken elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from statuspage.cli.program import Program
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.render.changelog_file import changelog_file
from statuspage.render.history_lines import history_line
from statuspage.store import db
from statuspage.store.incidents import incidents, origins
from statuspage.store.published import entries
from statuspage.store.settings import site

_STEP = 200  # incidents in memory at once


@click.group()
def export() -> None:
    """Take what is public elsewhere.

    \b
    Example:
      statuspage export incidents > history.jsonl
    """


@export.command("incidents")
@click.pass_obj
def export_incidents(program: Program) -> None:
    """Print every incident and all planned work as JSON lines, the oldest first.

    `import incidents` reads them anew.

    \b
    Example:
      statuspage export incidents > history.jsonl
    """
    program.open()
    out = sys.stdout.buffer
    with db.snapshot():
        for line in lines():
            out.write(line)


@export.command("changelog")
@click.option(
    "--format",
    "form",
    type=click.Choice(["keepachangelog"]),
    default="keepachangelog",
    show_default=True,
)
@click.pass_obj
def export_changelog(program: Program, form: str) -> None:
    """Print the changelog as a file in the form of Keep a Changelog, the newest release first.

    `import changelog` reads it anew. What was withdrawn is left out.

    \b
    Example:
      statuspage export changelog > CHANGELOG.md
    """
    del form  # there is one
    program.open()
    with db.snapshot():
        text = changelog_file(entries.all_of(EntryKind.CHANGELOG), site().zone)
    sys.stdout.buffer.write(text.encode())


def lines() -> Iterator[bytes]:
    """The whole history, line by line; asked inside a snapshot."""
    told = site()
    every = incidents.all_keys()
    for start in range(0, len(every), _STEP):
        keys = every[start : start + _STEP]
        found, from_elsewhere = incidents.by_keys(keys), origins.of(keys)
        for key in keys:
            yield history_line(found[key], from_elsewhere.get(key), told)


COMMANDS = (export,)
