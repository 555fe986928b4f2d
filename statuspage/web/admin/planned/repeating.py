"""How planned work repeats, chosen in a form without knowing any rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from statuspage.domain.incidents.recurrence import Repeat, checked_rule, wall_of
from statuspage.domain.incidents.rhythm import DAY_NAMES, Recurrence, rule_of
from statuspage.errors import message
from statuspage.said import said
from statuspage.web.admin.writing.choices import Choice
from statuspage.web.forms.fields import Fields

_DAY = "repeat_day:"
_EVERY = (
    Choice("", said("Does not repeat")),
    Choice("day", said("Daily")),
    Choice("week", said("Weekly")),
    Choice("month", said("Monthly, on the same day of the month")),
    Choice("weekday", said("Monthly, on the same weekday, such as the first Sunday")),
    Choice("last", said("Monthly, on the last such weekday")),
    Choice("rule", said("By a rule (RFC 5545)")),
)
CHOSEN = frozenset({"repeat", "repeat_every", "repeat_interval", "repeat_until", "repeat_times"})


def offers() -> Mapping[str, Any]:
    """What the part of the form about repeating needs."""
    days = [Choice(_DAY + day, name) for day, name in DAY_NAMES.items()]
    return {"repeat_every": _EVERY, "repeat_days": days, "repeat_fields": CHOSEN}


def repeat_of(given: Fields, start: datetime, end: datetime) -> Repeat | None:
    """The rule that was chosen or written; what is wrong with it is a fault beside its field."""
    every, rule = given.text("repeat_every"), given.text("repeat")
    if not every and not rule:
        return None
    first = wall_of(start, given.zone)
    name = "repeat" if every in ("", "rule") else "repeat_every"
    if every == "rule" and not rule:
        given.faults["repeat"] = said("Write the rule, or choose how it repeats.")
        return None
    try:
        if name == "repeat_every":
            rule = _chosen(given, every, first)
        return Repeat(checked_rule(rule, first, end - start), given.zone)
    except ValueError as error:
        given.faults.setdefault(name, message(error))
        return None


def _chosen(given: Fields, every: str, first: datetime) -> str:
    """The rule of what was chosen. Raises ValueError."""
    if every not in [choice.value for choice in _EVERY]:
        raise ValueError(said("Choose one from the list."))
    interval, times = given.text("repeat_interval") or "1", given.text("repeat_times")
    if not interval.isdecimal() or not 1 <= int(interval) <= 99:
        given.faults["repeat_interval"] = said("Give a number from 1 to 99.")
    if times and not times.isdecimal():
        given.faults["repeat_times"] = said("Give a number, or leave it empty.")
    until = _day(given, "repeat_until")
    if until and until < first.date():
        given.faults["repeat_until"] = said("That is before it first begins; give a later day.")
    if given.faults.keys() & CHOSEN:
        raise ValueError(said("It is not clear yet how it repeats."))
    days = tuple(day for day in DAY_NAMES if given.text(_DAY + day))
    count = int(times) if times else None
    return rule_of(Recurrence(every, int(interval), days, until, count), first)


def _day(given: Fields, name: str) -> date | None:
    text = given.text(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        given.faults[name] = said("That is not a day; write it like 2027-12-31.")
        return None
