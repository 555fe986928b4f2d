"""Times as people type them in a shell or a form: lengths, hours, days by name, and ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from statuspage.domain.vocabulary.times import certain_instant
from statuspage.errors import message
from statuspage.said import Said, said

_UNITS = (
    ("w|weeks?", timedelta(weeks=1)),
    ("d|days?", timedelta(days=1)),
    ("h|hrs?|hours?", timedelta(hours=1)),
    ("m|mins?|minutes?", timedelta(minutes=1)),
    ("s|secs?|seconds?", timedelta(seconds=1)),
)
_LENGTH = re.compile(  # each unit once, the greatest first: "30m30m" is a slip of the fingers
    r"(?P<onwards>in\s+|\+)?"
    + "".join(rf"(?:([0-9]{{1,5}}(?:[.,][0-9]{{1,2}})?)\s*(?:{unit})\s*)?" for unit, _ in _UNITS)
    + r"(?P<ago>ago)?",
    re.ASCII,
)
_MINUTES = re.compile(r"(?:in\s+|\+)?[0-9]{1,3}", re.ASCII)
_HOUR = re.compile(
    r"([0-9]{1,2})(?::([0-9]{2})(?::([0-9]{2}))?)?\s*([ap]m)?\s*(z|utc|gmt|[+-][0-9]{2}:?[0-9]{2})?",
    re.ASCII,
)
_DAY_AND_HOUR = re.compile(r"(?:(on|next)\s+)?([a-z]+)(?:,|\s+at)?\s+(.+)", re.ASCII)
_IN_UTC = re.compile(r"(.*[0-9])\s*(?:utc|gmt)", re.ASCII)
_DAY = 86_400  # seconds
_WEEK = timedelta(weeks=1)
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Reading = Callable[[str, ZoneInfo], datetime]
"""What reads ISO 8601: it decides what an hour means that occurs twice. Raises ValueError."""


def parse_when(
    text: str,
    zone: ZoneInfo,
    base: datetime,
    *,
    now: datetime | None = None,
    is_past: bool = False,
    iso: Reading = certain_instant,
) -> datetime:
    """An instant from "30", "1h30m", "17:30", "5:30pm", "tomorrow 9:00", "sunday 2:00", ISO.

    A length counts from `base`: onwards, or backwards for a time that is past (unless it says "in")
    and with "ago"; an hour alone is the next one after `base`, or the last one before it; 24:00
    ends a day. Days by name count from `now` (`base` when absent): "from tomorrow 22:00 until
    tomorrow 23:00" is one hour. Raises ValueError with one plain sentence, also for an hour that a
    change of clocks leaves out or repeats, and for what may mean two things.
    """
    plain = " ".join(text.lower().split())
    try:
        if (length := _length(plain, is_past=is_past)) is not None:
            return base + length
        if plain == "now":
            return base
        if (hour := _hour(plain)) is not None:
            return _nearest(hour, zone, base, is_past=is_past, iso=iso)
        named = _DAY_AND_HOUR.fullmatch(plain)
        if named and (hour := _hour(named[3])) is not None:
            spoken = now or base
            local = spoken.astimezone(hour.zone or zone).date()
            found = _named_day(named[2], local, is_past=is_past)
            if found is not None:
                chosen = hour.on(found, zone, iso)
                if abs(found - local) == _WEEK and named[1] != "next":
                    today = chosen + (_WEEK if is_past else -_WEEK)
                    if (today <= spoken) == is_past:
                        raise ValueError(_which(text, found, named[3]))
                return chosen
        return iso(f"{in_utc[1]}Z" if (in_utc := _IN_UTC.fullmatch(plain)) else text, zone)
    except OverflowError:
        raise ValueError(
            said("'{text}' is outside the calendar; check the year.", text=text)
        ) from None
    except ValueError as error:
        if "is not a time" in message(error).key:
            raise ValueError(_unknown(text)) from None
        raise


def _length(plain: str, *, is_past: bool) -> timedelta | None:
    """How far from `base`; lengths of the past are below zero."""
    is_onwards = plain.startswith(("in ", "+"))
    if _MINUTES.fullmatch(plain):
        length = timedelta(minutes=int(plain.removeprefix("in").strip(" +")))
    else:
        found = _LENGTH.fullmatch(plain)
        numbers = found.groups()[1:-1] if found else ()
        if found is None or not any(numbers) or (is_onwards and found["ago"]):
            return None
        is_past = is_past or bool(found["ago"])
        length = sum(
            (
                float(number.replace(",", ".")) * unit
                for number, (_, unit) in zip(numbers, _UNITS, strict=True)
                if number
            ),
            timedelta(),
        )
    return -length if is_past and not is_onwards else length


@dataclass(frozen=True, slots=True)
class _Hour:
    """An hour of a day as it was typed; `zone` where it names one of its own."""

    seconds: int
    zone: timezone | None

    def wall(self, day: date) -> datetime:
        """What clocks show; 24:00 is the first moment of the next day."""
        return datetime.combine(day, time()) + timedelta(seconds=self.seconds)

    def on(self, day: date, zone: ZoneInfo, iso: Reading) -> datetime:
        """This hour of a day, as an instant."""
        wall = self.wall(day)
        if self.zone is not None:
            return wall.replace(tzinfo=self.zone).astimezone(UTC)
        return iso(str(wall), zone)


def _hour(plain: str) -> _Hour | None:
    found = _HOUR.fullmatch(plain)
    if found is None or (found[2] is None and found[4] is None):
        return None
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4] == "pm" else 0)
    seconds = (hour * 60 + minute) * 60 + second
    if minute > 59 or second > 59 or seconds > _DAY:
        return None
    return _Hour(seconds, _offset(found[5]))


def _offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 23 or minutes > 59:
        raise ValueError(_unknown(text))
    return timezone(timedelta(hours=hours, minutes=minutes) * (-1 if text[0] == "-" else 1))


def _nearest(
    hour: _Hour, zone: ZoneInfo, base: datetime, *, is_past: bool, iso: Reading
) -> datetime:
    """Today's, or that of the next day; a change of clocks that is over does not matter."""
    day = base.astimezone(hour.zone or zone).date()
    if is_past and hour.seconds == _DAY:
        day -= timedelta(days=1)
    wall = hour.wall(day)
    about = [wall.replace(tzinfo=hour.zone or zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    if all(one > base if is_past else one <= base for one in about):
        day += timedelta(days=-1 if is_past else 1)
    return hour.on(day, zone, iso)


def _named_day(name: str, day: date, *, is_past: bool) -> date | None:
    """The next day of this name, or the last one; today has its own name."""
    if name in _DAYS:
        return day + timedelta(days=_DAYS[name])
    known = [one for one in _WEEKDAYS if len(name) >= 3 and one.startswith(name)]
    if len(known) != 1:
        return None
    ahead = (_WEEKDAYS.index(known[0]) - day.weekday() - 1) % 7 + 1
    return day + timedelta(days=(ahead - 7 or -7) if is_past else ahead)


def _which(text: str, other: date, hour: str) -> Said:
    """On a Sunday "sunday 23:00" may mean today or in a week: only its writer knows."""
    return said(
        "'{text}' may mean today or {day}; write today {hour} or {day} {hour}.",
        text=text,
        day=str(other),
        hour=hour,
    )


def _unknown(text: str) -> Said:
    if found := re.fullmatch(r"([0-9]{1,2})h([0-5][0-9])", text.strip().lower(), re.ASCII):
        return said(
            "'{text}' may mean {hour}:{minute} or that long from now; write {hour}:{minute} or "
            "{text}m.",
            text=text.strip(),
            hour=found[1],
            minute=found[2],
        )
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
