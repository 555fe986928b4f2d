"""`hook list|test`: the channels of config.toml, and whether one takes what it is sent."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress

import click

from statuspage import clock
from statuspage.actions.telling.again import note_reached
from statuspage.cli.completion import offers
from statuspage.cli.known import offered
from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option, line, tell
from statuspage.cli.program import Program
from statuspage.config import Hook, Settings
from statuspage.config.hooks import SOCIAL
from statuspage.domain.telling.result import Sent
from statuspage.domain.telling.subscription import HOOK, Channel, Subscription
from statuspage.errors import NotFound, StoreError
from statuspage.notify.hooks import own
from statuspage.notify.hooks.outlets import OWN
from statuspage.notify.outlet import Message
from statuspage.said import said
from statuspage.store import db
from statuspage.store.settings import site


@click.group()
def hook() -> None:
    """Hooks of config.toml.

    \b
    Example:
      statuspage hook test team
    """


@hook.command("list")
@json_option
@click.pass_obj
def list_hooks(program: Program) -> None:
    """Who is told: hook, format, and what of.

    \b
    Example:
      statuspage hook list
    """
    settings = program.settings()
    if not settings.hooks:
        echo(said("There is no hook yet; add a [[hooks]] table to {name}.", name="config.toml"))
    tell(
        [
            {
                "id": one.id,
                "format": one.format,
                "components": [*one.components],
                "kinds": [*one.kinds],
                "severity": one.severity,
                "breaking": one.breaking,
            }
            for one in settings.hooks
        ]
    )
    width = max((len(one.id) for one in settings.hooks), default=0)
    for one in settings.hooks:
        line(f"{one.id:<{width}}  {one.format:<10}  {_chosen(one)}".rstrip())


def _chosen(one: Hook) -> str:
    """What it narrows, as config.toml writes it."""
    lists = {"components": one.components, "kinds": one.kinds}
    found = [f"{name}={','.join(values)}" for name, values in lists.items() if values]
    found += [f"severity={one.severity}"] if one.severity else []
    return " ".join(found + (["breaking"] if one.breaking else []))


@hook.command("test")
@click.argument("key", metavar="ID", shell_complete=offers.hooks)
@json_option
@click.pass_obj
def test_hook(program: Program, key: str) -> None:
    """Send a hook a test message, and say what it answers. Exits with 1 when it is not taken.

    Accounts of Mastodon and Bluesky are opened, and post nothing.

    \b
    Example:
      statuspage hook test team
    """
    settings = program.settings()
    chosen = _found(settings, key)
    program.open()
    with OWN.open(settings, os.environ) as send:
        result = send(_test_message(chosen))
    is_taken = isinstance(result, Sent)
    why = None if isinstance(result, Sent) else words(result.reason)
    tell({"id": key, "taken": is_taken, "reason": why})
    if not isinstance(result, Sent):
        echo(result.reason)
        raise SystemExit(1)
    with suppress(StoreError):  # a store that cannot be written to makes no hook worse
        note_reached(key)
    if chosen.format in SOCIAL:
        echo(said("The account of {id} opens; nothing was posted.", id=key))
    else:
        echo(said("{id} accepted it.", id=key))


def _found(settings: Settings, key: str) -> Hook:
    try:
        return own.hook_of(settings, key)
    except NotFound as error:
        names = [one.id for one in settings.hooks]
        raise NotFound(offered(error.said, key, names)) from error


def _test_message(chosen: Hook) -> Message:
    now = clock.now()
    with db.snapshot():
        whose = site()
    return Message(
        key=f"test-{secrets.token_hex(8)}",
        subscription=Subscription(HOOK + chosen.id, Channel.HOOK, "", now),
        site=whose if chosen.language in (None, whose.language) else whose.spoken(chosen.language),
        attempt=1,
        queued_at=now,
    )


COMMANDS = (hook,)
