"""Support cases by their ids, each with the business calendars it came under."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from peewee import Expression, fn

from statuspage.config import Calendar
from statuspage.domain.measured.support import Case, KeptCase
from statuspage.store.fields import FAR
from statuspage.store.measured.staging import Rows, former_times, insert, times
from statuspage.store.tables.support import CalendarSet, SupportCase

_C = SupportCase
_CHANGING = (
    "opened_at, first_response_at, resolved_at, waiting, paused_until, "
    "priority, agent_replies, reopened, topic, follow_up_of"
)
_THEIRS = ", ".join(f"excluded.{name}" for name in _CHANGING.split(", "))
_OURS = ", ".join(f"support_case.{name}" for name in _CHANGING.split(", "))
_PUT = f"""
INSERT INTO support_case {{rows}}
ON CONFLICT (id) DO UPDATE SET ({_CHANGING}) = ({_THEIRS})
WHERE ({_OURS}) IS DISTINCT FROM ({_THEIRS})
"""


def calendars_number(calendars: Iterable[Calendar], now: datetime) -> int:
    """The number of these calendars, given anew when they differ from the newest ones."""
    wanted = [calendar.model_dump(mode="json") for calendar in calendars]
    newest = CalendarSet.select().order_by(CalendarSet.number.desc()).first()
    if newest is None or newest.calendars != wanted:
        # Published as a version: a server would leave a gap for each that was taken back.
        number = newest.number + 1 if newest is not None else 1
        newest = CalendarSet.create(number=number, at=now, calendars=wanted)
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


def rows(cases: Iterable[Case]) -> list[Sequence[object]]:
    """The columns of cases, but for their calendars."""
    return [
        (
            case.id,
            _seconds(case.opened_at),
            _seconds(case.first_response_at),
            _seconds(case.resolved_at),
            _C.waiting.db_value([[_seconds(edge) for edge in part] for part in case.waiting]),
            _seconds(_paused_until(case)),
            *(case.priority, case.agent_replies, case.reopened, case.topic, case.follow_up_of),
        )
        for case in cases
    ]


def _paused_until(case: Case) -> datetime | None:
    return max((until or case.resolved_at or FAR for _, until in case.waiting), default=None)


def put(kept: Rows, calendars: int) -> None:
    """Keep cases, in columns. One that is known is updated, and stays under its calendars.

    What changes nothing is not written.
    """
    insert(_PUT, kept, calendars)


def opened(kept: Rows) -> tuple[Counter[int], Counter[int]]:
    """When these cases were opened, and when those that are known of them were before."""
    return times(kept, 1), former_times(kept, "support_case", "opened_at")


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
