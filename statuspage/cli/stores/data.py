"""`import` and `migrate`: what enters the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit

import click

from statuspage import clock
from statuspage.actions.incidents.imported import take_incidents
from statuspage.actions.measurements import bulk_checks, cases, ratings
from statuspage.actions.measurements.checks import ImportedCheck
from statuspage.actions.measurements.taking import Chunk, Taken
from statuspage.actions.staff.audit import note_deed
from statuspage.cli.language import echo
from statuspage.cli.program import Program, actor, zone
from statuspage.cli.progress import shown
from statuspage.cli.stores.import_changelog import import_changelog
from statuspage.cli.stores.import_feedback import import_feedback
from statuspage.config import Settings
from statuspage.config.kinds.values import Model
from statuspage.domain.incidents.imported import Batch
from statuspage.errors import InvalidInput
from statuspage.imports import feed, jsonl, measurements, report, source
from statuspage.progress import Progress
from statuspage.said import counted, joined, said
from statuspage.store import db
from statuspage.store.settings import current_settings

_ROWS = click.Path(dir_okay=False, allow_dash=True)


@click.command()
@click.pass_obj
def migrate(program: Program) -> None:
    """Create the store, or bring its schema up to date.

    \b
    Example:
      statuspage migrate
    """
    steps = program.open_or_create()
    echo(said("Took {steps}.", steps=[*steps]) if steps else said("The schema is up to date."))


@click.group("import")
def import_() -> None:
    """Bring a history with you; running it again takes only what is new.

    \b
    Example:
      statuspage import incidents history.jsonl
    """


import_.add_command(import_changelog)
import_.add_command(import_feedback)


@import_.command("incidents")
@click.argument("file", metavar="FILE")
@click.pass_obj
def import_incidents(program: Program, file: str) -> None:
    """Import incidents from JSON lines (a path, - or a URL).

    Each line: id, url, title, impact, components, updates [{at, status, message}], started_at,
    resolved_at, impact_window {start_at, end_at}.

    \b
    Example:
      statuspage import incidents history.jsonl
    """
    program.open()
    data = source.read(file)
    _take(jsonl.read(data, source.name_of(file), zone(), clock.now()), file)


@import_.command("atom")
@click.argument("address", metavar="SOURCE")
@click.pass_obj
def import_atom(program: Program, address: str) -> None:
    """Import incidents from the feed of a Statuspage or Instatus page (a path, - or a URL).

    Atom, RSS and JSON Feed are told apart by what they hold.

    \b
    Example:
      statuspage import atom https://status.example.com/history.atom
    """
    _take_feed(program, address)


@import_.command("rss")
@click.argument("address", metavar="SOURCE")
@click.pass_obj
def import_rss(program: Program, address: str) -> None:
    """The same as `import atom`, by the name of the other form.

    \b
    Example:
      statuspage import rss https://status.example.com/history.rss
    """
    _take_feed(program, address)


@import_.command("checks")
@click.argument("file", type=_ROWS)
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
            note_deed(actor(), "import", f"import/{_bare(name)}", taken=taken.rows)
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


def _take_feed(program: Program, address: str) -> None:
    program.open()
    data = source.read(address)
    _take(feed.read(data, source.name_of(address), clock.now()), address)


def _take(batch: Batch, name: str) -> None:
    """Write a batch, and say what came of it."""
    with shown() as progress:
        outcome = take_incidents(batch, progress)
    if outcome.taken:
        note_deed(actor(), "import", f"import/{_bare(name)}", taken=outcome.taken)
    for line in report.lines(batch, outcome):
        echo(line)
    if outcome.refused:
        raise SystemExit(1)


def _bare(name: str) -> str:
    """A source for the audit log: what an address asks with, or signs in with, stays out of it."""
    place = urlsplit(name)
    return f"{place.hostname}{place.path}" if place.scheme and place.hostname else name


COMMANDS = (migrate, import_)
