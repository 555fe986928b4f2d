"""`import export`: the same site from what `export DIR` wrote, or its history into another one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import click

from statuspage import clock
from statuspage.actions.incidents.imported import take_incidents
from statuspage.actions.moving_in import holds, is_empty, move_in
from statuspage.actions.staff.audit import note_deed
from statuspage.actions.sync import read_files
from statuspage.cli.language import echo
from statuspage.cli.output import json_option, tell
from statuspage.cli.program import Program, actor, zone
from statuspage.cli.progress import shown
from statuspage.cli.publishing.content import print_report
from statuspage.config import Store
from statuspage.config.database import DATABASE_VARIABLE, store_place
from statuspage.errors import StoreError
from statuspage.imports import jsonl, report
from statuspage.imports.exported import HISTORY, ExportSource, is_untouched
from statuspage.said import counted, joined, said
from statuspage.store import db


@click.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def import_export(program: Program, folder: Path) -> None:
    """Import what `statuspage export DIR` wrote: into an empty store it gives the same site.

    Where there is no config.toml yet, or the one that `init` wrote, that of the export is taken,
    with its content/. A site that has published already takes the incidents that it does not know.

    \b
    Example:
      mkdir status && cd status && statuspage import export ../status-export
    """
    source = ExportSource(folder)
    with _settings(program, source), db.import_alone():
        if is_empty():
            told = _whole(program, source)
        elif holds(source.manifest):
            told = {"taken": 0, "known": _count(source), "refused": 0}
        else:
            told = _history(source)
    tell(told)
    summary = ", ".join(f"{name} {told[name]}" for name in ("taken", "known", "refused"))
    echo(joined([summary], ""))
    if told["refused"]:
        raise SystemExit(1)


@contextmanager
def _settings(program: Program, source: ExportSource) -> Iterator[None]:
    """Have a site to import into; what was put for it goes again where nothing comes of it."""
    with source.settled(program.folder) if _is_new(program) else nullcontext():
        program.open_or_create()
        yield


def _is_new(program: Program) -> bool:
    """Whether nobody wrote settings yet, and nothing was published with those that stand here."""
    if program.config.name != "config.toml" or not is_untouched(program.folder):
        return False
    chosen = os.environ.get(DATABASE_VARIABLE) or Store().database
    place = store_place(chosen, program.folder, os.environ)
    if isinstance(place, Path) and not place.exists():
        return True
    db.open_store(place, or_read_only=True)
    try:
        return is_empty()
    except StoreError:  # without tables
        return True


def _whole(program: Program, source: ExportSource) -> dict[str, int]:
    """Take all of it into an empty store."""
    count = _count(source)
    source.require_whole()
    with shown() as progress:
        done = move_in(
            source.manifest,
            source.rows,
            lambda: read_files(program.config, os.environ),
            actor(),
            progress,
        )
    if done.synced.did_anything or done.synced.problems:
        print_report(done.synced)
    echo(
        counted(
            "Took {count} row; the record goes on at entry {entries}.",
            "Took {count} rows; the record goes on at entry {entries}.",
            done.rows,
            entries=done.entries,
        )
    )
    return {"taken": count, "known": 0, "refused": 0}


def _history(source: ExportSource) -> dict[str, int]:
    """Take the history into a site that has one of its own."""
    name = str(source.root / HISTORY)
    batch = jsonl.read(source.history(), name, zone(), clock.now())
    with shown() as progress:
        outcome = take_incidents(batch, progress)
    if outcome.taken:
        note_deed(actor(), "import", f"import/{name}", taken=outcome.taken)
    echo(
        said(
            "This site has published already, so it takes the incidents alone. For the same "
            "site, import into an empty folder."
        )
    )
    for line in [*report.lines(batch, outcome)][:-1]:
        echo(line)
    return {"taken": outcome.taken, "known": outcome.known, "refused": outcome.refused}


def _count(source: ExportSource) -> int:
    """What is counted of an export: incidents, planned work and what was written."""
    files = source.manifest.files
    listed = (files.get(f"data/{name}.jsonl") for name in ("incidents", "entries"))
    return sum(one.rows or 0 for one in listed if one is not None)
