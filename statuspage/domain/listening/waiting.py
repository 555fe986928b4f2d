"""How long people wait for an answer: days, what is late by the rule, shares and the median.

Days are those of the wall in the site's zone, so that page, CSV and JSON count alike: whoever asked
yesterday has waited a day. An answer is the first word on what becomes of a request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from statistics import median
from zoneinfo import ZoneInfo

from statuspage.config.kinds.duration import parse_duration
from statuspage.domain.record.recorded import parse_stamp
from statuspage.domain.vocabulary.business_time import Calendar, closing_after, due_at
from statuspage.domain.vocabulary.entry import Entry
from statuspage.domain.vocabulary.window import local_date, start_of

WAITING = "asked"
"""The state of what nobody has answered yet."""

GOING_ON = ("considering", "planned", "doing")
"""States that go stale when nobody looks at them."""

STALE_AFTER = timedelta(days=90)
"""After so long without a look nobody knows any more how it stands, and pages say so."""

_DAY = timedelta(days=1)
_EDGES = (0, 1, 3, 7, 14, 30, 60, 90)
"""The last day of each step of the histogram; what took longer is a step of its own."""


@dataclass(frozen=True)
class AnswerTime:
    """How soon we said that we answer. Whole days are days on which the calendar is open."""

    within: timedelta
    calendar: Calendar | None = None  # None: round the clock
    name: str = ""  # of the calendar

    def due(self, asked_at: datetime) -> datetime:
        """By when what was asked at an instant is to be answered."""
        if self.calendar is None:
            return asked_at + self.within
        days, rest = divmod(self.within, _DAY)
        if rest:
            return due_at(self.calendar, asked_at, self.within)
        return closing_after(self.calendar, asked_at, days)


@dataclass(frozen=True)
class Wait:
    """How long one request waited, or waits."""

    asked_at: datetime
    answer_by: datetime | None  # None: nobody promised a time
    answered_at: datetime | None  # None while it waits

    @property
    def is_over(self) -> bool:
        return self.answered_at is not None

    def days(self, now: datetime, zone: ZoneInfo) -> int:
        """On how many days it waited, by the wall."""
        until = local_date(self.answered_at or now, zone)
        return max(0, (until - local_date(self.asked_at, zone)).days)

    def is_late(self, now: datetime) -> bool:
        """Whether it was answered, or is not answered, after the time that was promised."""
        return self.answer_by is not None and (self.answered_at or now) > self.answer_by


@dataclass(frozen=True)
class WaitStep:
    """So many requests took so many days."""

    first: int
    last: int | None  # None: and more
    answered: int
    waiting: int


@dataclass(frozen=True)
class Answering:
    """How fast people are answered, over some requests."""

    answered: int
    waiting: int
    late: int  # that wait still, and longer than was promised
    in_time: int
    judged: int  # answered, or late already; those without a promised time are none of it
    median: Fraction | None  # days to an answer, of those that have one
    steps: tuple[WaitStep, ...]


def at(entry: Entry, name: str) -> datetime | None:
    """An instant of its front matter."""
    kept = entry.details.get(name)
    return parse_stamp(str(kept)) if kept else None


def is_waiting(entry: Entry) -> bool:
    """Whether nobody has answered it yet; one that was merged waits with the other."""
    return entry.details.get("state") == WAITING and _stands(entry)


def _stands(entry: Entry) -> bool:
    return entry.withdrawn_at is None and not entry.details.get("same_as")


def wait_of(entry: Entry) -> Wait | None:
    """How long an outcome waited, or waits; None where nobody knows: when it was asked, or when it
    was answered, is not told."""
    asked_at, answered_at = at(entry, "asked"), at(entry, "answered")
    if asked_at is None or (answered_at is None and not is_waiting(entry)):
        return None
    return Wait(asked_at, at(entry, "answer_by"), answered_at)


def promised_days(details: Mapping[str, object]) -> int | None:
    """Within how many whole days an answer was promised, if it was in days."""
    kept = details.get("answer_within")
    days, rest = divmod(parse_duration(str(kept)), _DAY) if kept else (0, _DAY)
    return None if rest else days


def stale_from(entry: Entry, zone: ZoneInfo) -> datetime | None:
    """From when on nobody knows any more how it stands, unless somebody looks before then."""
    if entry.details.get("state") not in GOING_ON or not _stands(entry):
        return None
    reviewed = entry.details.get("reviewed")
    looked = [start_of(date.fromisoformat(str(reviewed)), zone)] if reviewed else []
    return max([entry.updated_at, *looked]) + STALE_AFTER


def answering(waits: Iterable[Wait], now: datetime, zone: ZoneInfo) -> Answering:
    """The sums of some requests."""
    known = list(waits)
    over = [one for one in known if one.is_over]
    open_ones = [one for one in known if not one.is_over]
    late = sum(one.is_late(now) for one in open_ones)
    judged = [one for one in over if one.answer_by is not None]
    days = [one.days(now, zone) for one in over]
    return Answering(
        answered=len(over),
        waiting=len(open_ones),
        late=late,
        in_time=sum(not one.is_late(now) for one in judged),
        judged=len(judged) + late,
        median=Fraction(median(days)) if days else None,
        steps=_steps(days, [one.days(now, zone) for one in open_ones]),
    )


def _steps(answered: Iterable[int], waiting: Iterable[int]) -> tuple[WaitStep, ...]:
    over, still = [_step(one) for one in answered], [_step(one) for one in waiting]
    firsts = [0, *(edge + 1 for edge in _EDGES)]
    lasts = [*_EDGES, None]
    return tuple(
        WaitStep(first, last, over.count(place), still.count(place))
        for place, (first, last) in enumerate(zip(firsts, lasts, strict=True))
    )


def _step(days: int) -> int:
    return next((place for place, edge in enumerate(_EDGES) if days <= edge), len(_EDGES))
