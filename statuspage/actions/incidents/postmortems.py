"""Publish what happened in an incident: a postmortem, its cause, and what will be done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate, checked_body, checked_line, refuse
from statuspage.actions.incidents.pledges import add_actions
from statuspage.actions.incidents.posting import post_update
from statuspage.actions.once import once
from statuspage.actions.record import note
from statuspage.domain.incidents.cause import LOOK_BACK, PublishedCause, seen_before
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.postmortem import MOST_ACTIONS, PlannedAction, Postmortem, Written
from statuspage.domain.record.kinds.postmortem import POSTMORTEM
from statuspage.domain.vocabulary.states import Status
from statuspage.figures import disruptions
from statuspage.render.postmortem import composed
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.incidents import incidents, postmortems
from statuspage.store.library import LIBRARY
from statuspage.store.settings import current_settings, site

_NEEDED = ("summary", "cause_words")
_OPTIONAL = ("impact", "went_well", "went_badly")


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
    clean = _checked(written, now)
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return incidents.by_key(deed.answer)
        deed.answer = key
        incident = incidents.by_key(key)
        clocks = disruptions.of_incident(LIBRARY, incident, current_settings(), now)
        body = composed(incident, clean, clocks, again(incident, clean), site())
        found = post_update(key, NewUpdate(body, Status.POSTMORTEM, seen=seen), actor)
        at = found.updates[0].entered_at
        postmortems.add(found.number, clean.cause, at)
        note([POSTMORTEM.statement(Postmortem(key, clean.cause, at))], at, actor=actor)
        add_actions(found, clean.actions, at, actor)
        db.raise_topics("postmortems")
        return found


def again(incident: Incident, written: Written) -> list[PublishedCause]:
    """Which incidents of the year before had the same cause on any of its components."""
    former = postmortems.findings(incident.started_at - LOOK_BACK, incident.started_at)
    components = [component for component, _ in incident.components]
    return seen_before(former, incident.started_at, components).get(written.cause, [])


def _checked(written: Written, now: datetime) -> Written:
    faults: dict[str, Said] = {}
    given = {name: getattr(written, name) for name in (*_NEEDED, *_OPTIONAL)}
    texts = {
        name: checked_body(faults, name, text)
        for name, text in given.items()
        if name in _NEEDED or text.strip()
    }
    actions = tuple(_checked_actions(faults, written.actions, now))
    refuse(faults)
    return replace(
        written,
        summary=texts["summary"],
        impact=texts.get("impact", ""),
        cause_words=texts["cause_words"],
        went_well=texts.get("went_well", ""),
        went_badly=texts.get("went_badly", ""),
        actions=actions,
    )


def _checked_actions(
    faults: dict[str, Said], given: Iterable[PlannedAction], now: datetime
) -> Iterable[PlannedAction]:
    for place, action in enumerate(given, 1):
        name = f"action_{place}"
        what = checked_line(faults, name, action.what, limit=300)
        owner = checked_line(faults, f"{name}_owner", action.owner, limit=200)
        if action.due <= now:
            faults[f"{name}_due"] = said("It lies in the past; give a day that is still to come.")
        if place > MOST_ACTIONS:
            faults[name] = said(
                "At most {most_actions} actions fit; join some of them.", most_actions=MOST_ACTIONS
            )
        yield PlannedAction(what, owner, action.due)
