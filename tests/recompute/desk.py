"""Business time by the published calendars: read off the wall in their zone, elapsed in UTC."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = timedelta(days=1)
_NOTHING = timedelta()

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class Calendar:
    """Ranges of minutes by the place of a day in the week, and the days without any."""

    zone: ZoneInfo
    hours: tuple[tuple[tuple[int, int], ...], ...]
    holidays: frozenset[date]


def calendars(published: Iterable[Mapping[str, Any]]) -> dict[tuple[str | None, str], Calendar]:
    """The calendars of a promise by their ids and versions."""
    return {(one["id"], str(one["version"])): _calendar(one) for one in published}


def due(
    calendar: Calendar, start: datetime, rest: timedelta, paused: Sequence[Stretch]
) -> datetime:
    """When the desk had been open that long, without the time of waiting."""
    for opens, closes in _open_from(calendar, start, paused):
        if rest <= closes - opens:
            return opens + rest
        rest -= closes - opens
    raise AssertionError("days never end")


def open_time(
    calendar: Calendar, start: datetime, end: datetime, paused: Sequence[Stretch]
) -> timedelta:
    """How long the desk was open between two instants, without the time of waiting."""
    passed = _NOTHING
    for opens, closes in _open_from(calendar, start, paused):
        if opens >= end:
            return passed
        passed += min(closes, end) - opens
    raise AssertionError("days never end")


def _calendar(published: Mapping[str, Any]) -> Calendar:
    hours = published["hours"]
    return Calendar(
        ZoneInfo(published["timezone"]),
        tuple(tuple(_minutes(text) for text in hours.get(day, ())) for day in _DAYS),
        frozenset(date.fromisoformat(day) for day in published["holidays"]),
    )


def _minutes(text: str) -> tuple[int, int]:
    hour, minute, last_hour, last_minute = (int(part) for part in re.split("[:-]", text))
    return hour * 60 + minute, last_hour * 60 + last_minute


def _open_from(calendar: Calendar, start: datetime, paused: Sequence[Stretch]) -> Iterator[Stretch]:
    """The open time from an instant on, without the pauses; it never ends."""
    day = start.astimezone(calendar.zone).date() - _DAY
    while True:
        for opens, closes in _hours(calendar, day):
            if closes > start:
                yield from _without(max(opens, start), closes, paused)
        day += _DAY


def _without(opens: datetime, closes: datetime, paused: Sequence[Stretch]) -> Iterator[Stretch]:
    for begin, end in sorted(paused):
        if begin < closes and end > opens:
            if begin > opens:
                yield opens, begin
            opens = max(opens, end)
        if opens >= closes:
            return
    yield opens, closes


@cache
def _hours(calendar: Calendar, day: date) -> tuple[Stretch, ...]:
    if day in calendar.holidays:
        return ()
    found = (
        (_instant(day, opens, calendar.zone), _instant(day, closes, calendar.zone))
        for opens, closes in calendar.hours[day.weekday()]
    )
    return tuple((opens, closes) for opens, closes in found if opens < closes)


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """When the wall first shows that; a time that clocks leap over is the moment they leap."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    found = wall.replace(tzinfo=zone).astimezone(UTC)
    offset = found.astimezone(zone).utcoffset()
    if found.astimezone(zone).replace(tzinfo=None) != wall:
        while (found - timedelta(minutes=1)).astimezone(zone).utcoffset() == offset:
            found -= timedelta(minutes=1)
    return found
