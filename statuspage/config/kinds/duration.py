"""Lengths of time as people write them in settings: whole numbers with units."""

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
_PART = r"([0-9]{{1,13}})\s*{unit}"
_FORM = re.compile(  # each unit once, the greatest first
    r"(?=.)" + r"\s*".join(f"(?:{_PART.format(unit=unit)})?" for unit in _UNITS), re.ASCII
)
_LONGEST = timedelta(days=36_525)


def parse_duration(text: str) -> timedelta:
    """ "500ms", "60s", "30m", "1h30m", "72h" or "14d" as a length, at most a hundred years.

    Raises ValueError, its message a plain sentence.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise ValueError(
            said(
                '"{text}" is not a length of time; write a whole number and one of ms, '
                "s, m, h, d, such as 90s, 30m, 1h30m, 72h or 14d",
                text=text[:40],
            )
        )
    length = 0  # milliseconds: a timedelta would overflow first
    for number, unit in zip(found.groups(), _UNITS.values(), strict=True):
        length += int(number or 0) * (unit // timedelta(milliseconds=1))
    if length > _LONGEST // timedelta(milliseconds=1):
        raise ValueError(
            said('"{text}" is longer than a hundred years; write a shorter time', text=text.strip())
        )
    return timedelta(milliseconds=length)


def duration_text(length: timedelta) -> str:
    """The shortest text that `parse_duration` reads as exactly this length (whole milliseconds)."""
    if not length:
        return "0s"
    name, unit = next((name, unit) for name, unit in _UNITS.items() if not length % unit)
    return f"{length // unit}{name}"
