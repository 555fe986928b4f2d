"""`import incidents`, `atom`, `statuspage`, `cstate` and their like: a history from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import click

from statuspage import clock
from statuspage.actions.incidents.imported import take_incidents
from statuspage.actions.incidents.trial import try_incidents
from statuspage.actions.staff.audit import note_deed
from statuspage.cli.language import echo
from statuspage.cli.output import json_option, line, tell
from statuspage.cli.pairs import pairs
from statuspage.cli.program import Program, actor, zone
from statuspage.cli.progress import shown
from statuspage.cli.stores.trial_table import table
from statuspage.domain.incidents.imported import Batch, Taking
from statuspage.errors import InvalidInput
from statuspage.imports import report
from statuspage.imports.histories.given import Given
from statuspage.imports.histories.registry import READERS
from statuspage.progress import Progress, Stage
from statuspage.said import counted, said

_MADE: list[click.Command] = []


@dataclass(frozen=True)
class _Asked:
    """How a history is to be read, and what is to be done with it."""

    ours: Mapping[str, str]  # components here, by what they are called there
    timezone: str | None
    is_trial: bool


def _history(name: str, metavar: str = "SOURCE") -> Callable[[Callable[[], None]], click.Command]:
    """A command that imports one form of history; its docstring is its help."""

    def made(function: Callable[[], None]) -> click.Command:
        @click.command(name, help=function.__doc__)
        @click.argument("place", metavar=metavar)
        @click.option(
            "--component",
            multiple=True,
            metavar="THEIRS=OURS",
            help="What a component there is here, by id or name; may be repeated.",
        )
        @click.option(
            "--timezone",
            metavar="ZONE",
            help="The zone of times that name none; absent: that system's own, else the site's.",
        )
        @click.option(
            "--dry-run", is_flag=True, help="Show what would be taken, and write nothing."
        )
        @json_option
        @click.pass_obj
        def run(
            program: Program,
            place: str,
            component: tuple[str, ...],
            timezone: str | None,
            *,
            dry_run: bool,
        ) -> None:
            ours = pairs("--component", component)
            _import(program, name, place, _Asked(ours, timezone, dry_run))

        _MADE.append(run)
        return run

    return made


@_history("incidents", "FILE")
def _incidents() -> None:
    """Import incidents from JSON lines (a path, - or a URL).

    Each line: id, url, title, impact, components, updates [{at, status, message}], started_at,
    resolved_at, impact_window {start_at, end_at}.

    \b
    Example:
      statuspage import incidents history.jsonl
    """


@_history("atom")
def _atom() -> None:
    """Import incidents from the feed of a Statuspage or Instatus page (a path, - or a URL).

    Atom, RSS and JSON Feed are told apart by what they hold.

    \b
    Example:
      statuspage import atom https://status.example.com/history.atom
    """


@_history("rss")
def _rss() -> None:
    """The same as `import atom`, by the name of the other form.

    \b
    Example:
      statuspage import rss https://status.example.com/history.rss
    """


@_history("statuspage")
def _statuspage() -> None:
    """Import a page of Atlassian Statuspage: its address, or saved JSON (a path, a folder or -).

    From an address all of its public history is read, not only the 50 newest. Saved JSON is that
    of its API v2, or of the manage API (incidents, components, component-groups).

    \b
    Example:
      statuspage import statuspage https://status.example.com --component "Web API=api"
    """


@_history("cstate", "DIR")
def _cstate() -> None:
    """Import a cState site, or one of statuskit: the folder with content/issues.

    Times without a zone are UTC, or in the timeZone of its own configuration, as Hugo has it.

    \b
    Example:
      statuspage import cstate ../old-status --dry-run
    """


@_history("instatus")
def _instatus() -> None:
    """Import an Instatus page: saved JSON of its API (a file, a folder or -).

    Save incidents.json, maintenances.json and components.json of api.instatus.com/v1/PAGE.

    \b
    Example:
      statuspage import instatus instatus/ --dry-run
    """


@_history("upptime")
def _upptime() -> None:
    """Import the issues of an Upptime repository: JSON that GitHub's API prints.

    Save issues.json (all states, label status or maintenance) and comments.json in one folder.

    \b
    Example:
      statuspage import upptime upptime/ --component google=website
    """


@_history("kuma")
def _kuma() -> None:
    """Import incidents and planned work from Uptime Kuma: its kuma.db, or a dump of it.

    \b
    Example:
      statuspage import kuma kuma.db --dry-run
    """


@_history("kener")
def _kener() -> None:
    """Import incidents and planned work from Kener: its SQLite file, a dump, or saved JSON.

    \b
    Example:
      statuspage import kener kener.sqlite.db --dry-run
    """


@_history("openstatus")
def _openstatus() -> None:
    """Import reports and planned work from openstatus: its SQLite file, or saved JSON.

    Save status_report.json, status_report_update.json and maintenance.json of its API.

    \b
    Example:
      statuspage import openstatus openstatus/ --dry-run
    """


@_history("cachet")
def _cachet() -> None:
    """Import incidents and planned work from Cachet: saved JSON, a dump of SQL, or SQLite.

    Save incidents.json, components.json and schedules.json of its API. Its times name no zone: say
    with --timezone which is meant, where it is not that of this site.

    \b
    Example:
      statuspage import cachet cachet.sql --timezone America/New_York
    """


def _import(program: Program, form: str, place: str, asked: _Asked) -> None:
    program.open()
    with shown() as progress:
        given = Given(place, zone(), clock.now(), _stated(asked.timezone), progress)
        batch = READERS[form](given)
        outcome = (
            try_incidents(batch, asked.ours)
            if asked.is_trial
            else _taken(batch, progress, asked.ours)
        )
    if outcome.taken and not asked.is_trial:
        note_deed(actor(), "import", f"import/{bare(place)}", taken=outcome.taken)
    if asked.is_trial:
        for row in table(outcome.rows):
            line(row)
    for told in report.lines(batch, outcome, is_trial=asked.is_trial):
        echo(told)
    facts = report.facts(batch, outcome)
    tell({"dry_run": True, **facts} if asked.is_trial else facts)
    if outcome.refused:
        raise SystemExit(1)


def _taken(batch: Batch, progress: Progress, ours: Mapping[str, str]) -> Taking:
    """What became of a batch; of one that is cut off, what was taken stays."""
    done: list[int] = []

    def told(stage: Stage) -> None:
        done.append(stage.done)
        progress(stage)

    try:
        return take_incidents(batch, told, ours)
    except BaseException:
        if done:
            text = counted(
                "It was cut off after {count} of {all} entries. These stay; run it again for the "
                "rest.",
                "It was cut off after {count} of {all} entries. These stay; run it again for the "
                "rest.",
                done[-1],
                all=len(batch.incidents),
            )
            echo(text, err=True)
        raise


def _stated(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        text = said("'{name}' is not a time zone such as Europe/London.", name=name or "")
        raise InvalidInput({"--timezone": text}) from None


def bare(name: str) -> str:
    """A source for the audit log: what an address asks with, or signs in with, stays out of it."""
    place = urlsplit(name)
    return f"{place.hostname}{place.path}" if place.scheme and place.hostname else name


HISTORIES = tuple(_MADE)
