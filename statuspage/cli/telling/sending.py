"""`sending`: the switch that stops all that is sent, and what waits."""

from __future__ import annotations

import os

import click

from statuspage.actions.telling import switch as actions
from statuspage.cli.language import echo
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
@click.pass_obj
def stop(program: Program) -> None:
    """Stop all sending at once, in all processes; what is to be told waits.

    \b
    Example:
      statuspage sending stop
    """
    program.open()
    actions.stop_sending(actor())
    echo(said("Nothing is sent any more. `statuspage sending resume` sends what waits."))


@sending.command()
@click.option("--drop", is_flag=True, help="Let go of what waits, and send only what comes.")
@click.pass_obj
def resume(program: Program, drop: bool) -> None:
    """Send again, first what waits.

    \b
    Example:
      statuspage sending resume --drop
    """
    program.open()
    if drop:
        count = actions.drop_waiting(actor())
        echo(counted("{count} message was dropped.", "{count} messages were dropped.", count))
    if actions.resume_sending(actor()):
        echo(said("Messages are sent again."))
    else:
        echo(said("Sending was not stopped."))


@sending.command()
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
