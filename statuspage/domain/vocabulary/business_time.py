"""Business calendars: how many seconds a desk was open between two instants, and when some are up.

Source: numbers.md, "Support commitments". Opening hours are read off the wall in the calendar's
zone; what elapses is counted in UTC, so a change of clocks costs or gives exactly what it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from statuspage.domain.vocabulary.spans import Span, intersection, subtract, union
from statuspage.domain.vocabulary.window import local_date
from statuspage.errors import InvalidInput
from statuspage.said import said

Minutes = tuple[int, int]
"""From and until, in minutes of the local day: 09:00-17:00 is (540, 1020)."""

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Calendar:
    """When a desk is open: seven days of ranges, Monday first, none of them overlapping."""

    week: tuple[tuple[Minutes, ...], ...]
    zone: ZoneInfo
    holidays: frozenset[date] = frozenset()


ROUND_THE_CLOCK = Calendar((((0, 24 * 60),),) * 7, ZoneInfo("UTC"))


def running_seconds(
    calendar: Calendar, start: datetime, end: datetime, paused: Iterable[Span] = ()
) -> int:
    """Open seconds from one instant to another, without those of some pauses.

    Raises InvalidInput when the end lies before the start.
    """
    asked = Span(start, end)
    opened = subtract([asked], paused)
    first, last = (local_date(instant, calendar.zone) for instant in (asked.start, asked.end))
    # A day on either side: where clocks fall back over midnight, a date's hours reach past it.
    dates = (first + _DAY * ahead for ahead in range(-1, (last - first).days + 2))
    hours = [span for day in dates for span in _open_hours(calendar, day)]
    return sum(span.seconds for span in intersection(hours, opened))


def due_at(
    calendar: Calendar, start: datetime, within: timedelta, paused: Iterable[Span] = ()
) -> datetime:
    """The first instant at which the desk was open that long since the start, without the pauses.

    At the end of a working day that is its closing, not the next opening. Raises InvalidInput when
    the calendar has no open hours.
    """
    _require_hours(calendar)
    begin = start.astimezone(UTC)
    rest = within // _SECOND * _SECOND
    if not rest:
        return begin
    pauses = union(paused)
    hours = _hours_from(calendar, begin)
    parts = (part for span in hours for part in subtract([span], pauses)) if pauses else hours
    part = next(parts)
    while rest > part.end - part.start:
        rest -= part.end - part.start
        part = next(parts)
    return part.start + rest


def closing_after(calendar: Calendar, start: datetime, days: int) -> datetime:
    """When the desk closes on the so manieth day it is open after the day of the start.

    Raises InvalidInput when the calendar has no open hours.
    """
    _require_hours(calendar)
    day = local_date(start, calendar.zone)
    while days:
        day += _DAY
        days -= bool(_open_hours(calendar, day))
    return max([start.astimezone(UTC), *(span.end for span in _open_hours(calendar, day))])


def _require_hours(calendar: Calendar) -> None:
    if not any(calendar.week):
        raise InvalidInput({"hours": said("The calendar has no open hours; name some.")})


def _hours_from(calendar: Calendar, begin: datetime) -> Iterator[Span]:
    """Open hours from an instant on, in order and without an end."""
    day = local_date(begin, calendar.zone) - _DAY
    while True:
        for span in _open_hours(calendar, day):
            if span.end > begin:
                yield Span(max(span.start, begin), span.end)
        day += _DAY


@lru_cache(maxsize=8192)  # thousands of cases ask for the same days
def _open_hours(calendar: Calendar, day: date) -> tuple[Span, ...]:
    """The open hours of one local date as instants."""
    if day in calendar.holidays:
        return ()
    spans = (
        Span(_instant(day, start, calendar.zone), _instant(day, end, calendar.zone))
        for start, end in calendar.week[day.weekday()]
    )
    return tuple(span for span in spans if span.seconds)


def _instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """When the wall shows a minute of a day, for the first time.

    One that a change of clocks leaves out is the moment of the change.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    after = wall.replace(tzinfo=zone).astimezone(UTC)
    if after.astimezone(zone).replace(tzinfo=None) == wall:
        return after
    # In a gap, the offsets before and after the change place the wall time on either side of it.
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    offset = after.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2 // _SECOND * _SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after
