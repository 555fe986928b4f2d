"""Publish what happened in an incident: a postmortem, its cause, and what will be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate, checked_body, checked_line, refuse
from statuspage.actions.incidents.pledges import add_actions, add_follow_up, check_follow_up
from statuspage.actions.incidents.posting import post_update
from statuspage.actions.once import once
from statuspage.actions.record import note
from statuspage.content.markdown import to_html
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.postmortem import (
    MOST_ACTIONS,
    SECTIONS,
    PlannedAction,
    Postmortem,
    Sections,
    Written,
)
from statuspage.domain.record.kinds.postmortem import POSTMORTEM
from statuspage.domain.vocabulary.states import Status
from statuspage.figures import disruptions
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.incidents import incidents, postmortems
from statuspage.store.library import LIBRARY
from statuspage.store.settings import current_settings

_NEEDED = ("summary", "cause_words")


def publish_postmortem(
    key: str,
    written: Written,
    actor: Actor,
    *,
    seen: str | None = None,
) -> Incident:
    """Publish it as the last word of an incident, its actions as promises.

    Its clocks are filled in. A submission seen before returns what it made. Faults of the third
    action go by the names "action_3", "action_3_owner", "action_3_due".
    Raises NotFound, InvalidInput, Conflict (it is not resolved), Superseded, StoreError.
    """
    now = clock.now()
    faults: dict[str, Said] = {}
    texts = {name: str(getattr(written, name)) for name in SECTIONS}
    sections = checked_sections(faults, texts, Sections(written.cause))
    actions = tuple(_checked_actions(faults, written.actions, now))
    refuse(faults)
    check_follow_up(written.look_again, now)
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return incidents.by_key(deed.answer)
        deed.answer = key
        incident = incidents.by_key(key)
        clocks = disruptions.of_incident(LIBRARY, incident, current_settings(), now)
        sections = replace(sections, clocks=clocks)
        found = post_update(
            key, NewUpdate("", Status.POSTMORTEM, seen=seen, sections=sections), actor
        )
        at = found.updates[0].entered_at
        postmortems.add(found.number, written.cause, at)
        note([POSTMORTEM.statement(Postmortem(key, written.cause, at))], at, actor=actor)
        add_actions(found, actions, at, actor)
        if written.look_again is not None:
            add_follow_up(found, written.look_again, at, actor)
        db.raise_topics("postmortems")
        return incidents.by_key(key)


def checked_sections(
    faults: dict[str, Said], texts: Mapping[str, str], known: Sections
) -> Sections:
    """Known sections with some texts put otherwise, clean and rendered; faults by their names."""
    clean = {
        name: checked_body(faults, name, texts[name])
        if name in _NEEDED or texts[name].strip()
        else ""
        for name in SECTIONS
        if name in texts
    }
    if faults:
        return known
    return known.with_texts(clean, {name: to_html(text) for name, text in clean.items()})


def _checked_actions(
    faults: dict[str, Said], given: Iterable[PlannedAction], now: datetime
) -> Iterable[PlannedAction]:
    for place, action in enumerate(given, 1):
        name = f"action_{place}"
        what = checked_line(faults, name, action.what, limit=300)
        owner = checked_line(faults, f"{name}_owner", action.owner, limit=200)
        if action.due <= now:
            faults[f"{name}_due"] = said("That has passed; give a day that is still to come.")
        if place > MOST_ACTIONS:
            faults[name] = said(
                "The most is {most_actions} actions; combine some of them.",
                most_actions=MOST_ACTIONS,
            )
        yield PlannedAction(what, owner, action.due)
