"""The updates of an incident as a page tells them: by days, each with its mark and its gap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from statuspage.domain.incidents.derived import spoken_of
from statuspage.domain.incidents.gravity import gravity_of
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.vocabulary.display import duration, roughly
from statuspage.domain.vocabulary.states import ComponentState, Kind, Status
from statuspage.render.charts.bars import tone
from statuspage.said import Said, said

_DAY = 86_400
_CALM = {
    Status.RESOLVED: "ok",
    Status.POSTMORTEM: "ok",
    Status.COMPLETED: "ok",
    Status.SCHEDULED: "running",
    Status.FALSE_ALARM: "unknown",
    Status.CANCELLED: "unknown",
}


@dataclass(frozen=True)
class TimelineUpdate:
    """An update in its row."""

    update: Update
    tone: str  # of its mark: the worst that was declared when it had been said
    gap: Said | None  # how long after the update before; None of the first, and within a minute


@dataclass(frozen=True)
class TimelineDay:
    """The updates of one local day, the newest first."""

    date: date
    zones: tuple[str, ...]  # as clocks call them on this day: two where they are changed
    told: tuple[TimelineUpdate, ...]


def by_day(incident: Incident, zone: ZoneInfo) -> list[TimelineDay]:
    """The updates of an incident by their local days, the newest first."""

    def day_of(one: TimelineUpdate) -> date:
        return one.update.at.astimezone(zone).date()

    days = [(day, tuple(found)) for day, found in groupby(_told(incident), day_of)]
    return [TimelineDay(day, _zones(found, zone), found) for day, found in days]


def tone_then(incident: Incident, update: Update) -> str:
    """The mark of an update: how bad it was as of its words, calm when it was over."""
    if update.status in _CALM:
        return _CALM[update.status]
    if incident.kind is Kind.MAINTENANCE:
        return "maintenance"
    _, declared = spoken_of(incident.updates[incident.updates.index(update) :])
    found = gravity_of(declared, incident.impact)
    return "running" if found is ComponentState.OPERATIONAL else tone(found)


def _told(incident: Incident) -> Iterator[TimelineUpdate]:
    former = [*(update.at for update in incident.updates[1:]), None]
    for update, before in zip(incident.updates, former, strict=True):
        yield TimelineUpdate(update, tone_then(incident, update), _gap(before, update.at))


def _gap(before: datetime | None, at: datetime) -> Said | None:
    """By whole minutes, as clocks show both times."""
    if before is None:
        return None
    seconds = int((at.replace(second=0) - before.replace(second=0)).total_seconds())
    if seconds < 60:
        return None
    return said("{length} later", length=duration(seconds) if seconds < _DAY else roughly(seconds))


def _zones(found: tuple[TimelineUpdate, ...], zone: ZoneInfo) -> tuple[str, ...]:
    names = (one.update.at.astimezone(zone).tzname() or "" for one in reversed(found))
    return tuple(dict.fromkeys(f"UTC{name}" if name[:1] in "+-" else name for name in names))
