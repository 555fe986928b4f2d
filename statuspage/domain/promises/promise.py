"""Promises of any kind, "we will ..." with an owner and a due time, and what became of them.

Source: numbers.md, "Promises". A promise past its due time turns late, then broken, with no human
hand; one that is withdrawn stays in the denominator. "Next update by ..." is one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.measured.availability import Counts, of_events
from statuspage.said import Said, said

GRACE = timedelta(seconds=60)
BROKEN_AFTER = timedelta(days=7)
"""How long after its due time a promise without evidence is broken, unless set otherwise."""

_NEXT = timedelta(seconds=1)


class PromiseState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Said:
        return _LABELS[self]


_LABELS = {
    PromiseState.OPEN: said("Open"),
    PromiseState.KEPT: said("Kept"),
    PromiseState.LATE: said("Late"),
    PromiseState.BROKEN: said("Broken"),
    PromiseState.WITHDRAWN: said("Withdrawn"),
}


@dataclass(frozen=True)
class Promise:
    """One promise. `dues` holds the first due time and then each that it was extended to.

    Without any it is undated: it should be given a policy date, and is listed as undated.
    """

    key: str
    text: str
    owner: str
    made_at: datetime
    dues: tuple[datetime, ...]
    evidence_at: datetime | None = None  # when it was shown to be done
    evidence: str = ""  # where to see that: an address or a few words
    withdrawn_at: datetime | None = None
    given_up_at: datetime | None = None
    broken_after: timedelta = BROKEN_AFTER
    erased: Said | None = None  # that personal data was removed from it

    @property
    def due(self) -> datetime | None:
        """The due time that decides what is kept: the first one, whatever it was extended to."""
        return self.dues[0] if self.dues else None

    def state(self, now: datetime) -> PromiseState:
        """What became of it so far. What happens after `now` is not known yet."""
        instants = (self.evidence_at, self.withdrawn_at, self.given_up_at)
        ended_at = min((at for at in instants if at is not None and at <= now), default=None)
        passed = self._passed(now if ended_at is None else ended_at)
        if ended_at is None or passed is PromiseState.BROKEN:
            return passed
        if ended_at == self.evidence_at:
            return PromiseState.LATE if passed is PromiseState.LATE else PromiseState.KEPT
        # Taking back what is late already is giving it up.
        is_withdrawn = ended_at == self.withdrawn_at and passed is PromiseState.OPEN
        return PromiseState.WITHDRAWN if is_withdrawn else PromiseState.BROKEN

    def turns_at(self, now: datetime) -> datetime | None:
        """The next instant at which an open promise changes by itself; None when it will not."""
        if not self.dues or self.state(now) not in (PromiseState.OPEN, PromiseState.LATE):
            return None
        if self.evidence_at is not None and self.evidence_at <= now:
            return None
        turns = (turns_late_at(self.dues[0]), self.dues[-1] + self.broken_after + _NEXT)
        return min((at for at in turns if at > now), default=None)

    def _passed(self, instant: datetime) -> PromiseState:
        """What a promise without an end would be at an instant."""
        if not self.dues or instant <= self.dues[0] + GRACE:
            return PromiseState.OPEN
        is_broken = instant > self.dues[-1] + self.broken_after
        return PromiseState.BROKEN if is_broken else PromiseState.LATE


def counts(promises: Iterable[Promise], now: datetime) -> Counts:
    """Kept ones are good, open ones undecided, all others bad."""
    found = Counter(promise.state(now) for promise in promises)
    kept, undecided = found[PromiseState.KEPT], found[PromiseState.OPEN]
    return of_events(kept, found.total() - kept - undecided, undecided)


def next_update_promises(incident: Incident) -> list[Promise]:
    """Every promise of a next word in an incident, oldest first; the next word is its evidence.

    A word "added afterwards" is none: it was not there when readers waited. All that decides is
    what was first published (due times, and when words were entered), so no edit can change it.
    """
    in_order = list(reversed(incident.updates))
    in_order.sort(key=lambda update: (update.entered_at, update.published_at))
    return [
        Promise(
            key=update.key,
            text=incident.title,
            owner=incident.owner,
            made_at=update.dues[0].said_at,
            dues=tuple(one.due for one in update.dues),
            evidence_at=_answer(in_order[place + 1 :], update.dues[0].said_at),
            evidence=f"{incident.path}#update-{update.key}",
        )
        for place, update in enumerate(in_order)
        if update.dues
    ]


def turns_late_at(due: datetime) -> datetime:
    """The first instant at which an unanswered promise counts as late."""
    return due + GRACE + _NEXT


def _answer(later: Sequence[Update], made_at: datetime) -> datetime | None:
    came = (one for one in later if not one.was_added_afterwards and one.entered_at >= made_at)
    return next((one.entered_at for one in came), None)
