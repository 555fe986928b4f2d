"""`subscriber`: who is told, by mail and by whatever else they chose."""

from __future__ import annotations

import json
from itertools import chain

import click

from statuspage.actions.staff.audit import note_deed
from statuspage.actions.telling import owning
from statuspage.actions.telling.exporting import exported
from statuspage.actions.telling.importing import COLUMNS, import_subscribers
from statuspage.cli.language import echo, words
from statuspage.cli.output import json_option, line, tell
from statuspage.cli.program import Program, actor, zone
from statuspage.domain.telling.browser import endpoint_of
from statuspage.domain.telling.labels import STATES
from statuspage.domain.telling.subscription import Subscription, SubscriptionState
from statuspage.errors import NotFound
from statuspage.imports import measurements, source
from statuspage.said import said
from statuspage.store import db
from statuspage.store.listening import voices
from statuspage.store.telling import deliveries, subscriptions

_ALL = 10_000


@click.group()
def subscriber() -> None:
    """People who are told: by mail, by webhooks, by topics of ntfy.

    \b
    Example:
      statuspage subscriber list
    """


@subscriber.command("list")
@click.option(
    "--state",
    type=click.Choice([str(one) for one in SubscriptionState]),
    help="Only those in one state.",
)
@json_option
@click.pass_obj
def list_(program: Program, state: str | None) -> None:
    """List subscriptions: key, channel, state, since when, and address.

    \b
    Example:
      statuspage subscriber list --state quarantined
    """
    program.open()
    with db.snapshot():
        found = [one for one in subscriptions.of_visitors() if state in (None, one.state)]
    tell([_facts(one) for one in found])
    for one in found:
        since = one.confirmed_at or one.created_at
        told = (one.key, one.channel, words(STATES[one.state]), f"{since:%Y-%m-%d}")
        line("\t".join((*map(str, told), endpoint_of(one.address))))


def _facts(one: Subscription) -> dict[str, str]:
    since = one.confirmed_at or one.created_at
    return {
        "key": one.key,
        "channel": str(one.channel),
        "state": str(one.state),
        "since": since.isoformat(),
        "address": endpoint_of(one.address),
    }


@subscriber.command()
@click.argument("address", required=False)
@json_option
@click.pass_obj
def export(program: Program, address: str | None) -> None:
    """Print subscriptions as JSON lines: all, or all that is kept of one ADDRESS.

    \b
    Example:
      statuspage subscriber export eve@example.com
    """
    program.open()
    with db.snapshot():
        if address is None:
            for one in subscriptions.of_visitors():
                _print(exported(one))
            return
        found = subscriptions.of_address(address)
        for one in found:
            told = exported(
                one, deliveries.newest_of(one.key, _ALL), voices.of_subscription(one.key)
            )
            _print(told)
    if not found:
        raise NotFound(said("Nothing is kept of this address."))


def _print(told: object) -> None:
    """It is JSON, whatever was asked for."""
    tell(told)
    line(json.dumps(told, ensure_ascii=False))


@subscriber.command()
@click.argument("address")
@json_option
@click.pass_obj
def erase(program: Program, address: str) -> None:
    """Delete all that is kept of an address, and never write to it again.

    What stays is a hash that nobody can read: by it the address stays out of imports, too.

    \b
    Example:
      statuspage subscriber erase eve@example.com
    """
    program.open()
    count = owning.erase(address)
    note_deed(actor(), "erase subscriber", "subscriber", count=count)
    tell({"deleted": count})
    echo(
        said("Subscriptions deleted: {count}. Nothing goes to this address any more.", count=count)
    )


@subscriber.command()
@click.argument("address")
@json_option
@click.pass_obj
def allow(program: Program, address: str) -> None:
    """Let an address be written to again that had left, bounced or complained.

    \b
    Example:
      statuspage subscriber allow eve@example.com
    """
    program.open()
    with db.transaction():
        was_held = subscriptions.allow(address)
    if not was_held:
        raise NotFound(said("Nothing stops us from writing to this address."))
    note_deed(actor(), "allow subscriber", "subscriber")
    tell({"allowed": True})
    echo(said("It may be written to again, once its owner asks for it at /subscribe."))


@subscriber.command("import")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@json_option
@click.pass_obj
def import_(program: Program, file: str) -> None:
    """Take subscribers who confirmed elsewhere, from CSV or JSON lines (a path, or -).

    Columns: address, channel, owner, language, how_often, confirmed_at. Whoever left here before
    is refused. Nobody is told of it.

    \b
    Example:
      statuspage subscriber import addresses.csv
    """
    program.open()
    name = source.name_of(file)
    with click.open_file(file, "rb") as opened:
        rows = chain.from_iterable(measurements.chunks(opened, name, COLUMNS, zone()))
        found = import_subscribers(rows)
    if found.taken:
        note_deed(actor(), "import", "import/subscribers", taken=found.taken)
    tell({"taken": found.taken, "known": found.known, "refused": found.refused})
    echo(
        said(
            "taken {taken}, known {known}, refused {refused}",
            taken=found.taken,
            known=found.known,
            refused=found.refused,
        )
    )


COMMANDS = (subscriber,)
