"""When repeated work takes place: RFC 5545 rules on the wall clock of a zone.

02:00 stays 02:00 when clocks change. An hour that is left out means the same distance from
midnight by the offset before the change, and one that occurs twice the first of the two, as
RFC 5545 (3.3.5) says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from dateutil.rrule import rrule

from statuspage.said import said

_ENDS = {"UNTIL"}
_PARTS = {
    "DAILY": {"INTERVAL", *_ENDS},
    "WEEKLY": {"INTERVAL", "BYDAY", "WKST", *_ENDS},
    "MONTHLY": {"INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS", *_ENDS},
    "YEARLY": {"INTERVAL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", *_ENDS},
}
"""What each rhythm may name. Whatever would fire more than daily, or search for days that may
never come, is left out; so is COUNT, for the count would depend on all that went before."""

_EXAMPLE = '"FREQ=WEEKLY;BYDAY=SU"'
_LOOKED_AT = 60  # occurrences that must not run into one another


@dataclass(frozen=True)
class Repeat:
    """How planned work repeats: an RFC 5545 rule, and the zone on whose wall clock it holds."""

    rule: str
    zone: ZoneInfo


def checked_rule(text: str, first: datetime, length: timedelta) -> str:
    """A rule in its one form, that falls on `first` (a wall time) and leaves `length` free.

    Raises ValueError, its message a plain sentence.
    """
    rule = text.strip().upper().removeprefix("RRULE:").rstrip(";")
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    allowed = _PARTS.get(parts.pop("FREQ", ""))
    if allowed is None:
        raise ValueError(
            said(
                "It repeats daily, weekly, monthly or yearly, and not more often; write "
                "a rule such as {example}, or choose how it repeats.",
                example=_EXAMPLE,
            )
        )
    if "COUNT" in parts:
        raise ValueError(said("Write the last day instead of a count, such as UNTIL=20271231."))
    if strange := sorted(parts.keys() - allowed):
        raise ValueError(
            said(
                "{strange} cannot be part of this rule; it takes {allowed}.",
                strange=strange[0][:40],
                allowed=sorted(allowed),
            )
        )
    if not re.fullmatch(r"[1-9][0-9]?", parts.get("INTERVAL", "1")):
        raise ValueError(said("INTERVAL must be a number from 1 to 99."))
    if not re.fullmatch(r"[0-9]{8}(T[0-9]{6})?", parts.get("UNTIL", "20270101")):
        raise ValueError(
            said("UNTIL must be a day in the site's time zone, such as UNTIL=20271231.")
        )
    starts = list(islice(_walls(_parsed(rule, first)), _LOOKED_AT))
    if not starts or starts[0] != first:
        raise ValueError(
            said("The rule does not match the time it first begins; correct one of the two.")
        )
    if any(later - start < length for start, later in pairwise(starts)):
        raise ValueError(
            said("It would begin again before it has ended; shorten it, or repeat it less.")
        )
    return rule


def following(rule: str, wall: datetime) -> Iterator[datetime]:
    """The wall times after one that the rule falls on.

    They are counted from there, so the cost does not grow with what went before.
    """
    return (start for start in _walls(_parsed(rule, wall)) if start > wall)


def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a wall time, UTC."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def wall_of(instant: datetime, zone: ZoneInfo) -> datetime:
    """The wall time of an instant."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def _parsed(rule: str, start: datetime) -> rrule:
    from dateutil.rrule import rrule, rrulestr

    until = re.search(r"UNTIL=([0-9]{8})(?!T)", rule)
    if until:  # the whole of that day, not its first instant
        rule = rule.replace(until[0], f"{until[0]}T235959")
    try:
        found = rrulestr(rule, dtstart=start)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise ValueError(
            said("That is not a rule of RFC 5545; write one such as {example}.", example=_EXAMPLE)
        ) from error
    if not isinstance(found, rrule):
        raise ValueError(said("Give one rule, such as {example}.", example=_EXAMPLE))
    return found


def _walls(rule: rrule) -> Iterator[datetime]:
    yield from rule
