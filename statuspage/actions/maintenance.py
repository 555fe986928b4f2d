"""Planned work: announce it, begin and complete it at its times, cancel it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions.given import (
    Actor,
    Word,
    check_components,
    checked_body,
    checked_line,
    checked_owner,
    refuse,
)
from statuspage.actions.incidents import post_update
from statuspage.actions.timeline import CleanWord, add_word, already_done, begin, changes, finish
from statuspage.content.markdown import to_html
from statuspage.domain.incident import Incident
from statuspage.domain.states import ComponentState, Impact, Kind, Status
from statuspage.errors import Conflict
from statuspage.store import db, incidents

_LONGEST = timedelta(days=31)
AUTOMATIC = Actor("automatic")
_BEGINS = "The planned work has begun."
_ENDS = "The planned work is complete."


def schedule_maintenance(
    title: str,
    body: str,
    start: datetime,
    end: datetime,
    components: Collection[str],
    actor: Actor,
    *,
    owner: str = "",
) -> Incident:
    """Announce planned work.

    A start in the past is taken and labelled by its own times; the worker begins it at once.
    Raises InvalidInput, StoreError.
    """
    now = clock.now()
    faults: dict[str, str] = {}
    title = checked_line(faults, "title", title)
    body = checked_body(faults, "body", body)
    owner = checked_owner(faults, owner)
    if end <= start:
        faults["until"] = "It ends before it begins; give a later end."
    elif end <= now:
        faults["until"] = "It would be over already; give an end that is still to come."
    elif end - start > _LONGEST:
        faults["until"] = "It lasts more than 31 days; check the dates."
    if not components:
        faults["components"] = "Name at least one component it concerns."
    clean = CleanWord(Status.SCHEDULED, body, to_html(body), now, now, now, actor.name)
    with db.transaction():
        if (done := already_done(actor)) is not None:
            return done
        declared = dict.fromkeys(components, ComponentState.OPERATIONAL)
        names = check_components(faults, declared)
        refuse(faults)
        values = {
            "impact": Impact.MAINTENANCE,
            "owner": owner,
            "scheduled_for": start,
            "scheduled_until": end,
        }
        key = begin(Kind.MAINTENANCE, title, Status.SCHEDULED, now, values)
        incident = incidents.by_key(key)
        said = changes(incident, Status.SCHEDULED, declared, names)
        add_word(incident.number, clean, said)
        return finish(key, actor, now)


def cancel_maintenance(key: str, body: str, actor: Actor) -> Incident:
    """Call planned work off; it stays in the history, struck through. Raises as `post_update`."""
    if incidents.by_key(key).kind is not Kind.MAINTENANCE:
        raise Conflict("That is an incident, not a maintenance; mark it as a false alarm instead.")
    word = Word(body or "This planned work will not take place.", Status.CANCELLED)
    return post_update(key, word, actor)


def step_maintenances() -> list[Incident]:
    """Begin and complete what is due; returns what moved. Called by the worker again and again."""
    now = clock.now()
    with db.snapshot():
        planned = [entry for entry in incidents.open_ones() if entry.kind is Kind.MAINTENANCE]
    moved = []
    for entry in planned:
        word = _due_step(entry, now)
        if word is not None:
            moved.append(post_update(entry.key, word, AUTOMATIC))
    return moved


def _due_step(entry: Incident, now: datetime) -> Word | None:
    """The word that is due for one maintenance at this time, or None."""
    seen = entry.updates[0].key
    if entry.status is Status.SCHEDULED and entry.scheduled_for and entry.scheduled_for <= now:
        return Word(_BEGINS, Status.IN_PROGRESS, seen=seen)
    if entry.scheduled_until and entry.scheduled_until <= now and entry.status.is_open:
        return Word(_ENDS, Status.COMPLETED, seen=seen)
    return None
