"""What became of an incident after it was over: did the same thing come back?

It came back when the same cause struck one of its components again within the time of watching;
a cause that nobody found cannot be seen again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from statuspage.domain.incidents.cause import Cause, PublishedCause
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises.pledge import Pledge, PledgeKind
from statuspage.said import Said, said

WATCHED = timedelta(days=90)
"""For so long after its end an incident is watched for the same thing to come back."""


class Return(StrEnum):
    """Whether an incident came back."""

    CAME_BACK = "came_back"
    WATCHED = "watched"
    NOT_AGAIN = "not_again"
    UNKNOWN = "unknown"  # no cause was published, so nobody can tell

    @property
    def label(self) -> Said:
        return _LABELS[self]


_LABELS = {
    Return.CAME_BACK: said("It came back"),
    Return.WATCHED: said("Still watched"),
    Return.NOT_AGAIN: said("Not again"),
    Return.UNKNOWN: said("Nobody can tell"),
}


@dataclass(frozen=True)
class Recovery:
    """An incident, what was promised because of it, and whether it came back.

    `again` are the later incidents with its cause on its components, the first one first;
    `watched_until` is None while it goes on.
    """

    incident: Incident
    cause: Cause | None
    pledges: Sequence[Pledge]
    again: Sequence[PublishedCause]
    watched_until: datetime | None
    state: Return

    @property
    def remedies(self) -> list[Pledge]:
        """What was promised to be done about it."""
        return [one for one in self.pledges if one.kind is PledgeKind.ACTION]

    @property
    def follow_ups(self) -> list[Pledge]:
        """When somebody promised to look again, and what they found."""
        return [one for one in self.pledges if one.kind is PledgeKind.FOLLOW_UP]


def recovery(
    incident: Incident,
    pledges: Iterable[Pledge],
    findings: Iterable[PublishedCause],
    now: datetime,
) -> Recovery:
    """What became of an incident; `findings` has the published causes from its beginning on."""
    known = list(findings)
    cause = next((one.cause for one in known if one.incident == incident.key), None)
    over = incident.resolved_at
    until = None if over is None else over + WATCHED
    again = [
        one
        for one in known
        if cause not in (None, Cause.UNKNOWN)
        and one.cause is cause
        and one.started_at > incident.started_at
        and (until is None or one.started_at <= until)
        and incident.touches(one.components)
    ]
    again.sort(key=lambda one: one.started_at)
    state = Return.NOT_AGAIN
    if again:
        state = Return.CAME_BACK
    elif cause in (None, Cause.UNKNOWN):
        state = Return.UNKNOWN
    elif until is None or until > now:
        state = Return.WATCHED
    return Recovery(incident, cause, tuple(pledges), tuple(again), until, state)
