"""Published postmortems: the cause of each, and which incidents it struck."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from peewee import fn

from statuspage.domain.incidents.cause import Cause, PublishedCause
from statuspage.domain.incidents.postmortem import Postmortem
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.store.tables import incidents as tables

_P = tables.Postmortem
_I = tables.Incident


def of_incident(number: int) -> Postmortem | None:
    """The postmortem of one incident, if it has one."""
    row = _P.select(_P, _I.key.alias("incident_key")).join(_I).where(_P.incident == number).dicts()
    found: Any = row.first()
    return found and Postmortem(found["incident_key"], found["cause"], found["at"])


def add(number: int, cause: Cause, at: datetime) -> None:
    """Keep the cause of an incident."""
    _P.create(incident=number, cause=cause, at=at)


def findings(start: datetime, end: datetime) -> list[PublishedCause]:
    """The published causes of incidents whose first word fell into [start, end), newest first."""
    columns = (_I.id, _I.key, _I.title, _P.cause, _I.started_at)
    chosen = (_I.started_at >= start) & (_I.started_at < end)
    query = _I.select(*columns).join(_P, on=(_P.incident == _I.id)).where(chosen)
    rows: Any = list(query.order_by(_I.started_at.desc(), _I.id.desc()).tuples())
    touched = _touched([number for number, *_ in rows])
    return [
        PublishedCause(key, title, cause, at, frozenset(touched[number]))
        for number, key, title, cause, at in rows
    ]


def count_incidents(start: datetime, end: datetime) -> int:
    """How many incidents had their first word in [start, end); false alarms are none."""
    chosen = (_I.kind == Kind.INCIDENT) & (_I.status != Status.FALSE_ALARM)
    between = (_I.started_at >= start) & (_I.started_at < end)
    return int(_I.select(fn.COUNT(_I.id)).where(chosen & between).scalar())


def _touched(numbers: list[int]) -> dict[int, set[str]]:
    update, change = tables.IncidentUpdate, tables.ComponentChange
    found: dict[int, set[str]] = defaultdict(set)
    for start in range(0, len(numbers), 500):
        chosen = update.incident.in_(numbers[start : start + 500])
        query = change.select(update.incident, change.component).join(update).where(chosen)
        rows: Any = query.distinct().tuples()
        for number, component in rows:
            found[number].add(component)
    return found
