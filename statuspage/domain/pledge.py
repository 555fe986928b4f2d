"""Promises of any kind, "we will ..." with an owner and a due time, and what became of them.

Source: numbers.md, "Promises". A promise past its due time turns late, then broken, with no human
hand; one that is withdrawn stays in the denominator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from statuspage.domain.availability import Counts, of_events

GRACE = timedelta(seconds=60)
BROKEN_AFTER = timedelta(days=7)
"""How long after its due time a promise without evidence is broken, unless set otherwise."""

_NEXT = timedelta(seconds=1)


class PledgeState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Pledge:
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

    @property
    def is_undated(self) -> bool:
        return not self.dues

    @property
    def due(self) -> datetime | None:
        """The due time that decides what is kept: the first one, whatever it was extended to."""
        return self.dues[0] if self.dues else None

    def state(self, now: datetime) -> PledgeState:
        """What became of it so far. What happens after `now` is not known yet."""
        instants = (self.evidence_at, self.withdrawn_at, self.given_up_at)
        ended_at = min((at for at in instants if at is not None and at <= now), default=None)
        passed = self._passed(now if ended_at is None else ended_at)
        if ended_at is None or passed is PledgeState.BROKEN:
            return passed
        if ended_at == self.evidence_at:
            return PledgeState.LATE if passed is PledgeState.LATE else PledgeState.KEPT
        # Taking back what is late already is giving it up.
        is_withdrawn = ended_at == self.withdrawn_at and passed is PledgeState.OPEN
        return PledgeState.WITHDRAWN if is_withdrawn else PledgeState.BROKEN

    def turns_at(self, now: datetime) -> datetime | None:
        """The next instant at which an open promise changes by itself; None when it will not."""
        if not self.dues or self.state(now) not in (PledgeState.OPEN, PledgeState.LATE):
            return None
        if self.evidence_at is not None and self.evidence_at <= now:
            return None
        turns = (self.dues[0] + GRACE + _NEXT, self.dues[-1] + self.broken_after + _NEXT)
        return min((at for at in turns if at > now), default=None)

    def _passed(self, instant: datetime) -> PledgeState:
        """What a promise without an end would be at an instant."""
        if not self.dues or instant <= self.dues[0] + GRACE:
            return PledgeState.OPEN
        is_broken = instant > self.dues[-1] + self.broken_after
        return PledgeState.BROKEN if is_broken else PledgeState.LATE


def counts(pledges: Iterable[Pledge], now: datetime) -> Counts:
    """Kept ones are good, open ones undecided, all others bad."""
    found = Counter(pledge.state(now) for pledge in pledges)
    kept, undecided = found[PledgeState.KEPT], found[PledgeState.OPEN]
    return of_events(kept, found.total() - kept - undecided, undecided)
