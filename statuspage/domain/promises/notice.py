"""Notices: what changes on a named day, how far ahead it was announced, and where it stands.

Pure: days are those of the site's zone. The lead time is judged by the day on which readers could
first know that it comes no later than it does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from statuspage.config.kinds.duration import parse_duration
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.entry import Entry
from statuspage.said import Said, said

_DAY = timedelta(days=1)
_MORNING = time(9)


class NoticeState(StrEnum):
    """Where a notice stands, by the clock."""

    ANNOUNCED = "announced"
    EFFECTIVE = "effective"
    REMOVED = "removed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> Said:
        return _LABELS[self]


_LABELS: Mapping[NoticeState, Said] = {
    NoticeState.ANNOUNCED: said("Announced"),
    NoticeState.EFFECTIVE: said("In effect"),
    NoticeState.REMOVED: said("Removed"),
    NoticeState.CANCELLED: said("Cancelled"),
}


@dataclass(frozen=True)
class Naming:
    """That a day was named on a day as the one on which something takes effect."""

    on: date
    effective: date


@dataclass(frozen=True)
class Lead:
    """How far ahead readers knew of it; `promised` days are None where nobody promised any."""

    since: date  # the day from which they could know
    days: int  # whole days from then to the day it takes effect; 0 on the day itself or later
    promised: int | None

    @property
    def is_kept(self) -> bool | None:
        """Whether it is as long as promised; None where nothing was."""
        return None if self.promised is None else self.days >= self.promised


@dataclass(frozen=True)
class Reminder:
    """That readers were told again of what comes on a day, so many days ahead."""

    notice: str  # its slug
    day: date  # on which it takes effect, or is removed
    days: int
    at: datetime


@dataclass(frozen=True)
class Notice:
    """The days of a notice, beside the words of its entry."""

    entry: Entry
    effective: date
    removed: date | None
    lead: Lead
    namings: tuple[Naming, ...]  # each day that was named, the first one first
    published: date  # the day it was published here
    reminders: tuple[Reminder, ...] = ()  # the oldest first

    @property
    def kind(self) -> str:
        return str(self.entry.details["kind"])

    @property
    def first_named(self) -> date:
        """The day that was named at first."""
        return self.namings[0].effective

    @property
    def announced(self) -> date:
        return self.namings[0].on

    @property
    def is_stated_afterwards(self) -> bool:
        """Whether its announcement is older than its publication here, which cannot prove it."""
        return self.published > self.announced

    @property
    def is_called_off(self) -> bool:
        """Whether it does not come after all, or was taken back."""
        return is_called_off(self.entry)

    @property
    def updated_at(self) -> datetime:
        """When it last changed, or readers were last reminded of it."""
        return max([self.entry.updated_at, *(one.at for one in self.reminders)])

    def state(self, today: date) -> NoticeState:
        """Where it stands on a day of the site's zone."""
        if self.is_called_off:
            return NoticeState.CANCELLED
        if self.removed is not None and self.removed <= today:
            return NoticeState.REMOVED
        return NoticeState.EFFECTIVE if self.effective <= today else NoticeState.ANNOUNCED

    def next_day(self, today: date) -> date | None:
        """The day to come on which it takes effect, or is removed; None where nothing is."""
        days = [] if self.is_called_off else [self.effective, self.removed]
        return next((day for day in days if day is not None and day > today), None)


def is_called_off(entry: Entry) -> bool:
    """Whether it does not come after all, or was taken back."""
    return entry.withdrawn_at is not None or bool(entry.details.get("cancelled"))


def effective_day(entry: Entry) -> date:
    return date.fromisoformat(entry.details["effective"])


def day_of(entry: Entry, name: str) -> date | None:
    found = entry.details.get(name)
    return date.fromisoformat(found) if found else None


def promised_days(entry: Entry) -> int | None:
    """The notice period that was promised."""
    found = entry.details.get("notice_period")
    return parse_duration(found) // _DAY if found else None


def lead_of(namings: Sequence[Naming], promised: int | None) -> Lead:
    """How far ahead the day that stands now was known.

    A day that is put off was known as long as the earlier one; one that is brought forward is
    known since that was told. So what counts is the last unbroken row of namings of days that are
    no later than the one that stands.
    """
    newest = namings[-1]
    since = newest.on
    for one in reversed(namings):
        if one.effective > newest.effective:
            break
        since = one.on
    return Lead(since, max(0, (newest.effective - since).days), promised)


def notice_of(
    entry: Entry,
    earlier: Sequence[Naming],
    zone: ZoneInfo,
    reminders: Sequence[Reminder] = (),
) -> Notice:
    """A notice as it stands. `earlier` are the namings of all its revisions, the oldest first.

    An entry that was never changed needs none of them: its day was named when it was announced.
    """
    effective = effective_day(entry)
    namings = [*earlier] or [Naming(local_day(entry.at, zone), effective)]
    if namings[-1].effective != effective:  # what is about to be published
        namings.append(Naming(local_day(entry.updated_at, zone), effective))
    return Notice(
        entry=entry,
        effective=effective,
        removed=day_of(entry, "removed"),
        lead=lead_of(namings, promised_days(entry)),
        namings=tuple(namings),
        published=local_day(entry.published_at, zone),
        reminders=tuple(reminders),
    )


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    return window.local_date(instant, zone)


def named_days(entry: Entry) -> dict[str, date]:
    """The days that a notice names now, by the keys of its details."""
    found = {name: day_of(entry, name) for name in ("effective", "removed")}
    return {name: day for name, day in found.items() if day is not None}


def due_reminder(
    day: date,
    remind: Sequence[timedelta],
    zone: ZoneInfo,
    known_since: datetime,
    now: datetime,
) -> int | None:
    """How many days ahead readers are reminded now; None where no reminder is due.

    Each is due in the morning of its day in the zone, from when the day was known here. Of several
    that are due, which a worker that slept finds, only the last one is told.
    """
    days = [
        lead // _DAY
        for lead in remind
        if known_since < datetime.combine(day - lead, _MORNING, zone).astimezone(UTC) <= now
    ]
    return min(days, default=None) if local_day(now, zone) < day else None
