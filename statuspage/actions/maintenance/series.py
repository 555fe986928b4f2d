"""Planned work that repeats: each occurrence is announced in time, as a maintenance of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.incidents.timeline import finish
from statuspage.actions.incidents.wordings import still_spoken
from statuspage.actions.maintenance.planned import (
    AUTOMATIC,
    move_maintenance,
    notice_asked,
    schedule_maintenance,
)
from statuspage.actions.staff.audit import note_act
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.recurrence import Repeat, following, instant_of
from statuspage.domain.vocabulary.states import Status
from statuspage.store import db
from statuspage.store.incidents import incidents, plans
from statuspage.store.incidents.plans import WorkSeries
from statuspage.store.published import components

_AHEAD = timedelta(days=2)
"""An occurrence is announced so long before the notice that its promises ask for."""


def step_series() -> list[Incident]:
    """Announce what is due of each series, one occurrence at a time; returns what was announced.

    Called by the worker again and again. The next occurrence always stands; those that nobody
    announced in time to begin (a worker that slept) are left out.
    """
    now = clock.now()
    with db.snapshot():
        running = plans.running_series()
    return [made for series in running if (made := _step(series, now)) is not None]


def cancel_series(key: str, body: str, actor: Actor) -> list[Incident]:
    """Repeat it no more, and call off the occurrences that were announced and have not begun.

    Raises NotFound, StoreError.
    """
    with db.transaction():
        found = plans.series(key)
        if found.ended_at is None:
            plans.end_series(key, clock.now())
            note_act(actor, "end series", key, {"title": found.title, "rule": found.rule}, None)
        each = replace(actor, submission=None)  # it stands for all of them together
        _tell_its_end(key, each)
        coming = plans.coming_of(key)
        return [move_maintenance(one, Status.CANCELLED, body, each) for one, _ in coming]


def _tell_its_end(key: str, actor: Actor) -> None:
    """What is under way says no longer that others follow."""
    now = clock.now()
    for one in plans.under_way_of(key):
        before = incidents.by_key(one)
        plans.repeat_no_more(before.number)
        finish(incidents.by_key(one), before, actor, now)


def _step(series: WorkSeries, now: datetime) -> Incident | None:
    zone = ZoneInfo(series.zone)
    walls = following(series.rule, series.last)
    wall = next((wall for wall in walls if instant_of(wall, zone) > now), None)
    with db.snapshot():
        listed = {component.id for component in components.listed()}
        named = [component for component in series.components if component in listed]
        is_early = wall and named and _is_early(series, instant_of(wall, zone), named, now)
    if is_early:
        return None
    with db.transaction():
        if plans.series(series.key) != series:
            return None  # another process was quicker
        if wall is None or not named:
            plans.end_series(series.key, now)
            return None
        plans.advance_series(series.key, wall)
        start = instant_of(wall, zone)
        return schedule_maintenance(
            series.title,
            series.body,
            start,
            start + series.length,
            named,
            AUTOMATIC,
            owner=series.owner,
            steps=series.steps,
            repeat=Repeat(series.rule, zone),
            series=series.key,
            texts=still_spoken(series.wordings),
        )


def _is_early(series: WorkSeries, start: datetime, named: list[str], now: datetime) -> bool:
    """Whether another occurrence is to come before it, and this one has time."""
    has_time = start - now > notice_asked(named) + _AHEAD
    return has_time and any(begins > now for _, begins in plans.coming_of(series.key))
