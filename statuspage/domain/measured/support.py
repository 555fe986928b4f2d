"""Support cases: how long answers and solutions took, and which promises about them were kept.

Source: numbers.md, "Support commitments". A case counts in the period its due date lies in, and an
open one past its due date is late, so a backlog cannot improve a figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from statuspage.domain.measured.availability import Counts, of_events
from statuspage.domain.vocabulary.business_time import Calendar, due_at, running_seconds
from statuspage.domain.vocabulary.spans import Span, union

Clock = Literal["first_response", "resolution"]


@dataclass(frozen=True)
class Case:
    """One case as it was sent, without anything about a person.

    `waiting` holds the times in which the customer was asked something; the last may be open.
    """

    id: str
    opened_at: datetime
    first_response_at: datetime | None  # by a human; automatic replies never count
    resolved_at: datetime | None
    waiting: tuple[tuple[datetime, datetime | None], ...] = ()
    priority: str = ""
    agent_replies: int = 0
    reopened: bool = False
    topic: str = ""
    follow_up_of: str | None = None


@dataclass(frozen=True)
class KeptCase:
    """A case, and the number of the calendars it keeps."""

    case: Case
    calendars: int


class CaseOutcome(StrEnum):
    """What became of one promise to one customer."""

    KEPT = "kept"
    LATE = "late"
    OVERDUE = "overdue"  # open, and late already
    MISSED = "missed"  # solved, but not at first contact
    UNDECIDED = "undecided"

    @property
    def is_bad(self) -> bool:
        return self in (CaseOutcome.LATE, CaseOutcome.OVERDUE, CaseOutcome.MISSED)


@dataclass(frozen=True)
class JudgedCase:
    """A case that counts. `due` is when it was to be done, or until when it may come back."""

    case: Case
    due: datetime
    outcome: CaseOutcome
    calendar: Calendar | None = None  # that its clock ran by; None at first contact
    came_back: datetime | None = None  # when a later case first named it as not solved


def response_seconds(case: Case, calendar: Calendar, now: datetime) -> int:
    """Open seconds up to the first human answer, or up to now."""
    return running_seconds(calendar, case.opened_at, case.first_response_at or now)


def resolution_seconds(case: Case, calendar: Calendar, now: datetime) -> int:
    """Open seconds up to the solution, or up to now, while nobody waited for the customer."""
    end = case.resolved_at or now
    return running_seconds(calendar, case.opened_at, end, _pauses(case, end))


def on_time(
    cases: Iterable[Case],
    clock: Clock,
    period: Span,
    now: datetime,
    *,
    within: timedelta,
    calendar: Calendar,
) -> list[JudgedCase]:
    """The cases due in a period, judged, in order of their due dates.

    While a customer is waited for, the due date moves on: it is that of an answer given now.
    """
    judged = [_judge(case, clock, now, within, calendar) for case in cases]
    return _in_period(judged, period)


def _judge(
    case: Case, clock: Clock, now: datetime, within: timedelta, calendar: Calendar
) -> JudgedCase:
    if clock == "first_response":
        done = case.first_response_at
        due = due_at(calendar, case.opened_at, within)
    else:
        done = case.resolved_at
        due = due_at(calendar, case.opened_at, within, _pauses(case, done or now))
    return JudgedCase(case, due, _timely(done, due, now), calendar)


def _timely(done: datetime | None, due: datetime, now: datetime) -> CaseOutcome:
    if done is None:
        return CaseOutcome.OVERDUE if due < now else CaseOutcome.UNDECIDED
    return CaseOutcome.KEPT if done <= due else CaseOutcome.LATE


def clock_from(calendar: Calendar, within: timedelta, due: datetime) -> datetime:
    """An instant so early that a clock begun or paused no later than that is due before `due`."""
    back = max(within, timedelta(days=1))
    while due_at(calendar, due - back, within) >= due:
        back *= 2
    return due - back


def first_contact(
    cases: Iterable[Case], period: Span, now: datetime, *, within: timedelta
) -> list[JudgedCase]:
    """The cases resolved in a period: was one answer enough?

    Give all cases, those opened after the period too: a later one that names a case in
    `follow_up_of` shows that it was not solved. Until `within` has passed a case is undecided.
    """
    known = list(cases)
    came_back = _first_follow_ups(known)
    judged = []
    for case in known:
        if case.resolved_at is not None and period.start <= case.resolved_at < period.end:
            due = case.resolved_at + within
            back = came_back.get(case.id)
            outcome = _at_first_contact(case, back, due, now)
            judged.append(JudgedCase(case, due, outcome, came_back=back))
    return _ordered(judged)


def _first_follow_ups(cases: Iterable[Case]) -> Mapping[str, datetime]:
    """When each case that came back did so first."""
    found: dict[str, datetime] = {}
    for case in cases:
        if case.follow_up_of is not None:
            before = found.get(case.follow_up_of, case.opened_at)
            found[case.follow_up_of] = min(before, case.opened_at)
    return found


def _at_first_contact(
    case: Case, came_back: datetime | None, due: datetime, now: datetime
) -> CaseOutcome:
    if now <= due:
        return CaseOutcome.UNDECIDED
    is_solved = came_back is None or came_back > due
    is_kept = is_solved and case.agent_replies == 1 and not case.reopened
    return CaseOutcome.KEPT if is_kept else CaseOutcome.MISSED


def counts(judged: Iterable[JudgedCase]) -> Counts:
    """Good, bad and unknown events; unknown are those not decided yet."""
    found = Counter(one.outcome for one in judged)
    bad = sum(number for outcome, number in found.items() if outcome.is_bad)
    return of_events(found[CaseOutcome.KEPT], bad, found[CaseOutcome.UNDECIDED])


def by_priority(judged: Iterable[JudgedCase]) -> dict[str, list[JudgedCase]]:
    """The same cases split by priority, in alphabetical order."""
    found: dict[str, list[JudgedCase]] = {}
    for one in judged:
        found.setdefault(one.case.priority, []).append(one)
    return dict(sorted(found.items()))


def _pauses(case: Case, end: datetime) -> list[Span]:
    """The time in which the customer was waited for; what still goes on ends at `end`."""
    return union(
        Span(start, end if until is None else until)
        for start, until in case.waiting
        if until is not None or start < end
    )


def _in_period(judged: Iterable[JudgedCase], period: Span) -> list[JudgedCase]:
    return _ordered(one for one in judged if period.start <= one.due < period.end)


def _ordered(judged: Iterable[JudgedCase]) -> list[JudgedCase]:
    return sorted(judged, key=lambda one: (one.due, one.case.id))
