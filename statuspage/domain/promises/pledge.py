"""What we promised after an incident, or because an error budget is spent.

A pledge is a promise (domain/promise.py) with what it came from: an incident, or a period of a
promise and the share of its budget. Its former due times and
the day it was kept or taken back stay readable.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.incidents.postmortem import PlannedAction
from statuspage.domain.promises.promise import Promise
from statuspage.errors import Conflict
from statuspage.said import Said, said

ROOT_CAUSE = said("pledge.root_cause").key
"""What every promise of a root cause says: the key of a message."""


FOLLOW_UP = said("pledge.follow_up").key
"""What every promise to look again says."""


class PledgeKind(StrEnum):
    """What was promised."""

    ROOT_CAUSE = "root_cause"
    ACTION = "action"
    FOLLOW_UP = "follow_up"  # to look again whether it came back
    BUDGET = "budget"  # what follows from a spent error budget

    @property
    def label(self) -> Said:
        return _LABELS[self]


_LABELS = {
    PledgeKind.ROOT_CAUSE: said("Root cause"),
    PledgeKind.ACTION: said("Action"),
    PledgeKind.FOLLOW_UP: said("Follow-up"),
    PledgeKind.BUDGET: said("Error budget"),
}


@dataclass(frozen=True)
class Pledge:
    """A promise that came from something. It always has a due time."""

    kind: PledgeKind
    incident: str  # its key; "" of one that came from a spent budget
    title: str  # of the incident, or of the promise whose budget was spent
    promise: Promise
    changed_at: datetime  # when it was made, extended, done or taken back
    sla: str = ""  # whose budget was spent
    period: str = ""
    spent: str = ""  # the share of it, such as "100%"

    @property
    def key(self) -> str:
        return self.promise.key

    @property
    def due(self) -> datetime:
        """When it is due now, after every extension; the first one decides what is kept."""
        return self.promise.dues[-1]

    @property
    def path(self) -> str:
        place = f"/sla/{self.sla}" if self.sla else f"/incidents/{self.incident}"
        return f"{place}#promise-{self.key}"

    @property
    def is_owed(self) -> bool:
        """Neither done nor taken back; a broken one is owed too."""
        return self.promise.evidence_at is None and self.promise.withdrawn_at is None


def with_actions(incident: Incident, made: Iterable[Pledge]) -> Incident:
    """An incident whose postmortem says what was promised with it, the first due first."""
    actions = [one.promise for one in made if one.kind is PledgeKind.ACTION]
    if not actions or not any(update.sections for update in incident.updates):
        return incident
    actions.sort(key=lambda one: (one.dues[0], one.text))
    return replace(incident, updates=tuple(_planned(one, actions) for one in incident.updates))


def _planned(update: Update, actions: Iterable[Promise]) -> Update:
    if update.sections is None:
        return update
    planned = tuple(
        PlannedAction(one.text, one.owner, one.dues[0])
        for one in actions
        if one.made_at == update.entered_at and one.text
    )
    return replace(update, sections=replace(update.sections, actions=planned))


def require_owed(pledge: Pledge) -> None:
    """Refuse to change what was done or taken back. Raises Conflict."""
    if not pledge.is_owed:
        if pledge.promise.evidence_at:
            raise Conflict(said("It is done already, and that is public. It stays so."))
        raise Conflict(said("It is withdrawn already, and that is public. It stays so."))
