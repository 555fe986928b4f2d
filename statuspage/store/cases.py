"""Support cases by their ids, each with the business calendars it came under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from peewee import Expression, fn

from statuspage.config import Calendar
from statuspage.domain.measured.support import Case, KeptCase
from statuspage.store.db import run
from statuspage.store.fields import FAR
from statuspage.store.tables.support import CalendarSet, SupportCase

_C = SupportCase
_CHANGING = [field for field in _C._meta.sorted_fields if field.name not in ("id", "calendars")]
_MOST_ROWS = 1000  # in one statement, under SQLite's limit of variables


def calendars_number(calendars: Iterable[Calendar], now: datetime) -> int:
    """The number of these calendars, given anew when they differ from the newest ones."""
    wanted = [calendar.model_dump(mode="json") for calendar in calendars]
    newest = CalendarSet.select().order_by(CalendarSet.number.desc()).first()
    if newest is None or newest.calendars != wanted:
        newest = CalendarSet.create(at=now, calendars=wanted)
    return int(newest.number)


def calendar_sets() -> dict[int, Mapping[str, Calendar]]:
    """All calendars that cases keep, number -> id -> calendar."""
    return {
        row.number: {kept["id"]: Calendar.model_validate(kept) for kept in row.calendars}
        for row in CalendarSet.select()
    }


def calendar_dates() -> dict[int, datetime]:
    """Since when cases came under each number, in order."""
    return {row.number: row.at for row in CalendarSet.select().order_by(CalendarSet.number)}


def put(cases: Iterable[Case], calendars: int) -> None:
    """Keep cases. One that is known is updated, and stays under the calendars it came under."""
    rows = [row(case, calendars) for case in cases]
    for start in range(0, len(rows), _MOST_ROWS):
        query = _C.insert_many(rows[start : start + _MOST_ROWS])
        query.on_conflict(conflict_target=[_C.id], preserve=_CHANGING).execute()


def put_staged(calendars: int) -> None:
    """Keep the cases of an attached staging file likewise; what changes nothing is not written."""
    columns = ", ".join(f'"{field.column_name}"' for field in _CHANGING)
    theirs = ", ".join(f'excluded."{field.column_name}"' for field in _CHANGING)
    run(
        f"INSERT INTO main.support_case (id, calendars_id, {columns}) "  # noqa: S608
        f"SELECT id, ?, {columns} FROM staged.support_case WHERE true "
        f"ON CONFLICT (id) DO UPDATE SET ({columns}) = ({theirs}) "
        f"WHERE ({columns}) IS NOT ({theirs})",
        calendars,
    )


def row(case: Case, calendars: int) -> dict[str, Any]:
    """The columns of a case by name."""
    ends = [until or case.resolved_at or FAR for _, until in case.waiting]
    return {
        "id": case.id,
        "opened_at": case.opened_at,
        "first_response_at": case.first_response_at,
        "resolved_at": case.resolved_at,
        "waiting": [[_seconds(start), _seconds(until)] for start, until in case.waiting],
        "paused_until": max(ends, default=None),
        "priority": case.priority,
        "agent_replies": case.agent_replies,
        "reopened": case.reopened,
        "topic": case.topic,
        "follow_up_of": case.follow_up_of,
        "calendars": calendars,
    }


def running_since(since: datetime, before: datetime) -> list[KeptCase]:
    """The cases opened before an instant whose clock began or was paused at or after another."""
    return _found((_C.opened_at < before) & ((_C.opened_at >= since) | (_C.paused_until > since)))


def resolved_between(start: datetime, end: datetime) -> list[KeptCase]:
    """The cases resolved in [start, end), and all those, whenever opened, that came back to one."""
    inside = (_C.resolved_at >= start) & (_C.resolved_at < end)
    back = _C.follow_up_of.in_(_C.select(_C.id).where(inside))
    return _found(inside | back)


def first_opened() -> datetime | None:
    """When the oldest case was opened."""
    first: datetime | None = _C.select(fn.MIN(_C.opened_at)).scalar()
    return first


def _found(condition: Expression) -> list[KeptCase]:
    rows: Any = _C.select().where(condition).namedtuples()  # no models: there may be many
    return [_fact(row) for row in rows]


def _fact(row: Any) -> KeptCase:
    case = Case(
        id=row.id,
        opened_at=row.opened_at,
        first_response_at=row.first_response_at,
        resolved_at=row.resolved_at,
        waiting=tuple(
            (datetime.fromtimestamp(start, UTC), _instant(until)) for start, until in row.waiting
        ),
        priority=row.priority,
        agent_replies=row.agent_replies,
        reopened=row.reopened,
        topic=row.topic,
        follow_up_of=row.follow_up_of,
    )
    return KeptCase(case, row.calendars)


def _seconds(instant: datetime | None) -> int | None:
    return None if instant is None else int(instant.timestamp())


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
