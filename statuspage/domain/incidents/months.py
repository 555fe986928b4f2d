"""The history by months: where an entry stands, and what a month comes to in one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Kind, Status


@dataclass(frozen=True)
class Length:
    """How long one incident lasted; `end` is None while it goes on."""

    status: Status
    start: datetime
    end: datetime | None

    @property
    def seconds(self) -> int:
        """Whole seconds; 0 while it goes on."""
        return 0 if self.end is None else max(0, int((self.end - self.start).total_seconds()))


@dataclass(frozen=True)
class MonthSum:
    """What happened in a month, in numbers."""

    incidents: int
    seconds: int  # of those that are over, one after another
    still_open: int
    false_alarms: int
    works: int  # planned work that took place, or does
    cancelled: int  # planned work that did not


def placed_at(incident: Incident) -> datetime:
    """The time under which the history has it: of planned work the window, not its announcement.

    Nothing stands before its first word.
    """
    if incident.kind is Kind.MAINTENANCE and incident.scheduled_for is not None:
        return max(incident.scheduled_for, incident.started_at)
    return incident.started_at


def is_history(incident: Incident) -> bool:
    """Whether the history has it: planned work that is to come has not happened."""
    return incident.status is not Status.SCHEDULED


def month_sum(lengths: Iterable[Length], works: Iterable[Incident]) -> MonthSum:
    """The numbers of a month, of its incidents and of its planned work."""
    every = list(lengths)
    told = [one for one in every if one.status is not Status.FALSE_ALARM]
    planned = [one.status for one in works if is_history(one)]
    cancelled = planned.count(Status.CANCELLED)
    return MonthSum(
        incidents=len(told),
        seconds=sum(one.seconds for one in told),
        still_open=sum(one.status.is_open for one in told),
        false_alarms=len(every) - len(told),
        works=len(planned) - cancelled,
        cancelled=cancelled,
    )
