"""Dates without a year, as Statuspage's feeds print them ("Aug 21, 00:37 UTC"), and their year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from statuspage.said import said

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HOURS = {
    **{"UTC": 0.0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "EET": 2},
    **{"EEST": 3, "MSK": 3, "IST": 5.5, "SGT": 8, "HKT": 8, "AWST": 8, "JST": 9, "KST": 9},
    **{"ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13},
    **{"NST": -3.5, "NDT": -2.5, "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6},
    **{"CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10},
}
_DAY = rf"({'|'.join(_MONTHS)})[a-z]*\.?\s+(\d{{1,2}})\s*,\s*"
_TIME = r"(\d{1,2}):(\d{2})"
_ZONE = r"\s*([A-Z]{3,5}|[+-]\d{2}(?::?\d{2})?)\b"
_INSTANT = re.compile(_DAY + _TIME + _ZONE)
_WINDOW = re.compile(f"{_DAY}{_TIME}\\s*[-–]\\s*(?:{_DAY})?{_TIME}{_ZONE}")
_SLACK = timedelta(days=1)  # a feed's own times are those of writing, not those it speaks of
_LEAP_GAP = 8  # years: 29 February may be missing that long, as around 1900


@dataclass(frozen=True)
class Yearless:
    """A day and a minute of some year."""

    month: int
    day: int
    hour: int
    minute: int
    offset: timedelta  # of its zone, east of UTC

    def last_until(self, later: datetime) -> datetime:
        """The last time it was, at or before an instant. Raises ValueError when it never is."""
        return max(found for found in self._around(later) if found <= later)

    def first_from(self, earlier: datetime) -> datetime:
        """The first time it is, at or after an instant. Raises ValueError when it never is."""
        return min(found for found in self._around(earlier) if found >= earlier)

    def _around(self, instant: datetime) -> list[datetime]:
        """The instants it may mean, UTC; a year without this day is left out."""
        zone = timezone(self.offset)
        found = []
        for year in range(instant.year - _LEAP_GAP, instant.year + _LEAP_GAP + 1):
            try:
                local = datetime(year, self.month, self.day, self.hour, self.minute, tzinfo=zone)
                found.append(local.astimezone(UTC))
            except (ValueError, OverflowError):
                continue
        if len(found) < 2:  # not one on either side
            raise ValueError(
                said(
                    "Day {day} of month {month} is in no calendar.", day=self.day, month=self.month
                )
            )
        return found


def parse(text: str) -> Yearless:
    """Read "Aug 21, 00:37 UTC". Raises ValueError with one plain sentence."""
    found = _INSTANT.search(text)
    if found is None:
        raise ValueError(said("'{text}' is not a date like Aug 21, 00:37 UTC.", text=text))
    month, day, hour, minute, zone = found.groups()
    return _yearless(month, day, hour, minute, zone)


def parse_window(text: str, announced_at: datetime) -> tuple[datetime, datetime] | None:
    """Read "Mar 28, 22:00 - Mar 29, 01:30 UTC" (the second day may be absent), or None."""
    found = _WINDOW.search(text)
    if found is None:
        return None
    month, day, hour, minute, last_month, last_day, last_hour, last_minute, zone = found.groups()
    start = _yearless(month, day, hour, minute, zone).first_from(announced_at - _SLACK)
    end = _yearless(last_month or month, last_day or day, last_hour, last_minute, zone)
    if last_day:
        return start, end.first_from(start)
    same_day = end.first_from(start - _SLACK)
    return start, same_day if same_day >= start else same_day + timedelta(days=1)


def in_sequence(
    newest_first: list[Yearless], published: datetime, updated: datetime
) -> list[datetime]:
    """The instants of some updates, from the times of their entry.

    Some feeds count an entry as published with its first update, others with its last; in both
    the newest update is the first such day from then on, unless that would be after `updated`.
    Each older one is the last such day before the one that follows it. Raises ValueError.
    """
    instants: list[datetime] = []
    for given in newest_first:
        if instants:
            instants.append(given.last_until(instants[-1]))
            continue
        newest = given.first_from(published - _SLACK)
        if newest > updated + _SLACK:
            newest = given.last_until(updated + _SLACK)
        instants.append(newest)
    return instants


def _yearless(month: str, day: str, hour: str, minute: str, zone: str) -> Yearless:
    place = _MONTHS.index(month) + 1
    return Yearless(place, int(day), int(hour), int(minute), _offset(zone))


def _offset(zone: str) -> timedelta:
    """How far a zone, named by its abbreviation or as +0530, is east of UTC."""
    if zone in _HOURS:
        return timedelta(hours=_HOURS[zone])
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        if size < timedelta(days=1):
            return -size if zone[0] == "-" else size
    raise ValueError(
        said("The zone '{zone}' is not known here; have the feed print UTC.", zone=zone)
    )
