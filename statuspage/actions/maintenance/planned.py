"""Planned work: announce, remind, begin, verify, complete, cancel, by hand or at its times.

An extension is a word with a new end, posted as any other update.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions.given import (
    Actor,
    NewUpdate,
    check_components,
    checked_body,
    checked_line,
    checked_owner,
    refuse,
)
from statuspage.actions.incidents.posting import post_update
from statuspage.actions.incidents.timeline import (
    CleanUpdate,
    begin,
    changes,
    finish,
    with_word,
)
from statuspage.actions.incidents.wordings import (
    check_languages,
    checked_wordings,
    of_title,
    of_words,
)
from statuspage.actions.once import once
from statuspage.actions.staff.audit import note_act
from statuspage.config import Steps
from statuspage.content.markdown import to_html
from statuspage.domain.desk.audit import Via
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.planned import LONGEST, USUAL_NOTICE
from statuspage.domain.incidents.recurrence import Repeat, checked_rule, wall_of
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status
from statuspage.domain.vocabulary.wordings import Texts
from statuspage.errors import Conflict, NotFound, Superseded, message
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.incidents import incidents, plans
from statuspage.store.incidents.plans import Plan, WorkSeries
from statuspage.store.keys import new_key
from statuspage.store.measured import slas

AUTOMATIC = Actor("automatic", via=Via.ITSELF)
_USUAL = Steps()
_NONE_KNOWN = Plan(Steps(remind=None), None, None)  # imported, or older than plans
_PLAIN = {
    Status.IN_PROGRESS: said("maintenance.begun"),
    Status.VERIFYING: said("maintenance.verifying"),
    Status.COMPLETED: said("maintenance.complete"),
    Status.CANCELLED: said("maintenance.cancelled"),
}


def schedule_maintenance(
    title: str,
    body: str,
    start: datetime,
    end: datetime,
    components: Collection[str],
    actor: Actor,
    *,
    owner: str = "",
    steps: Steps = _USUAL,
    repeat: Repeat | None = None,
    series: str | None = None,
    texts: Mapping[str, Texts] | None = None,
    is_page_only: bool = False,
) -> Incident:
    """Announce planned work that may repeat; it is the first of a series, unless `series` names it.

    `texts` holds title and body in further languages; with `is_page_only` nobody is sent a message.
    A start in the past is taken and labelled by its own times; the worker begins it at once.
    Raises InvalidInput, StoreError.
    """
    now = clock.now()
    faults: dict[str, Said] = {}
    title = checked_line(faults, "title", title)
    body = checked_body(faults, "body", body)
    owner = checked_owner(faults, owner)
    wordings = checked_wordings(faults, texts or {})
    _check_window(faults, start, end, now)
    rule = _checked_rule(faults, repeat, start, end)
    if not components:
        faults["components"] = said("Name at least one component it affects.")
    html = to_html(body)
    clean = CleanUpdate(Status.SCHEDULED, body, html, now, now, now, actor.name)
    clean = replace(clean, wordings=of_words(wordings), is_page_only=is_page_only)
    actor = actor.hushed(is_hushed=is_page_only)
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return incidents.by_key(deed.answer)
        declared = dict.fromkeys(components, ComponentState.OPERATIONAL)
        names = check_components(faults, declared)
        check_languages(faults, wordings)
        refuse(faults)
        values = {
            "impact": Impact.MAINTENANCE,
            "owner": owner,
            "scheduled_for": start,
            "scheduled_until": end,
            "wordings": of_title(wordings),
        }
        incident = begin(Kind.MAINTENANCE, title, Status.SCHEDULED, now, values)
        deed.answer = incident.key
        if repeat is not None:
            repeat = replace(repeat, rule=rule)
        if repeat is not None and series is None:
            series = new_key()
            zone, named = repeat.zone, tuple(components)
            first = wall_of(start, zone)
            plans.put_series(
                WorkSeries(
                    *(series, title, body, owner, named, steps, rule, zone.key, end - start),
                    first,
                    wordings=wordings,
                )
            )
            note_act(actor, "begin series", series, None, {"title": title, "rule": rule})
        notice = notice_asked(components)
        plans.put(incident.number, steps, notice, series, repeat)
        incident = replace(incident, notice_asked=notice, repeats=repeat)
        spoken = changes(incident, Status.SCHEDULED, declared, names)
        return finish(with_word(incident, clean, spoken), None, actor, now)


def move_maintenance(
    key: str,
    status: Status,
    body: str,
    actor: Actor,
    *,
    seen: str | None = None,
    is_page_only: bool = False,
) -> Incident:
    """Begin, verify, complete or cancel planned work; a plain sentence where `body` is empty.

    Raises as `post_update`.
    """
    require_planned(key)
    word = NewUpdate(body or _PLAIN[status], status, seen=seen, is_page_only=is_page_only)
    return post_update(key, word, actor)


def remind_of_maintenance(
    key: str, body: str, actor: Actor, *, seen: str | None = None
) -> Incident:
    """Say again that it is to come. Raises Conflict once it has begun, else as `post_update`."""
    now = clock.now()
    with db.transaction():
        entry = require_planned(key)
        if entry.status is not Status.SCHEDULED or entry.scheduled_for is None:
            raise Conflict(
                said(
                    "It is {small}; there is nothing to send a reminder about.",
                    small=entry.status.small,
                )
            )
        rest = max(timedelta(0), entry.scheduled_for - now) // timedelta(minutes=1) * 60
        plain = said("maintenance.reminder", rest=timedelta(seconds=rest))
        plans.mark_reminded(entry.number, now)
        word = NewUpdate(body or (plain if rest else said("maintenance.begins_now")), seen=seen)
        return post_update(key, word, actor)


def notice_asked(components: Collection[str]) -> timedelta:
    """The longest notice that the promises of some components ask for; else the usual one."""
    standing = [v.promised for v in slas.current() if not v.is_withdrawn]
    asked = [
        sla.maintenance.notice
        for sla in standing
        if sla.maintenance is not None and not set(sla.components).isdisjoint(components)
    ]
    return max(asked, default=USUAL_NOTICE)


def step_maintenances() -> list[Incident]:
    """Take each step that is due, one for each maintenance; returns what was told.

    Called by the worker again and again. Whether readers are sent a step, its plan says; a reminder
    they always are. A step that comes late bears the time it was due, and is
    labelled as added afterwards.
    """
    now = clock.now()
    with db.snapshot():
        planned = [entry for entry in incidents.open_ones() if entry.kind is Kind.MAINTENANCE]
        known = plans.of(entry.number for entry in planned)
    told = []
    for entry in planned:
        plan = known.get(entry.number, _NONE_KNOWN)
        seen = entry.updates[0]
        with suppress(Superseded):  # somebody spoke just now; the next turn looks again
            if (step := _due_step(entry, plan.steps, now)) is not None:
                status, due = step
                word = NewUpdate(_PLAIN[status], status, posted_at=max(due, seen.at), seen=seen.key)
                actor = replace(AUTOMATIC, is_quiet=not plan.steps.tell)
                told.append(post_update(entry.key, word, actor))
            elif _is_reminder_due(entry, plan, now):
                told.append(remind_of_maintenance(entry.key, "", AUTOMATIC, seen=seen.key))
    return told


def _due_step(entry: Incident, steps: Steps, now: datetime) -> tuple[Status, datetime] | None:
    """What it should have become, and when; None when nothing is due."""
    start, end = entry.scheduled_for, entry.scheduled_until
    if start is None or end is None:
        return None
    if entry.status is Status.SCHEDULED:
        return (Status.IN_PROGRESS, start) if steps.begin and start <= now else None
    was_verified = any(update.status is Status.VERIFYING for update in entry.updates)
    if steps.verify is not None and not was_verified and end - steps.verify <= now:
        return Status.VERIFYING, end - steps.verify
    return (Status.COMPLETED, end) if steps.complete and end <= now else None


def _is_reminder_due(entry: Incident, plan: Plan, now: datetime) -> bool:
    """Not where it was announced later than the reminder would come."""
    lead, start = plan.steps.remind, entry.scheduled_for
    if lead is None or start is None or entry.status is not Status.SCHEDULED:
        return False
    return plan.reminded_at is None and entry.window_announced_at < start - lead <= now < start


def require_planned(key: str) -> Incident:
    """The planned work of a key. Raises NotFound, Conflict for an incident."""
    try:
        entry = incidents.by_key(key)
    except NotFound:
        raise NotFound(said("There is no maintenance '{key}'.", key=key)) from None
    if entry.kind is not Kind.MAINTENANCE:
        raise Conflict(said("That is an incident, not planned work; post an update on it instead."))
    return entry


def _check_window(faults: dict[str, Said], start: datetime, end: datetime, now: datetime) -> None:
    if end <= start:
        faults["until"] = said("It ends before it begins; give a later end.")
    elif end <= now:
        faults["until"] = said("It would be over already; give an end that is still to come.")
    elif end - start > LONGEST:
        faults["until"] = said("It lasts more than 31 days; check the dates.")


def _checked_rule(
    faults: dict[str, Said], repeat: Repeat | None, start: datetime, end: datetime
) -> str:
    if repeat is None:
        return ""
    try:
        return checked_rule(repeat.rule, wall_of(start, repeat.zone), end - start)
    except ValueError as error:
        faults["repeat"] = message(error)
        return ""
