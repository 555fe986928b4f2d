"""Times as people write them, read in the site's zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from statuspage.said import Said, said

_END_OF_DAY = re.compile(r"([0-9-]{10})[T ]24:00(?::00(?:[.,]0+)?)?(.*)", re.ASCII)
"""ISO 8601 ends a day at 24:00, which is the first moment of the next."""
_NO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])", re.ASCII)


def parse_instant(text: str, zone: ZoneInfo) -> datetime:
    """An instant from ISO 8601 such as "2026-07-01 15:00"; without a zone it is in the site's.

    An hour that occurs twice (clocks going back) means the first of the two. Raises ValueError with
    one plain sentence, also for an hour that a change of clocks leaves out.
    """
    return readings(text, zone)[0]


def certain_instant(text: str, zone: ZoneInfo) -> datetime:
    """The same, for texts that nobody looks at while they are read: no hour that occurs twice."""
    found = readings(text, zone)
    if len(found) > 1:
        raise ValueError(
            said(
                "'{text}' occurs twice in {key}: the clocks go back then. Write it with its "
                "offset, {first} or {second}.",
                text=text,
                key=zone.key,
                first=_with_offset(found[0], zone),
                second=_with_offset(found[1], zone),
            )
        )
    return found[0]


def readings(text: str, zone: ZoneInfo) -> list[datetime]:
    """What a time may mean, in UTC and in order: two instants where clocks go back.

    Raises ValueError with one plain sentence, also where there is none.
    """
    plain = text.strip().upper()  # RFC 3339 allows small letters
    end = _END_OF_DAY.fullmatch(plain)
    try:
        found = datetime.fromisoformat(f"{end[1]}T00:00{end[2]}" if end else plain)
    except ValueError:
        raise ValueError(_no_time(text)) from None
    try:
        return _instants(text, found + timedelta(days=1) if end else found, zone)
    except OverflowError:
        raise ValueError(
            said("'{text}' is outside the calendar; check the year.", text=text)
        ) from None


def local_readings(wall: datetime, zone: ZoneInfo) -> list[datetime]:
    """When the clocks of a zone show a time without a zone, in UTC and in order; may be never."""
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():  # no change of clocks is near
        return [first.astimezone(UTC)]
    both = (one.astimezone(UTC) for one in (first, second))
    shown = [one for one in both if one.astimezone(zone).replace(tzinfo=None, fold=0) == wall]
    return sorted(set(shown))


def _no_time(text: str) -> Said:
    if _NO_DAY.match(text.strip()):  # a day is written, and no calendar has it
        try:
            date.fromisoformat(text.strip()[:10])
        except ValueError:
            return said(
                "There is no day {day}; check the month and the day.", day=text.strip()[:10]
            )
    return said("'{text}' is not a time; write it like 2026-07-01 15:00.", text=text)


def _instants(text: str, found: datetime, zone: ZoneInfo) -> list[datetime]:
    if found.tzinfo is not None:
        return [found.astimezone(UTC)]
    instants = local_readings(found, zone)
    if not instants:
        raise ValueError(
            said(
                "'{text}' does not exist in {key}: the clocks go forward then. Give another time.",
                text=text,
                key=zone.key,
            )
        )
    return instants


def _with_offset(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).isoformat(timespec="minutes")
