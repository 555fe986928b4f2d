"""`incident list`, `incident show` and `maintenance list`: what there is, with the ids of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from statuspage import clock
from statuspage.cli.completion import offers
from statuspage.cli.known import found_incident
from statuspage.cli.language import echo, speaker, words
from statuspage.cli.output import is_json, json_option, line, tell
from statuspage.cli.program import Program, zone
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.vocabulary.states import Kind
from statuspage.render.words.updates import text_of
from statuspage.said import said
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.published import components

_MOST = 200
_all = click.option(
    "--all", "with_closed", is_flag=True, help="Also those that are over, at most 200."
)


@click.command("list")
@_all
@json_option
@click.pass_obj
def list_incidents(program: Program, *, with_closed: bool) -> None:
    """List the incidents that are open, with their IDs, the newest first.

    \b
    Example:
      statuspage incident list --all --json
    """
    _list(program, Kind.INCIDENT, with_closed=with_closed)


@click.command("list")
@_all
@json_option
@click.pass_obj
def list_maintenance(program: Program, *, with_closed: bool) -> None:
    """List planned work that is to come or under way, with its IDs.

    \b
    Example:
      statuspage maintenance list
    """
    _list(program, Kind.MAINTENANCE, with_closed=with_closed)


@click.command()
@click.argument("key", metavar="ID", shell_complete=offers.all_incidents)
@json_option
@click.pass_obj
def show(program: Program, key: str) -> None:
    """Show an incident or planned work with every update and its ID, the newest first.

    \b
    Example:
      statuspage incident show 7kq2m9x4ha
    """
    program.open()
    found = found_incident(key)
    tell_every_word(found)
    here = zone()
    line(_row(found, here))
    with db.snapshot():
        names = {one.id: one.name for one in components.known()}
    for component, state in found.declared.items():
        echo(said("  {name}: {state}", name=names.get(component, component), state=state.small))
    for update in found.updates:
        told = {"at": _time(update.at, here), "status": update.status.small, "key": update.key}
        echo(said("{at}  {status}  (update {key})", **told))
        for text in _text(update).splitlines():
            line(f"  {text}")


def _list(program: Program, kind: Kind, *, with_closed: bool) -> None:
    program.open()
    with db.snapshot():
        found = [one for one in incidents.open_ones() if one.kind is kind]
        if with_closed:
            found = incidents.newest(_MOST, kind)
    if kind is Kind.MAINTENANCE:
        found.sort(key=lambda one: one.scheduled_for or one.started_at, reverse=with_closed)
    tell_listed(found)
    here = zone()
    for one in found:
        line(_row(one, here))
    if not found:
        _say_none(kind, with_closed=with_closed)


def _say_none(kind: Kind, *, with_closed: bool) -> None:
    if kind is Kind.INCIDENT:
        echo(said("No incident yet.") if with_closed else said("No incident is open."), err=True)
    else:
        echo(said("No planned work yet.") if with_closed else said("No work is planned."), err=True)


def _row(one: Incident, here: ZoneInfo) -> str:
    """Id, status, times, title and what is due, parted by tabs."""
    if one.begun_at is not None and one.resolved_at is not None and one.scheduled_for is not None:
        time = f"{_time(one.begun_at, here)} - {_time(one.resolved_at, here)}"  # it took place
    elif one.scheduled_for is not None and one.scheduled_until is not None:
        time = f"{_time(one.scheduled_for, here)} - {_time(one.scheduled_until, here)}"
    else:
        time = _time(one.impact_from or one.started_at, here)
    due = ""
    if one.next_due is not None and one.is_open:
        late = one.next_due < clock.now()
        at = _time(one.next_due, here)
        due = words(
            said("next update was due {at}", at=at) if late else said("next update by {at}", at=at)
        )
    return "\t".join(filter(None, (one.key, words(one.status.small), time, one.title, due)))


def _time(at: datetime, here: ZoneInfo) -> str:
    return f"{at.astimezone(here):%Y-%m-%d %H:%M}"


def _text(update: Update) -> str:
    if update.withdrawn_at is not None:
        return words(said("(withdrawn)"))
    return text_of(update, speaker())


def tell_published(found: Incident) -> None:
    """What was published, in the shape of the public API: an incident with its newest word."""
    if is_json():
        tell(_listed([found])[0])


def tell_listed(found: Iterable[Incident]) -> None:
    """Incidents with their newest words, as the public API lists them."""
    if is_json():
        tell(_listed(found))


def tell_every_word(found: Incident) -> None:
    """An incident with all that the public API tells of it."""
    if is_json():
        from statuspage.site import catalogue  # and with it every page
        from statuspage.site.api.incidents import incident_detail

        with db.snapshot():
            told = incident_detail(catalogue.present(), found.key)
        tell(json.loads(told.values["body"]))


def _listed(found: Iterable[Incident]) -> list[dict[str, Any]]:
    from statuspage.site import catalogue  # and with it every page
    from statuspage.site.api.incidents import listed

    with db.snapshot():
        site = catalogue.present().site
        return [listed(site, one).model_dump(mode="json", by_alias=True) for one in found]


COMMANDS = (list_incidents, show)
