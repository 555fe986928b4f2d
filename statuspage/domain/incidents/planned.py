"""What readers are told of planned work beside its words: how early it came, and how it moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage.said import Said, counted, said

USUAL_NOTICE = timedelta(hours=24)
"""The notice that counts as fair where no promise asks for one."""

LONGEST = timedelta(days=31)
"""Planned work that would last longer is a mistake in its dates."""

EARLY = timedelta(minutes=5)
"""Whoever begins planned work so long before its time is asked what becomes of its end."""

_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@dataclass(frozen=True)
class Extension:
    """The end of planned work was moved."""

    at: datetime  # when that was published
    former: datetime  # the end that was announced until then
    until: datetime


@dataclass(frozen=True)
class Rescheduling:
    """Planned work was moved to another window, or made shorter."""

    at: datetime  # when that was published
    former_start: datetime  # the window that was announced until then
    former_end: datetime
    start: datetime
    end: datetime


WindowChange = Extension | Rescheduling


def first_window(
    start: datetime, end: datetime, changes: Iterable[WindowChange]
) -> tuple[datetime, datetime]:
    """The window as it was announced at first; `start` and `end` are those that stand now."""
    for change in sorted(changes, key=lambda one: one.at, reverse=True):
        match change:
            case Extension():
                end = change.former
            case Rescheduling():
                start, end = change.former_start, change.former_end
    return start, end


def notice_words(announced_at: datetime, start: datetime, asked: timedelta | None) -> Said:
    """How long before its start planned work was announced, floored, never in our favour.

    `asked` is the notice its promises ask for; None: the usual one.
    """
    lead = start - announced_at
    if lead < timedelta(0):
        return said("announced after it had begun")
    if lead < _MINUTE:
        words = said("announced as it began")
    else:
        words = said("announced {length} before", length=_length(lead))
    if lead >= (USUAL_NOTICE if asked is None else asked):
        return words
    return said("short notice: {words}", words=words)


def _length(lead: timedelta) -> Said:
    """In the largest unit of which there are at least two, or in minutes."""
    if lead >= 2 * _DAY:
        return counted("{count} day", "{count} days", lead // _DAY)
    if lead >= 2 * _HOUR:
        return counted("{count} hour", "{count} hours", lead // _HOUR)
    return counted("{count} minute", "{count} minutes", lead // _MINUTE)
