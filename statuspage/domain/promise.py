"""The promise of a next word: when it is due, and what became of it (numbers.md, "Promises").

A promise is kept when the next public word comes at or before its due time plus a minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from statuspage.domain.incident import Incident, Update

GRACE = timedelta(seconds=60)


class PromiseState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    LATE = "late"
    KEPT = "kept"


@dataclass(frozen=True)
class Promise:
    """ "Next update by ...": given in one update, answered by the next."""

    incident: str
    made_at: datetime
    due: datetime
    answered_at: datetime | None

    def state(self, now: datetime) -> PromiseState:
        if self.answered_at is None:
            return PromiseState.LATE if now > self.due + GRACE else PromiseState.OPEN
        return PromiseState.LATE if self.answered_at > self.due + GRACE else PromiseState.KEPT


def next_update_promises(incident: Incident) -> list[Promise]:
    """Every promise of a next word in an incident, oldest first.

    A word "added afterwards" answers nothing: it was not there when readers waited.
    """
    oldest_first = list(reversed(incident.updates))
    return [
        Promise(incident.key, update.at, update.next_due, _answer(oldest_first[place + 1 :]))
        for place, update in enumerate(oldest_first)
        if update.next_due is not None
    ]


def _answer(later: Sequence[Update]) -> datetime | None:
    return next((update.entered_at for update in later if not update.is_added_afterwards), None)


def turns_late_at(due: datetime) -> datetime:
    """The first instant at which an unanswered promise counts as late."""
    return due + GRACE + timedelta(seconds=1)
