"""Drafts of new entries that are published without their form: at a time, or several at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from statuspage import clock
from statuspage.actions.given import Actor, refuse
from statuspage.actions.staff import drafts as acts
from statuspage.actions.staff.audit import note_act
from statuspage.actions.written import write_form
from statuspage.domain.desk.audit import Via
from statuspage.domain.desk.draft import Draft
from statuspage.domain.desk.entry_form import kind_at
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.errors import Conflict, InvalidInput, NotFound
from statuspage.said import Said, joined, said
from statuspage.store import db
from statuspage.store.desk import drafts
from statuspage.store.settings import current_settings, site

PUBLISH_AT = "publish_at"
"""The field of a form that says when it is published, in the site's zone."""


def publish_due() -> list[Entry]:
    """Publish each draft whose time has come, once, in the name of whoever wrote it.

    It stands under the day on which it comes out, unless it was imported with one of its own. One
    that cannot be published stays a draft that says why. Raises StoreError.
    """
    now = clock.now()
    with db.snapshot():
        waiting = drafts.due(now)
    return [entry for draft in waiting if (entry := _published_in_time(draft)) is not None]


def _published_in_time(draft: Draft) -> Entry | None:
    """The entry it became; None where another was quicker, and where it cannot be published."""
    actor = Actor(draft.writer, approver=draft.approver)
    try:
        with db.transaction():
            if not drafts.exists(draft.key) or drafts.by_key(draft.key) != draft:
                return None
            drafts.remove(draft.key)
            return _written(draft, actor)
    except (InvalidInput, Conflict, NotFound) as error:
        with db.transaction():
            drafts.change(draft.key, publish_at=None, fault=why(error))
        return None


def publish_entry(key: str, seen: int, actor: Actor) -> Entry:
    """Publish the draft of a new entry now, at whatever time it was to be.

    Where a second person has to read it, that is whoever asks for this; the command line waits for
    nobody.
    Raises Conflict, InvalidInput, NotFound, StoreError.
    """
    made: list[Entry] = []
    with db.transaction():
        draft = drafts.by_key(key)
        needs_approval = _waits(actor)

        def act(who: Actor) -> str:
            made.append(_written(draft, who))
            return made[-1].slug

        drafts.change(key, publish_at=None)
        acts.publish(key, seen, actor, act, needs_approval=needs_approval)
    return made[-1]


def schedule(key: str, seen: int, publish_at: datetime, actor: Actor) -> Draft:
    """Have the draft of a new entry published at a time to come, in the name of who says so.

    Raises InvalidInput, Conflict, NotFound, StoreError.
    """
    check_time(publish_at)
    with db.transaction():
        draft = drafts.by_key(key)
        if draft.version != seen:
            raise Conflict(acts.CHANGED)
        _kind(draft)
        waits = _waits(actor)
        local = f"{publish_at.astimezone(site().zone):%Y-%m-%dT%H:%M}"
        fresh = replace(
            draft,
            fields=at_its_time(draft.fields, draft.source) | {PUBLISH_AT: local},
            writers=(*(name for name in draft.writers if name != actor.name), actor.name),
            version=draft.version + 1,
            waits_since=clock.now() if waits else None,
            publish_at=publish_at,
            approver="",
            fault=None,
        )
        drafts.put(fresh)
        facts = {"path": draft.path, "version": fresh.version}
        note_act(actor, "schedule draft", key, None, facts)
        return fresh


def at_its_time(fields: Mapping[str, str], source: str) -> dict[str, str]:
    """Fields of what is published later: without a day, which is then that of its publication.

    What was imported (from a `source`) keeps its day: its release was made then.
    """
    return dict(fields) if source else {**fields, "date": ""}


def _waits(actor: Actor) -> bool:
    """Whether a second person has to read what somebody publishes."""
    return current_settings().desk.approval and actor.via is Via.DESK


def check_time(publish_at: datetime) -> None:
    """Raises InvalidInput when a time to publish at has passed."""
    if publish_at <= clock.now():
        refuse({"publish_at": said("That has passed. Give a time to come, or leave it empty.")})


def why(error: InvalidInput | Conflict | NotFound) -> Said:
    """What is wrong with a draft, in one line."""
    told = error.faults.values() if isinstance(error, InvalidInput) else [error.said]
    return joined([*told], " ")


def _written(draft: Draft, actor: Actor) -> Entry:
    """Publish what a draft says; one without a day stands under today."""
    kind, zone = _kind(draft), site().zone
    today = clock.now().astimezone(zone).date().isoformat()
    fields = draft.fields if draft.fields.get("date") else {**draft.fields, "date": today}
    return write_form(kind, fields, actor, zone=zone)


def _kind(draft: Draft) -> EntryKind:
    kind = kind_at(draft.path)
    if kind is None:
        raise Conflict(said("This draft is of another form. Open it in the desk."))
    return kind
