"""What we promised after an incident: to say what caused it, and to do something about it.

A pledge is a promise (domain/promise.py) with the incident it came from. Its former due times and
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


class PledgeKind(StrEnum):
    """What was promised."""

    ROOT_CAUSE = "root_cause"
    ACTION = "action"

    @property
    def label(self) -> Said:
        return said("Root cause") if self is PledgeKind.ROOT_CAUSE else said("Action")


@dataclass(frozen=True)
class Pledge:
    """A promise made after an incident. It always has a due time."""

    kind: PledgeKind
    incident: str  # its key
    title: str  # of the incident
    promise: Promise
    changed_at: datetime  # when it was made, extended, done or taken back

    @property
    def key(self) -> str:
        return self.promise.key

    @property
    def due(self) -> datetime:
        """When it is due now, after every extension; the first one decides what is kept."""
        return self.promise.dues[-1]

    @property
    def path(self) -> str:
        return f"/incidents/{self.incident}#promise-{self.key}"

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
