"""Planned work by programs: announced, moved, stepped on; the same actions as the desk's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from zoneinfo import ZoneInfo

from statuspage.actions.given import Actor
from statuspage.actions.maintenance.planned import (
    move_maintenance,
    remind_of_maintenance,
    require_planned,
    schedule_maintenance,
)
from statuspage.actions.maintenance.rescheduling import begin_maintenance, reschedule_maintenance
from statuspage.actions.maintenance.series import cancel_series
from statuspage.config import Steps
from statuspage.domain.desk.entry_form import COMPONENT
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.recurrence import Repeat
from statuspage.domain.incidents.rhythm import rule_of_words
from statuspage.domain.vocabulary.states import Status
from statuspage.errors import Conflict
from statuspage.said import said
from statuspage.site.api.bodies.incidents import texts_of
from statuspage.site.api.bodies.planned import PlannedBody, StepBody, WindowBody
from statuspage.store import db
from statuspage.store.incidents import incidents, plans
from statuspage.store.settings import current_settings, site
from statuspage.web.api import keeping
from statuspage.web.api.acting import Act, Preparation, told
from statuspage.web.api.requests import Done

_STATUSES = {
    "verify": Status.VERIFYING,
    "complete": Status.COMPLETED,
    "cancel": Status.CANCELLED,
}


def _schedule(body: PlannedBody, actor: Actor) -> Callable[[], Done]:
    with db.snapshot():
        usual, zone = current_settings().maintenance, site().zone
    steps = body.steps(usual)
    rule = rule_of_words(body.repeat, body.from_, zone) if body.repeat else ""
    publish = partial(
        schedule_maintenance,
        *(body.title, body.body, body.from_, body.until, body.components, actor),
        owner=body.owner,
        steps=steps,
        repeat=Repeat(rule, zone) if rule else None,
        texts=texts_of(body.texts),
        is_page_only=body.page_only,
    )
    if keeping.is_asked(body):
        return keeping.of_work(_fields(body, steps, rule, zone), body, publish, actor)
    return lambda: told(publish(), status=201)


def _fields(body: PlannedBody, steps: Steps, rule: str, zone: ZoneInfo) -> dict[str, str]:
    """What the form of the desk has in its fields."""
    spoken = steps.model_dump(mode="json")
    return {
        "title": body.title,
        "body": body.body,
        **keeping.further_fields(body.texts),
        "from": keeping.local(body.from_, zone),
        "until": keeping.local(body.until, zone),
        **{COMPONENT + component: "on" for component in body.components},
        "owner": body.owner,
        **{name: spoken[name] for name in ("remind", "verify")},
        **{name: "yes" if spoken[name] else "no" for name in ("begin", "complete", "tell")},
        "repeat_every": "rule" if rule else "",
        "repeat": rule,
        "page_only": "on" if body.page_only else "",
    }


def _reschedule(body: WindowBody, actor: Actor, incident: str) -> Done:
    return told(reschedule_maintenance(incident, body.from_, body.until, body.reason, actor))


def _step(body: StepBody, actor: Actor, incident: str) -> Done:
    return told(_stepped(body, actor, incident))


def _stepped(body: StepBody, actor: Actor, incident: str) -> Incident:
    if body.step == "remind":
        return remind_of_maintenance(incident, body.body, actor)
    if body.step == "start":
        moves = None if body.early_end is None else body.early_end == "move"
        return begin_maintenance(incident, body.body, actor, moves_end=moves)
    if body.step == "cancel" and body.series:
        cancel_series(_series_of(incident), body.body, actor)
        return incidents.by_key(incident)
    return move_maintenance(incident, _STATUSES[body.step], body.body, actor)


def _series_of(incident: str) -> str:
    number = require_planned(incident).number
    plan = plans.of([number]).get(number)
    if plan is None or plan.series is None:
        raise Conflict(said("It is not one of a series; cancel it without “series”."))
    return plan.series


ACTS: Mapping[str, Act] = {"window": _reschedule, "steps": _step}
PREPARATIONS: Mapping[str, Preparation] = {"maintenance": _schedule}
