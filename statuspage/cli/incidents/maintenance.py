"""`maintenance`: planned work, by the same actions as the forms of the desk."""

from __future__ import annotations

from typing import Any

import click

from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import post_update
from statuspage.actions.maintenance.planned import (
    move_maintenance,
    remind_of_maintenance,
    schedule_maintenance,
)
from statuspage.actions.maintenance.rescheduling import begin_maintenance, reschedule_maintenance
from statuspage.actions.maintenance.series import cancel_series
from statuspage.cli.afar.either import EitherGroup
from statuspage.cli.completion import offers
from statuspage.cli.further import in_languages, texts
from statuspage.cli.incidents.listing import list_maintenance, tell_listed
from statuspage.cli.incidents.posting import print_incident, say_published
from statuspage.cli.known import found_incident
from statuspage.cli.language import words
from statuspage.cli.output import json_option
from statuspage.cli.program import Program, actor, moment, zone
from statuspage.config import Steps
from statuspage.domain.incidents.recurrence import Repeat
from statuspage.domain.incidents.rhythm import rule_of_words
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.errors import Conflict, InvalidInput
from statuspage.said import joined, said
from statuspage.store import db
from statuspage.store.incidents import incidents, plans
from statuspage.store.settings import current_settings

_key = click.argument("key", metavar="ID", shell_complete=offers.planned)
_body = click.option("--body", required=True, help="The words, in Markdown.")
_plain = click.option(
    "--body", default="", help="The words, in Markdown; if absent, a plain sentence."
)
_SWITCHES = ("remind", "begin", "verify", "complete", "tell")


@click.group(cls=EitherGroup)
def maintenance() -> None:
    """Announce planned work and see it through.

    \b
    Example:
      statuspage maintenance schedule --title "Database upgrade" --body "Writes pause briefly." \\
        --from "2026-12-01 22:00" --until "2026-12-01 23:00" --component api
    """


@maintenance.command()
@click.option("--title", required=True)
@_body
@in_languages
@click.option("--from", "start", required=True, metavar="TIME", help="When it begins.")
@click.option("--until", "end", required=True, metavar="TIME", help="When it ends.")
@click.option(
    "--component",
    "components",
    required=True,
    multiple=True,
    metavar="ID",
    shell_complete=offers.components,
)
@click.option("--owner", default="", help="Who is working on it, by the name readers should see.")
@click.option(
    "--repeat",
    metavar="HOW",
    help='daily, weekly, monthly, "every sunday", "every first sunday", or an RFC 5545 rule.',
)
@click.option("--remind", metavar="60m|off", help="How long before it begins.")
@click.option("--begin/--no-begin", default=None, help="Whether it begins automatically.")
@click.option("--verify", metavar="10m|off", help="How long before its end it turns to verifying.")
@click.option("--complete/--no-complete", default=None, help="Whether it completes automatically.")
@click.option("--tell/--no-tell", default=None, help="Whether readers are sent these steps.")
@click.option(
    "--page-only", is_flag=True, help="Nobody is sent a message; the page and its feeds say so."
)
@json_option
@click.pass_obj
def schedule(
    program: Program, /, title: str, body: str, start: str, end: str, **given: Any
) -> None:
    """Announce planned work; the last line printed is its ID. The worker begins and completes it.

    Options you leave out are taken from `[maintenance]` in config.toml. With --repeat each
    following one is announced automatically, in time, by the clock of the site's time zone.

    \b
    Example:
      statuspage maintenance schedule --title "Database upgrade" --body "Writes pause briefly." \\
        --from "2026-12-06 02:00" --until "2026-12-06 03:00" --component api \\
        --repeat "every sunday"
    """
    program.open()
    begins = moment("--from", start)
    ends = moment("--until", end, begins)
    found = schedule_maintenance(
        title,
        body,
        begins,
        ends,
        given["components"],
        actor(),
        owner=given["owner"],
        steps=_steps(given),
        repeat=Repeat(rule_of_words(given["repeat"], begins, zone()), zone())
        if given["repeat"]
        else None,
        texts=texts(given),
        is_page_only=given["page_only"],
    )
    print_incident(found, with_key=True)


def _steps(given: dict[str, Any]) -> Steps:
    """What the settings say, with what the options say over it."""
    with db.snapshot():
        usual = current_settings().maintenance
    stated = {name: given[name] for name in _SWITCHES if given[name] is not None}
    try:
        return Steps.model_validate(usual.model_dump(mode="json") | stated)
    except ValueError as error:
        hint = "--remind / --verify"
        raise click.BadParameter(
            words(said('Write a length such as 60m, or "off".')), param_hint=hint
        ) from error


@maintenance.command()
@_key
@click.option("--from", "start", required=True, metavar="TIME", help="The new start.")
@click.option("--until", "end", required=True, metavar="TIME", help="The new end.")
@click.option("--reason", required=True, help="Why it moves; readers see this.")
@json_option
@click.pass_obj
def reschedule(program: Program, key: str, start: str, end: str, reason: str) -> None:
    """Move planned work to other times. Readers see the former ones, and why.

    \b
    Example:
      statuspage maintenance reschedule 7kq2m9x4ha --from "2026-12-02 22:00" \\
        --until "2026-12-02 23:00" --reason "The new disks come a day later."
    """
    program.open()
    found_incident(key, Kind.MAINTENANCE)
    begins = moment("--from", start)
    ends = moment("--until", end, begins)
    print_incident(reschedule_maintenance(key, begins, ends, reason, actor()))


@maintenance.command()
@_key
@click.option("--until", required=True, metavar="TIME", help="The new end.")
@_body
@json_option
@click.pass_obj
def extend(program: Program, key: str, until: str, body: str) -> None:
    """Give planned work a later end. Time not announced ahead counts in the figures.

    \b
    Example:
      statuspage maintenance extend 7kq2m9x4ha --until "2026-12-01 23:30" \\
        --body "The copy takes longer than we thought."
    """
    program.open()
    found_incident(key, Kind.MAINTENANCE)
    word = NewUpdate(body, until=moment("--until", until))
    print_incident(post_update(key, word, actor()))


@maintenance.command()
@_key
@_plain
@json_option
@click.pass_obj
def remind(program: Program, key: str, body: str) -> None:
    """Remind readers of planned work that is to come.

    \b
    Example:
      statuspage maintenance remind 7kq2m9x4ha
    """
    program.open()
    found_incident(key, Kind.MAINTENANCE)
    print_incident(remind_of_maintenance(key, body, actor()))


@maintenance.command()
@_key
@_plain
@click.option(
    "--end",
    type=click.Choice(["move", "keep"], case_sensitive=False),
    help="If it begins early: whether its end moves along or stays.",
)
@json_option
@click.pass_obj
def start(program: Program, key: str, body: str, end: str | None) -> None:
    """Begin planned work now, also before its time.

    \b
    Example:
      statuspage maintenance start 7kq2m9x4ha --body "We begin." --end move
    """
    program.open()
    found_incident(key, Kind.MAINTENANCE)
    moves = None if end is None else end == "move"
    try:
        found = begin_maintenance(key, body, actor(), moves_end=moves)
    except InvalidInput as error:
        if asked := error.faults.get("early_end"):
            mend = said("--end move lets it move along, --end keep lets it stay.")
            raise InvalidInput({"--end": joined([asked, mend], " ")}) from error
        raise
    print_incident(found)


@maintenance.command()
@_key
@_plain
@json_option
@click.pass_obj
def verify(program: Program, key: str, body: str) -> None:
    """Say that the work is done and is being checked.

    \b
    Example:
      statuspage maintenance verify 7kq2m9x4ha
    """
    _move(program, key, Status.VERIFYING, body)


@maintenance.command()
@_key
@_plain
@json_option
@click.pass_obj
def complete(program: Program, key: str, body: str) -> None:
    """Complete planned work; its components are operational again unless another holds them.

    \b
    Example:
      statuspage maintenance complete 7kq2m9x4ha --body "All is moved."
    """
    _move(program, key, Status.COMPLETED, body)


@maintenance.command()
@_key
@click.option("--body", default="", help="Why; if absent, a plain sentence.")
@click.option("--series", is_flag=True, help="Also all that follow in its series.")
@json_option
@click.pass_obj
def cancel(program: Program, key: str, body: str, series: bool) -> None:
    """Cancel planned work; it stays in the history, struck through.

    \b
    Example:
      statuspage maintenance cancel 7kq2m9x4ha --body "We found a way without a pause."
    """
    if not series:
        _move(program, key, Status.CANCELLED, body)
        return
    program.open()
    found_incident(key, Kind.MAINTENANCE)
    with db.snapshot():
        number = incidents.by_key(key).number
        plan = plans.of([number]).get(number)
    if plan is None or plan.series is None:
        raise Conflict(said("It is not one of a series; cancel it without --series."))
    cancelled = cancel_series(plan.series, body, actor())
    tell_listed(cancelled)
    for one in cancelled:
        say_published(one)


def _move(program: Program, key: str, status: Status, body: str) -> None:
    program.open()
    found_incident(key, Kind.MAINTENANCE)
    print_incident(move_maintenance(key, status, body, actor()))


maintenance.add_command(list_maintenance)
COMMANDS = (maintenance,)
