"""Instants, lengths of time and periods as published, in numbers and in words."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


def seconds(text: str) -> float:
    """ "1h30m" as 5400."""
    return sum(float(n) * _UNITS[unit] for n, unit in re.findall(r"([\d.]+)\s*([a-z]+)", text))


def at(text: str) -> datetime:
    """An instant as published."""
    return datetime.fromisoformat(text).astimezone(UTC)


def span_of(
    name: str, zone: ZoneInfo, as_of: datetime, site_zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """Where a period begins and ends: true local months, weeks and quarters, or rolling days.

    Those roll up to now, or to the end of a month of the site's zone.
    """
    if name.startswith("rolling"):
        days, _, month = name.removeprefix("rolling-").partition("d-")
        end = span_of(month, site_zone, as_of, site_zone)[1] if month else as_of
        local = end.astimezone(zone).replace(fold=0)
        return (local - timedelta(days=int(days.removesuffix("d")))).astimezone(UTC), end
    year, part = int(name[:4]), name[5:]
    if part[0] == "W":
        first = date.fromisocalendar(year, int(part[1:]), 1)
        return _midnight(first, zone), _midnight(first + timedelta(days=7), zone)
    month, length = (int(part[1:]) * 3 - 2, 3) if part[0] == "Q" else (int(part), 1)
    after = month + length
    following = date(year + (after > 12), after - 12 * (after > 12), 1)
    return _midnight(date(year, month, 1), zone), _midnight(following, zone)


def days_of(last: datetime, zone: ZoneInfo, count: int) -> list[tuple[date, datetime, datetime]]:
    """So many local days up to that of an instant, the oldest first."""
    today = last.astimezone(zone).date()
    dates = [today - timedelta(days=back) for back in range(count - 1, -1, -1)]
    return [(day, _midnight(day, zone), _midnight(day + timedelta(days=1), zone)) for day in dates]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def duration(length: Fraction) -> str:
    """Seconds in words, such as "1 h 5 min"; a part of a second counts as a whole one."""
    rest, words = math.ceil(length), []
    for unit, size in (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)):
        if rest >= size:
            words.append(f"{rest // size} {unit}")
        rest %= size
    return " ".join(words) or "0 s"


def brief(length: Fraction) -> str:
    """The same to the minute, rounded up; seconds only under a minute."""
    return duration(length if length < 60 else Fraction(math.ceil(length / 60) * 60))
