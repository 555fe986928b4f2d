"""Failures that were taken up by themselves: drafts for staff, and what was published of others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from peewee import JOIN, fn

from statuspage.domain.incidents.automatic import Alarm, Standing
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.store.tables import incidents as tables
from statuspage.store.tables.incidents import Incident

_A = tables.Alarm


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
    """The newest of each component. One whose incident is closed is over."""
    last = _A.select(_A.component, fn.MAX(_A.spoke_at)).group_by(_A.component)
    rows: Any = list(last.tuples())
    found: dict[str, Alarm] = {}
    for component, spoke_at in rows:
        for alarm in _load((_A.component == component) & (_A.spoke_at == spoke_at)):
            found[component] = alarm
    return found


def add(alarm: Alarm) -> None:
    """Take up a new one, as a draft without an incident yet."""
    _A.create(
        key=alarm.key,
        component=alarm.component,
        probe=alarm.probe,
        state=alarm.state,
        standing=alarm.standing,
        failing_since=alarm.failing_since,
        recovered_at=alarm.recovered_at,
        spoke_at=alarm.spoke_at,
        title=alarm.title,
        body=alarm.body,
        next_update=alarm.next_update and int(alarm.next_update.total_seconds()),
    )


def change(key: str, **values: Any) -> None:
    """Set columns of one; `incident` takes its number."""
    _A.update(**values).where(_A.key == key).execute()


def _load(condition: Any) -> list[Alarm]:
    columns = (_A, Incident.key.alias("incident_key"), Incident.is_open.alias("is_open"))
    rows: Any = _A.select(*columns).join(Incident, JOIN.LEFT_OUTER).where(condition).dicts()
    return [_fact(row) for row in rows]


def _fact(row: dict[str, Any]) -> Alarm:
    is_closed = row["incident_key"] is not None and not row["is_open"]
    seconds = row["next_update"]
    return Alarm(
        key=row["key"],
        component=row["component"],
        probe=row["probe"],
        state=ComponentState(row["state"]),
        standing=Standing.OVER if is_closed else Standing(row["standing"]),
        failing_since=row["failing_since"],
        recovered_at=row["recovered_at"],
        spoke_at=row["spoke_at"],
        title=row["title"],
        body=row["body"],
        next_update=None if seconds is None else timedelta(seconds=seconds),
        incident=row["incident_key"],
    )
