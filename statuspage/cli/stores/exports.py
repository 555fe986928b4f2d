"""`export`: what can be taken elsewhere."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from statuspage.cli.language import echo
from statuspage.cli.output import json_option, tell
from statuspage.cli.program import Program
from statuspage.cli.progress import shown
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.exports.readable import history_lines
from statuspage.exports.whole import export as export_site
from statuspage.render.changelog_file import changelog_file
from statuspage.said import counted, said
from statuspage.store import db
from statuspage.store.published import entries
from statuspage.store.settings import site


class _OrFolder(click.Group):
    """What is none of its commands is the folder that all is written to: `export DIR`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = [export_all.name or "", *args]
        return super().resolve_command(ctx, args)


@click.group(cls=_OrFolder, subcommand_metavar="DIR|COMMAND [ARGS]...")
def export() -> None:
    """Take what is public elsewhere: all of it into DIR, or a part of it.

    DIR is empty, or an earlier export of this site. It gets rows as JSON lines and CSV, words as
    Markdown, and the settings of a site that runs; `import export DIR` gives the same one
    elsewhere. No secret, no account and nobody who is told is in it.

    \b
    Example:
      statuspage export /backups/status-export
      statuspage export incidents > history.jsonl
    """


@export.command("incidents")
@json_option
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
        for line in history_lines(site()):
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


@export.command("all")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def export_all(program: Program, folder: Path) -> None:
    """Write all that is public into DIR: rows as JSON lines and CSV, words as Markdown, settings.

    DIR is empty, or an earlier export of this site. It is a site that runs, and `import export DIR`
    gives the same one elsewhere. No secret, no account and nobody who is told is in it.

    \b
    Example:
      statuspage export all /backups/status-export
    """
    program.open()
    with shown() as progress:
        done = export_site(folder, progress)
    tell(asdict(done))
    echo(
        counted(
            "Wrote {folder}: {count} file, {rows} rows, {entries} entries of the record.",
            "Wrote {folder}: {count} files, {rows} rows, {entries} entries of the record.",
            done.files,
            folder=folder,
            rows=done.rows,
            entries=done.entries,
        )
    )
    if done.has_probes:
        echo(
            said(
                "Its config.toml names what your [[probes]] and [[sources]] ask. Take that out "
                "before you publish the folder."
            )
        )


COMMANDS = (export,)
