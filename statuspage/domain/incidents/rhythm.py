"""A rule of repeated work in words, and a rule from what somebody chooses who knows no RFC 5545."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from statuspage.domain.incidents.recurrence import following, wall_of
from statuspage.said import Said, counted, joined, said

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The days of the week as RFC 5545 writes them, the first one a Monday."""

DAY_NAMES = dict(
    zip(
        DAYS,
        (
            said("Monday"),
            said("Tuesday"),
            said("Wednesday"),
            said("Thursday"),
            said("Friday"),
            said("Saturday"),
            said("Sunday"),
        ),
        strict=True,
    )
)
PLACES = {
    "1": said("first"),
    "2": said("second"),
    "3": said("third"),
    "4": said("fourth"),
    "-1": said("last"),
}
"""Which of its weekdays in a month."""

MOST_TIMES = 400


@dataclass(frozen=True)
class Recurrence:
    """How often something repeats, as people choose it."""

    every: str  # day, week, month (on the same day), weekday (of a month), last (such weekday)
    interval: int = 1
    days: tuple[str, ...] = ()  # weekly; none: that on which it first begins
    until: date | None = None
    times: int | None = None  # all in all; with `until` the earlier end holds


def rule_of(rhythm: Recurrence, first: datetime) -> str:
    """The rule of RFC 5545; `first` is the wall time at which it first begins.

    A count becomes the day of the last one. Raises ValueError, its message a plain sentence.
    """
    rule = _without_end(rhythm, first)
    last = rhythm.until
    if rhythm.times is not None:
        if not 2 <= rhythm.times <= MOST_TIMES:
            raise ValueError(said("Give a number from 2 to {most}.", most=MOST_TIMES))
        walls = [first, *islice(following(rule, first), rhythm.times - 1)]
        last = min(filter(None, (last, walls[-1].date())))
    return f"{rule};UNTIL={last:%Y%m%d}" if last else rule


def _without_end(rhythm: Recurrence, first: datetime) -> str:
    step = f";INTERVAL={rhythm.interval}" if rhythm.interval != 1 else ""
    match rhythm.every:
        case "day":
            return f"FREQ=DAILY{step}"
        case "week":
            days = rhythm.days or (DAYS[first.weekday()],)
            return f"FREQ=WEEKLY{step};BYDAY={','.join(days)}"
        case "month":
            return f"FREQ=MONTHLY{step};BYMONTHDAY={first.day}"
        case _:
            is_last = rhythm.every == "last" or first.day > 28
            place = -1 if is_last else (first.day - 1) // 7 + 1
            return f"FREQ=MONTHLY{step};BYDAY={place}{DAYS[first.weekday()]}"


_WORDS = {"daily": "day", "weekly": "week", "monthly": "month"}
_NAMED = {str(name).lower(): day for day, name in DAY_NAMES.items()}
_PLACED = {str(name): place for place, name in PLACES.items()}


def rule_of_words(text: str, start: datetime, zone: ZoneInfo) -> str:
    """A rule from words such as "weekly", "every sunday", "every first sunday"; others stay.

    What is neither is refused where the rule is checked.
    """
    words = text.lower().removeprefix("every ").removeprefix("each ").strip()
    if words in _WORDS:
        return rule_of(Recurrence(_WORDS[words]), wall_of(start, zone))
    if words in _WORDS.values():
        return rule_of(Recurrence(words), wall_of(start, zone))
    place, _, name = words.removesuffix(" of the month").rpartition(" ")
    if place in _PLACED and name in _NAMED:
        return f"FREQ=MONTHLY;BYDAY={_PLACED[place]}{_NAMED[name]}"
    named = words.replace(",", " ").replace(" and ", " ").split()
    if named and set(named) <= _NAMED.keys():
        return f"FREQ=WEEKLY;BYDAY={','.join(_NAMED[one] for one in named)}"
    return text


def told(rule: str, first: datetime) -> Said:
    """When it repeats, in words: "each Sunday", "each second Tuesday of the month".

    What cannot be said so stands as the rule that it is. `first` is a wall time it falls on.
    """
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    words = _rhythm(parts, first) or said("by the rule {rule}", rule=rule)
    if (until := parts.get("UNTIL")) is None:
        return words
    last = date(int(until[:4]), int(until[4:6]), int(until[6:8]))
    return said("{rhythm} until {last}", rhythm=words, last=last)


def _rhythm(parts: dict[str, str], first: datetime) -> Said | None:
    step = int(parts.get("INTERVAL", "1"))
    days = parts.get("BYDAY", "")
    if parts.keys() & {"BYSETPOS", "BYMONTH", "WKST"}:
        return None
    match parts["FREQ"]:
        case "DAILY":
            return (
                said("each day") if step == 1 else counted("each day", "every {count} days", step)
            )
        case "WEEKLY":
            return _weekly(days.split(",") if days else [DAYS[first.weekday()]], step)
        case "MONTHLY":
            return _monthly(days, parts.get("BYMONTHDAY", str(first.day)), step)
        case _:
            return None if len(parts.keys() - {"UNTIL"}) > 1 else said("each year")


def _weekly(days: list[str], step: int) -> Said | None:
    if not set(days) <= set(DAYS):
        return None
    names = _row([DAY_NAMES[day] for day in DAYS if day in days])
    if step == 1:
        return said("each {days}", days=names)
    return counted("each {days}", "every {count} weeks on {days}", step, days=names)


def _row(names: list[Said]) -> Said:
    if len(names) == 1:
        return names[0]
    return said("{some} and {last}", some=joined(names[:-1], ", "), last=names[-1])


def _monthly(days: str, of_month: str, step: int) -> Said | None:
    if days:
        place, day = days[:-2], days[-2:]
        if place not in PLACES or day not in DAYS:
            return None
        on = said("{place} {day}", place=PLACES[place], day=DAY_NAMES[day])
        if step == 1:
            return said("each {weekday} of the month", weekday=on)
        return counted(
            "each {weekday} of the month",
            "every {count} months on the {weekday}",
            step,
            weekday=on,
        )
    if of_month == "-1":
        return None if step > 1 else said("on the last day of each month")
    if not of_month.isdigit():
        return None
    if step == 1:
        return said("on day {number} of each month", number=int(of_month))
    return counted(
        "on day {number} of each month",
        "every {count} months on day {number}",
        step,
        number=int(of_month),
    )
