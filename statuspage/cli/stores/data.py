"""`import` and `migrate`: what enters the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import click

from statuspage.actions.measurements import bulk_checks, cases, ratings
from statuspage.actions.measurements.checks import ImportedCheck
from statuspage.actions.measurements.taking import Chunk, Taken
from statuspage.actions.staff.audit import note_deed
from statuspage.cli.language import echo
from statuspage.cli.output import json_option, tell
from statuspage.cli.program import Program, actor, zone
from statuspage.cli.progress import shown
from statuspage.cli.stores.import_changelog import import_changelog
from statuspage.cli.stores.import_export import import_export
from statuspage.cli.stores.import_feedback import import_feedback
from statuspage.cli.stores.import_history import HISTORIES, bare
from statuspage.cli.stores.import_measurements import import_measurements
from statuspage.config import Settings
from statuspage.config.kinds.values import Model
from statuspage.errors import InvalidInput
from statuspage.imports import measurements, source
from statuspage.progress import Progress
from statuspage.said import counted, joined, said
from statuspage.store import db
from statuspage.store.settings import current_settings

_ROWS = click.Path(dir_okay=False, allow_dash=True)


@click.command()
@json_option
@click.pass_obj
def migrate(program: Program) -> None:
    """Create the store, or bring its schema up to date.

    \b
    Example:
      statuspage migrate
    """
    steps = program.open_or_create()
    tell({"steps": [*steps]})
    echo(said("Took {steps}.", steps=[*steps]) if steps else said("The schema is up to date."))


@click.group("import")
def import_() -> None:
    """Bring a history with you; running it again takes only what is new.

    \b
    Example:
      statuspage import incidents history.jsonl
    """


for _command in HISTORIES:
    import_.add_command(_command)
import_.add_command(import_changelog)
import_.add_command(import_export)
import_.add_command(import_feedback)
import_.add_command(import_measurements)


@import_.command("checks")
@click.argument("file", type=_ROWS)
@json_option
@click.pass_obj
def import_checks(program: Program, file: str) -> None:
    """Import results of probes, of any age, from CSV or JSON lines (a path, or - for stdin).

    Columns: probe, at, state (up, degraded, down), latency_ms, location.

    \b
    Example:
      statuspage import checks checks.csv
    """
    settings = _settings(program)
    _take_rows(
        file,
        ImportedCheck,
        lambda rows, progress: bulk_checks.import_checks(rows, settings, progress),
    )


@import_.command("cases")
@click.argument("file", type=_ROWS)
@json_option
@click.pass_obj
def import_cases(program: Program, file: str) -> None:
    """Take support cases from CSV or JSON lines (a path, or - for standard input).

    An id that is known updates its case.

    Columns: id, opened_at, first_response_at, resolved_at, waiting (from/to;from/to), priority,
    agent_replies, reopened, topic, follow_up_of.

    \b
    Example:
      statuspage import cases cases.csv
    """
    settings = _settings(program)
    _take_rows(file, cases.Case, lambda rows, _: cases.import_cases(rows, settings))


@import_.command("ratings")
@click.argument("file", type=_ROWS)
@json_option
@click.pass_obj
def import_ratings(program: Program, file: str) -> None:
    """Import ratings from CSV or JSON lines (a path, or - for standard input).

    Columns: id, at, kind (csat, nps, ces), score, incident.

    \b
    Example:
      statuspage import ratings ratings.csv
    """
    program.open()
    _take_rows(file, ratings.Rating, lambda rows, _: ratings.import_ratings(rows))


def _settings(program: Program) -> Settings:
    program.open()
    with db.snapshot():
        return current_settings()


def _take_rows(
    file: str, model: type[Model], take: Callable[[Iterable[Chunk], Progress], Taken]
) -> None:
    """Take a file of rows whole or not at all, and say what came of it."""
    size = None if file == source.STANDARD_INPUT else Path(file).stat().st_size
    name = source.name_of(file)
    with click.open_file(file, "rb") as opened, shown() as progress:
        rows = measurements.chunks(opened, name, [*model.model_fields], zone(), size, progress)
        taken = take(rows, progress)
    if not taken.fault_count:
        if taken.rows:
            note_deed(actor(), "import", f"import/{bare(name)}", taken=taken.rows)
        tell({"taken": taken.rows})
        echo(said("taken {rows}", rows=taken.rows))
        return
    for fault in taken.faults:
        echo(joined([name, fault.said], ": "), err=True)
    more = taken.fault_count - len(taken.faults)
    if more:
        found = counted(
            "{count} fault ({more} more are not shown); nothing was taken.",
            "{count} faults ({more} more are not shown); nothing was taken.",
            taken.fault_count,
            more=more,
        )
    else:
        found = counted(
            "{count} fault; nothing was taken.",
            "{count} faults; nothing was taken.",
            taken.fault_count,
        )
    raise InvalidInput({name: found})


COMMANDS = (migrate, import_)
