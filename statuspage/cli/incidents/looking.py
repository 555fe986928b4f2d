"""`incident look-again` and `incident looked`: whether what was done about an incident helped."""

from __future__ import annotations

from typing import Any

import click

from statuspage import clock
from statuspage.actions.incidents.pledges import keep_pledge, look_again
from statuspage.cli.completion import offers
from statuspage.cli.known import found_incident
from statuspage.cli.language import echo
from statuspage.cli.output import json_option, tell
from statuspage.cli.program import Program, actor, due
from statuspage.domain.promises.pledge import Pledge, PledgeKind
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.site.api.promises import of_pledge
from statuspage.site.page import Context
from statuspage.store import db
from statuspage.store.incidents import pledges
from statuspage.store.library import LIBRARY


@click.command("look-again")
@click.argument("key", metavar="ID", shell_complete=offers.all_incidents)
@click.option("--by", "until", required=True, metavar="60d|TIME", help="By when you look again.")
@json_option
@click.pass_obj
def look_again_(program: Program, key: str, until: str) -> None:
    """Promise to look by a time whether an incident came back, and to say so.

    The promise is public, and turns late by itself.

    \b
    Example:
      statuspage incident look-again 7kq2m9x4ha --by 60d
    """
    program.open()
    found_incident(key)
    at = due("--by", until)
    assert at is not None  # noqa: S101 it is required
    made = look_again(key, at, actor())
    tell(_facts(made))
    echo(said("Promised: to look again at {title}", title=made.title))


@click.command()
@click.argument("key", metavar="ID", shell_complete=offers.all_incidents)
@click.option(
    "--found",
    required=True,
    help="What you found, in words; or the address of the incident in which it came back.",
)
@json_option
@click.pass_obj
def looked(program: Program, key: str, found: str) -> None:
    """Say what you found when you looked again at an incident.

    \b
    Example:
      statuspage incident looked 7kq2m9x4ha --found "No repetition in 60 days"
    """
    program.open()
    found_incident(key)
    with db.snapshot():
        made = pledges.of_incident(key)
    owed = [one for one in made if one.kind is PledgeKind.FOLLOW_UP and one.is_owed]
    if not owed:
        raise NotFound(
            said("Nobody promised to look again at it; see statuspage incident look-again --help.")
        )
    kept = keep_pledge(owed[0].key, found, actor())
    tell(_facts(kept))
    echo(said("Published: {title} was looked at again", title=owed[0].title))


def _facts(one: Pledge) -> dict[str, Any]:
    """A promise in the shape of the public API."""
    with db.snapshot():
        told = of_pledge(Context(LIBRARY, clock.now()), one)
    return told.model_dump(mode="json")


COMMANDS = (look_again_, looked)
