"""`sending`: the switch that stops all that is sent, and what waits."""

from __future__ import annotations

import os

import click

from statuspage.actions.telling import switch as actions
from statuspage.cli.language import echo
from statuspage.cli.output import json_option, tell
from statuspage.cli.program import Program, actor, zone
from statuspage.domain.telling.labels import CHANNELS
from statuspage.said import counted, said
from statuspage.store import db
from statuspage.store.telling import switch, told


@click.group()
def sending() -> None:
    """What readers are sent, by mail and all other ways.

    \b
    Example:
      statuspage sending status
    """


@sending.command()
@json_option
@click.pass_obj
def stop(program: Program) -> None:
    """Stop all sending at once, in all processes; what is to be told waits.

    \b
    Example:
      statuspage sending stop
    """
    program.open()
    actions.stop_sending(actor())
    tell({"sending": False})
    echo(said("Nothing is sent any more. `statuspage sending resume` sends what waits."))


@sending.command()
@click.option("--drop", is_flag=True, help="Let go of what waits, and send only what comes.")
@json_option
@click.pass_obj
def resume(program: Program, drop: bool) -> None:
    """Send again, first what waits.

    \b
    Example:
      statuspage sending resume --drop
    """
    program.open()
    dropped = actions.drop_waiting(actor()) if drop else 0
    if drop:
        echo(counted("{count} message was dropped.", "{count} messages were dropped.", dropped))
    was_stopped = actions.resume_sending(actor())
    tell({"sending": True, "was_stopped": was_stopped, "dropped": dropped})
    if was_stopped:
        echo(said("Messages are sent again."))
    else:
        echo(said("Sending was not stopped."))


@sending.command()
@json_option
@click.pass_obj
def status(program: Program) -> None:
    """Say whether messages are sent, and how many wait by which way.

    \b
    Example:
      statuspage sending status
    """
    program.open()
    with db.snapshot():
        stopped, waiting = switch.stopped(), told.waiting()
    tell(
        {
            "sending": stopped is None and not actions.is_off(os.environ),
            "stopped_by": stopped and stopped.who,
            "stopped_at": stopped and stopped.at.isoformat(),
            "waiting": {str(way): count for way, count in sorted(waiting.items())},
        }
    )
    if stopped is not None:
        at = f"{stopped.at.astimezone(zone()):%Y-%m-%d %H:%M}"
        echo(said("Stopped by {who} on {time}: nothing is sent.", who=stopped.who, time=at))
    elif actions.is_off(os.environ):
        echo(said("{variable} is off: from here nothing is sent.", variable=actions.VARIABLE))
    else:
        echo(said("Messages are sent."))
    for way, count in sorted(waiting.items()):
        echo(counted("{way}: {count} waits", "{way}: {count} wait", count, way=CHANNELS[way]))


COMMANDS = (sending,)
