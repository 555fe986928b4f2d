"""What readers are told of planned work beside its words: how early it came, and what was added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

USUAL_NOTICE = timedelta(hours=24)
"""The notice that counts as fair where no promise asks for one."""

LONGEST = timedelta(days=31)
"""Planned work that would last longer is a mistake in its dates."""

_UNITS = (
    (timedelta(days=2), timedelta(days=1), "day"),
    (timedelta(hours=2), timedelta(hours=1), "hour"),
    (timedelta(minutes=1), timedelta(minutes=1), "minute"),
)


@dataclass(frozen=True)
class Extension:
    """The end of planned work was moved."""

    at: datetime  # when that was published
    former: datetime  # the end that was announced until then
    until: datetime


def notice_words(announced_at: datetime, start: datetime, asked: timedelta | None) -> str:
    """How long before its start planned work was announced, floored, never in our favour.

    `asked` is the notice its promises ask for; None: the usual one.
    """
    lead = start - announced_at
    if lead < timedelta(0):
        return "announced after it had begun"
    words = (
        f"announced {_length(lead)} before" if lead >= _UNITS[-1][0] else "announced as it began"
    )
    return words if lead >= (USUAL_NOTICE if asked is None else asked) else f"short notice: {words}"


def _length(lead: timedelta) -> str:
    """In the largest unit of which there are at least two, or in minutes."""
    unit, name = next((unit, name) for least, unit, name in _UNITS if lead >= least)
    return f"{lead // unit} {name}{'' if lead // unit == 1 else 's'}"
