"""`backup` and `restore`: the whole store as one file, and back."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import click

from statuspage.actions.staff.audit import note_deed
from statuspage.cli.language import echo
from statuspage.cli.output import json_option, tell
from statuspage.cli.program import Program, actor
from statuspage.cli.progress import shown
from statuspage.domain.desk.lost import nouns
from statuspage.errors import Damaged, StoreError, TooNew, message
from statuspage.said import Said, said
from statuspage.store import backup as copies
from statuspage.store import restoring
from statuspage.store.restoring import By, Restored

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@json_option
@click.pass_obj
def backup(program: Program, file: Path) -> None:
    """Write a verified copy of the store to FILE; safe while everything runs.

    It replaces an older backup of this site, and nothing else.

    \b
    Example:
      statuspage backup /backups/status-2026-11-22.db
    """
    program.open()
    with shown() as progress:
        counts = copies.backup(file, progress)
    with suppress(StoreError):  # a store that cannot be written to is backed up all the same
        note_deed(actor(), "back up", f"backup/{file.name}", file=str(file.absolute()))
    tell({"file": str(file), "rows": dict(counts)})
    echo(said("Wrote {file}: {counts}.", file=file, counts=_counts(counts)))


@click.command()
@click.argument("file", type=_FILE)
@click.option("--replace", is_flag=True, help="Restore even if the store holds what FILE does not.")
@json_option
@click.pass_obj
def restore(program: Program, file: Path, *, replace: bool) -> None:
    """Put a verified backup in place of the store; running servers show it at once.

    What only the store holds is counted, and lost only with --replace; the former store is then
    kept besides. The audit log goes on, with a line about this.

    \b
    Example:
      statuspage restore /backups/status-2026-11-22.db
    """
    copies.verify(file)
    try:
        program.open_or_create()
        with shown() as progress:
            done = restoring.restore(file, _by(file), replace=replace, progress=progress)
    except Damaged as error:
        done = _in_place_of(program, file, error, "damaged")
    except TooNew as error:
        if not replace:
            raise TooNew(
                said(
                    "{error} With --replace it is set aside, and the backup takes its place.",
                    error=message(error),
                )
            ) from error
        done = _in_place_of(program, file, error, "newer")
    _say(file, done)


def _in_place_of(program: Program, file: Path, error: StoreError, why: str) -> Restored:
    """Restore where the present store cannot be opened: it is set aside, and stays whole."""
    aside = restoring.set_aside(program.database(), why)
    echo(said("{error} That store is now at {aside}.", error=message(error), aside=aside), err=True)
    program.open_or_create()
    with shown() as progress:
        by = _by(file, set_aside=aside.name)
        done = restoring.restore(file, by, former=aside, progress=progress)
    echo(
        said(
            "Accounts, passwords, second factors and tokens are those of the backup: what was "
            "removed or changed since then is back. Check them at /admin/staff."
        )
    )
    return done


def _by(file: Path, **more: str) -> By:
    who = actor()
    facts = {"file": str(file.absolute()), **more}
    return By(who.name, who.via, f"backup/{file.name}", facts)


def _say(file: Path, done: Restored) -> None:
    tell(
        {
            "file": str(file),
            "rows": dict(done.counts),
            "lost": dict(done.lost),
            "kept": None if done.kept is None else str(done.kept),
            "cuts_the_record": done.cuts_the_record,
        }
    )
    echo(said("Restored {file}: {counts}.", file=file, counts=_counts(done.counts)))
    if done.kept is not None:
        echo(
            said(
                "Lost: {lost}. The former store is at {kept}.",
                lost=nouns(done.lost),
                kept=done.kept,
            )
        )
    if done.cuts_the_record:
        echo(
            said(
                "The record was cut short, so readers' checkpoints no longer fit. Purge "
                "/record/tile/ from caches in front of the site and from copies of it."
            )
        )


def _counts(counts: Mapping[str, int]) -> list[Said]:
    return [
        said("{count} {table} rows", count=count, table=table.replace("_", " "))
        for table, count in counts.items()
    ]


COMMANDS = (backup, restore)
