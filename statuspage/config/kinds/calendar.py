"""Business hours: `hours = { mon-fri = "09:00-17:00" }`, days not named are closed."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BeforeValidator

from statuspage.config.kinds.values import Day, Id, Model, Zone
from statuspage.said import said

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Weekday, ...] = get_args(Weekday)

Span = tuple[int, int]
"""From and until, in minutes of the local day: 09:00-17:00 is (540, 1020)."""

_TIMES = re.compile(r"([0-2][0-9]):([0-5][0-9])\s*-\s*([0-2][0-9]):([0-5][0-9])", re.ASCII)


def _days(key: str) -> range:
    """ "mon" or "mon-fri" as places in DAYS."""
    first, _, last = key.lower().partition("-")
    if first not in DAYS or (last or first) not in DAYS:
        raise ValueError(
            said(
                '"{key}" is not a day or a run of days; write one of {days}, or two of '
                "them such as mon-fri",
                key=key[:40],
                days=[*DAYS],
            )
        )
    days = range(DAYS.index(first), DAYS.index(last or first) + 1)
    if not days:
        raise ValueError(
            said('"{key}" runs backwards; a week goes from mon to sun, so write two keys', key=key)
        )
    return days


def _span(text: str) -> Span:
    found = _TIMES.fullmatch(text.strip())
    hour, minute, last_hour, last_minute = (
        (int(part) for part in found.groups()) if found else ((0,) * 4)
    )
    start, end = hour * 60 + minute, last_hour * 60 + last_minute
    if not start < end <= 24 * 60:
        raise ValueError(
            said(
                '"{text}" is not a range within one day; write it such as "09:00-17:00", '
                "and a night as two ranges that meet at 24:00 and 00:00",
                text=text[:40],
            )
        )
    return start, end


def _as_ranges(hours: object) -> object:
    """One range alone may stand without a list."""
    if not isinstance(hours, dict):
        return hours
    return {key: (value,) if isinstance(value, str) else value for key, value in hours.items()}


def _weekly(hours: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    if not any(week(hours)):
        raise ValueError(said('has no open hours; add some, such as {{ mon-fri = "09:00-17:00" }}'))
    return hours


def week(hours: dict[str, tuple[str, ...]]) -> tuple[tuple[Span, ...], ...]:
    """The open spans of each day, Monday first, in order. Raises ValueError."""
    spans: dict[int, list[Span]] = {}
    for key, ranges in hours.items():
        for day in _days(key):
            if day in spans:
                raise ValueError(
                    said('"{days}" is named twice; give each day its ranges once', days=DAYS[day])
                )
            spans[day] = sorted(_span(text) for text in ranges)
    for day, of_day in spans.items():
        if any(later[0] < earlier[1] for earlier, later in pairwise(of_day)):
            raise ValueError(said("two ranges on {days} overlap; make them one", days=DAYS[day]))
    return tuple(tuple(spans.get(day, ())) for day in range(7))


class Calendar(Model):
    """When a desk is open: weekly hours and holidays, in its own zone."""

    id: Id
    """Its name in this file."""
    timezone: Zone | None = None
    """The zone of its hours; the site's when absent."""
    hours: Annotated[
        dict[str, tuple[str, ...]],
        BeforeValidator(_as_ranges),
        AfterValidator(_weekly),
    ]
    """The open hours by days or runs of days; days not named are closed."""
    holidays: tuple[Day, ...] = ()
    """Days on which nobody works."""

    @property
    def week(self) -> tuple[tuple[Span, ...], ...]:
        """The open spans of each day, Monday first."""
        return week(self.hours)
