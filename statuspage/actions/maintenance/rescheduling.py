"""Planned work at other times than announced: moved, or begun before its time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate, checked_reason, refuse
from statuspage.actions.incidents.posting import post_update
from statuspage.actions.maintenance.planned import require_planned
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.planned import EARLY
from statuspage.domain.vocabulary.display import roughly
from statuspage.domain.vocabulary.states import Status
from statuspage.said import Said, said


def begin_maintenance(
    key: str,
    body: str,
    actor: Actor,
    *,
    seen: str | None = None,
    moves_end: bool | None = None,
) -> Incident:
    """Begin planned work, also before its time: then its end has to be kept or moved along.

    Raises InvalidInput where `moves_end` is missing, else as `post_update`.
    """
    now = clock.now()
    entry = require_planned(key)
    word = NewUpdate(body or said("maintenance.begun"), Status.IN_PROGRESS, seen=seen)
    return post_update(key, begun_early(entry, word, now, moves_end=moves_end), actor)


def begun_early(
    entry: Incident, word: NewUpdate, now: datetime, *, moves_end: bool | None
) -> NewUpdate:
    """A word that begins planned work, with what becomes of its end when that comes early.

    Raises InvalidInput where that is not said.
    """
    rest = early_by(entry, now)
    if not rest or entry.scheduled_until is None:
        return word
    if moves_end is None:
        refuse({"early_end": early_question(entry, now)})
    return replace(word, begins=now, until=entry.scheduled_until - rest) if moves_end else word


def early_by(entry: Incident, now: datetime) -> timedelta:
    """How long before its time planned work would begin now; 0 where that is no matter."""
    if entry.status is not Status.SCHEDULED or entry.scheduled_for is None:
        return timedelta(0)
    rest = entry.scheduled_for - now
    return rest if rest > EARLY else timedelta(0)


def early_question(entry: Incident, now: datetime) -> Said:
    """What is asked of whoever begins planned work before its time."""
    age = roughly(int(early_by(entry, now).total_seconds()))
    return said("It begins {age} early. Say whether its end moves along or stays.", age=age)


def reschedule_maintenance(
    key: str,
    start: datetime,
    end: datetime,
    reason: str,
    actor: Actor,
    *,
    seen: str | None = None,
) -> Incident:
    """Move planned work to another window, or give it another end; the reason is what readers read.

    What its promises leave out of their figures is judged by when the new window was announced.
    Raises as `post_update`.
    """
    faults: dict[str, Said] = {}
    why = checked_reason(faults, reason)
    refuse(faults)
    require_planned(key)
    return post_update(key, NewUpdate(why, begins=start, until=end, seen=seen), actor)
