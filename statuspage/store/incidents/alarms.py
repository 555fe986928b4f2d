"""Failures that were taken up by themselves: drafts for staff, and what was published of others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from peewee import JOIN, Tuple, fn

from statuspage.domain.incidents.automatic import Alarm, Standing
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.store.fields import shared
from statuspage.store.tables import incidents as tables
from statuspage.store.tables.incidents import Incident

_A = tables.Alarm
_SHARED = tuple(name for name in shared(Alarm, _A) if name != "incident")


def by_key(key: str) -> Alarm:
    """Raises NotFound."""
    found = _load(_A.key == key)
    if not found:
        raise NotFound(said("There is no draft '{key}'.", key=key))
    return found[0]


def exists(key: str) -> bool:
    """Whether there is such an alarm."""
    return bool(_A.select().where(_A.key == key).exists())


def drafts() -> list[Alarm]:
    """What waits for staff, the oldest failure first."""
    return sorted(_load(_A.standing == Standing.DRAFT), key=lambda alarm: alarm.failing_since)


def newest() -> dict[str, Alarm]:
    """The newest of each subject. One whose incident is closed is over."""
    last = _A.select(_A.subject, fn.MAX(_A.spoke_at)).group_by(_A.subject)
    found = _load(Tuple(_A.subject, _A.spoke_at).in_(last))
    return {alarm.subject: alarm for alarm in found}


def held_back() -> set[str]:
    """The components whose failure goes on and waits as a draft, or was discarded by staff."""
    waits = _A.standing.in_((Standing.DRAFT, Standing.DISCARDED))
    rows = _A.select(_A.states).where(waits & _A.recovered_at.is_null())
    return {component for row in rows for component in row.states}


def add(alarm: Alarm) -> None:
    """Take up a new one, as a draft without an incident yet."""
    _A.create(**{name: getattr(alarm, name) for name in _SHARED})


def change(key: str, **values: Any) -> None:
    """Set columns of one; `incident` takes its number."""
    _A.update(**values).where(_A.key == key).execute()


def _load(condition: Any) -> list[Alarm]:
    columns = (_A, Incident.key.alias("incident_key"), Incident.is_open.alias("is_open"))
    rows: Any = _A.select(*columns).join(Incident, JOIN.LEFT_OUTER).where(condition).dicts()
    return [_fact(row) for row in rows]


def _fact(row: dict[str, Any]) -> Alarm:
    found = Alarm(**{name: row[name] for name in _SHARED}, incident=row["incident_key"])
    is_closed = found.incident is not None and not row["is_open"]
    return replace(found, standing=Standing.OVER) if is_closed else found
