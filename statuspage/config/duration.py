"""Lengths of time as people write them in settings: one whole number and one unit."""

from __future__ import annotations

import re
from datetime import timedelta

from statuspage.said import said

_UNITS = {
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
    "ms": timedelta(milliseconds=1),
}
_FORM = re.compile(r"([0-9]{1,13})\s*(ms|[dhms])", re.ASCII)
_LONGEST = timedelta(days=36_525)


def parse_duration(text: str) -> timedelta:
    """ "500ms", "60s", "30m", "72h" or "14d" as a length of time, at most a hundred years.

    Raises ValueError, its message a plain sentence.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise ValueError(
            said(
                '"{text}" is not a length of time; write a whole number and one of ms, '
                "s, m, h, d, such as 90s, 30m, 72h or 14d",
                text=text[:40],
            )
        )
    number, unit = int(found[1]), _UNITS[found[2]]
    if number > _LONGEST // unit:
        raise ValueError(
            said('"{text}" is longer than a hundred years; write a shorter time', text=text.strip())
        )
    return number * unit


def duration_text(length: timedelta) -> str:
    """The shortest text that `parse_duration` reads as exactly this length (whole milliseconds)."""
    if not length:
        return "0s"
    name, unit = next((name, unit) for name, unit in _UNITS.items() if not length % unit)
    return f"{length // unit}{name}"
