"""Times as people type them in a shell or a form: lengths, hours, days by name, and ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from statuspage.domain.vocabulary.times import certain_instant
from statuspage.errors import message
from statuspage.said import Said, said

_UNITS = {
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
_PART = r"([0-9]{1,5})\s*(min|[dhms])"
_LENGTH = re.compile(rf"(?:in\s+)?(?:{_PART}\s*)+(ago)?", re.ASCII)
_MINUTES = re.compile(r"[0-9]{1,3}", re.ASCII)
_HOUR = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?", re.ASCII)
_DAY_AND_HOUR = re.compile(r"(?:(?:on|next)\s+)?([a-z]+)(?:,|\s+at)?\s+(.+)", re.ASCII)
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Reading = Callable[[str, ZoneInfo], datetime]
"""What reads ISO 8601: it decides what an hour means that occurs twice. Raises ValueError."""


def parse_when(
    text: str,
    zone: ZoneInfo,
    base: datetime,
    *,
    is_past: bool = False,
    iso: Reading = certain_instant,
) -> datetime:
    """An instant from "30" or "30m" or "1h30m", "17:30", "tomorrow 9:00", "sunday 02:00", or ISO.

    A length counts from `base`: onwards, or backwards for a time that is past (and with "ago"); an
    hour alone is the next one after `base`, or the last one before it. Raises ValueError with one
    plain sentence, also for an hour that a change of clocks leaves out or repeats.
    """
    plain = " ".join(text.lower().split())
    length = _length(plain)
    try:
        if length is not None:
            backwards = is_past or plain.endswith("ago")
            return base - length if backwards else base + length
        if plain == "now":
            return base
        local = base.astimezone(zone).date()
        if (hour := _hour(plain)) is not None:
            return _nearest(local, hour, zone, base, is_past=is_past, iso=iso)
        if (named := _DAY_AND_HOUR.fullmatch(plain)) and (hour := _hour(named[2])) is not None:
            found = _named_day(named[1], local, is_past=is_past)
            if found is not None:
                return iso(f"{found} {hour}", zone)
        return iso(text, zone)
    except OverflowError:
        raise ValueError(
            said("'{text}' lies outside the calendar; check the year.", text=text)
        ) from None
    except ValueError as error:
        if "is not a time" in message(error).key:
            raise ValueError(_unknown(text)) from None
        raise


def _length(plain: str) -> timedelta | None:
    if _MINUTES.fullmatch(plain):
        return timedelta(minutes=int(plain))
    if not _LENGTH.fullmatch(plain):
        return None
    parts = re.findall(_PART, plain)
    return sum((int(number) * _UNITS[unit] for number, unit in parts), timedelta())


def _hour(plain: str) -> str | None:
    """An hour of the day as ISO writes it, or None."""
    found = _HOUR.fullmatch(plain)
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups())
    if hour > 23 or minute > 59 or second > 59:
        return None
    return f"{hour:02}:{minute:02}:{second:02}"


def _nearest(
    day: date, hour: str, zone: ZoneInfo, base: datetime, *, is_past: bool, iso: Reading
) -> datetime:
    found = iso(f"{day} {hour}", zone)
    if is_past:
        return iso(f"{day - timedelta(days=1)} {hour}", zone) if found > base else found
    return iso(f"{day + timedelta(days=1)} {hour}", zone) if found <= base else found


def _named_day(name: str, day: date, *, is_past: bool) -> date | None:
    """The next day of this name, or the last one; today has its own name."""
    if name in _DAYS:
        return day + timedelta(days=_DAYS[name])
    known = [one for one in _WEEKDAYS if len(name) >= 3 and one.startswith(name)]
    if len(known) != 1:
        return None
    ahead = (_WEEKDAYS.index(known[0]) - day.weekday() - 1) % 7 + 1
    return day + timedelta(days=(ahead - 7 or -7) if is_past else ahead)


def _unknown(text: str) -> Said:
    if re.fullmatch(r"[0-9]{4}", text.strip(), re.ASCII):
        hour, minute = text.strip()[:2], text.strip()[2:]
        return said(
            "'{text}' may mean {hour}:{minute} or that many minutes; write {hour}:{minute} or "
            "{text}m.",
            text=text.strip(),
            hour=hour,
            minute=minute,
        )
    return said(
        "'{text}' is not a time; write a length such as 30m or 1h30m, an hour such as 17:30, "
        "tomorrow 9:00, or 2026-07-01 15:00.",
        text=text,
    )
