"""Times as cron writes them: minute, hour, day of the month, month, day of the week; in a zone.

Source: POSIX crontab, with the names, steps and @words of Vixie cron. Where both days are given,
either is enough. An hour that a change of clocks leaves out is taken as the one after it, one that
comes twice is taken once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from statuspage.said import said

_WORDS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_PART = re.compile(r"(?:\*|([0-9]{1,2})(?:-([0-9]{1,2}))?)(?:/([0-9]{1,3}))?")
_FAR = 366 * 8 + 3  # days; 29 February may be eight years away
_LOOKED_AT = 400  # instants
_ANY_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class CronLine:
    """The instants that a line of cron names."""

    text: str
    zone: str

    @cached_property
    def _fields(self) -> tuple[frozenset[int], ...]:
        return _parsed(self.text)

    @cached_property
    def _clock(self) -> tuple[time, ...]:
        minutes, hours, *_ = self._fields
        return tuple(time(hour, minute) for hour in sorted(hours) for minute in sorted(minutes))

    def after(self, instant: datetime) -> datetime:
        """The first instant after another one, in UTC."""
        return next(self._following(instant))

    @property
    def longest(self) -> timedelta:
        """The longest time from one instant to the next, in an ordinary year."""
        found = [_ANY_YEAR]
        for at in self._following(_ANY_YEAR):
            found.append(at)
            if len(found) > _LOOKED_AT or at - _ANY_YEAR > timedelta(days=400):
                break
        gaps = [after - before for before, after in pairwise(found[1:] or found)]
        return max(gaps, default=found[-1] - _ANY_YEAR)

    def _following(self, instant: datetime) -> Iterator[datetime]:
        zone = ZoneInfo(self.zone)
        first = instant.astimezone(zone).date()
        last = instant
        for number in range(_FAR):
            day = first + timedelta(days=number)
            if not self._names(day):
                continue
            for clock in self._clock:
                at = datetime.combine(day, clock, zone).astimezone(UTC)
                if at > last:
                    yield at
                    last = at
        # A date that never comes is refused when the line is read.

    def _names(self, day: date) -> bool:
        _, _, days, months, weekdays = self._fields
        if day.month not in months:
            return False
        in_month, in_week = day.day in days, day.isoweekday() % 7 in weekdays
        parts = _WORDS.get(self.text.lower(), self.text).split()
        if parts[2].startswith("*") or parts[4].startswith("*"):
            return in_month and in_week
        return in_month or in_week


def parse_cron(text: str) -> str:
    """A line of cron as it is. Raises ValueError, its message a plain sentence."""
    _parsed(text)
    if next(CronLine(text, "UTC")._following(_ANY_YEAR), None) is None:
        raise ValueError(said('"{text}" names a date that never comes', text=text[:80]))
    return text.strip()


def _parsed(text: str) -> tuple[frozenset[int], ...]:
    parts = _WORDS.get(text.strip().lower(), text).split()
    if len(parts) != len(_FIELDS):
        raise _no_line(text)
    found = [
        _field(part, *bounds, text) for part, bounds in zip(_named(parts), _FIELDS, strict=True)
    ]
    found[4] = frozenset(day % 7 for day in found[4])  # 7 is Sunday, too
    return tuple(found)


def _named(parts: list[str]) -> Iterator[str]:
    """The fields with the names of months and days as numbers."""
    for place, part in enumerate(parts):
        words = {3: _MONTHS, 4: _DAYS}.get(place, ())
        lowered = part.lower()
        for number, word in enumerate(words, 1 if place == 3 else 0):
            lowered = re.sub(rf"\b{word}\b", str(number), lowered)
        yield lowered


def _field(part: str, low: int, high: int, text: str) -> frozenset[int]:
    found: set[int] = set()
    for piece in part.split(","):
        match = _PART.fullmatch(piece)
        if match is None:
            raise _no_line(text)
        step = int(match[3] or 1)
        first = low if match[1] is None else int(match[1])
        # "5/10" is from 5 on, as in Vixie cron.
        is_open = match[1] is None or (match[3] is not None and match[2] is None)
        last = (min(high, 6) if high == 7 else high) if is_open else int(match[2] or first)
        if not step or not low <= first <= last <= high:
            raise _no_line(text)
        found.update(range(first, last + 1, step))
    return frozenset(found)


def _no_line(text: str) -> ValueError:
    return ValueError(
        said(
            '"{text}" is not a cron line; write minute, hour, day, month and day of the week, '
            'such as "0 3 * * *" or "30 2 * * mon-fri"',
            text=text[:80],
        )
    )
