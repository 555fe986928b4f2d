"""Whether what an incident declared was made milder after it had closed.

Source: numbers.md, "Availability from incidents": a figure says so when it includes such incidents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from statuspage.domain.incidents.incident import Change, Incident
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.record.recorded import Recorded
from statuspage.domain.vocabulary.states import CLOSED, ComponentState, Status

_OVER = (Status.RESOLVED, Status.POSTMORTEM)


def is_lowered(incident: Incident, histories: Mapping[str, Sequence[Recorded]]) -> bool:
    """Whether a word was edited, put in between or struck so that less is declared than at the end.

    `histories` has the entries of its updates by their subjects, each the oldest first.
    """
    told = [histories.get(UPDATE.subject(update.key), ()) for update in incident.updates]
    if incident.is_struck:
        statuses = (UPDATE.value("status", entry) for history in told for entry in history)
        return any(status in _OVER for status in statuses)
    closed_at = _closed_at(incident)
    if closed_at is None:
        return False
    edits = (pair for history in told for pair in pairwise(history) if pair[1].at > closed_at)
    return any(_is_milder(*pair) for pair in edits) or _is_put_between(incident, closed_at)


def _closed_at(incident: Incident) -> datetime | None:
    """When the first word that closed it was written down."""
    closing = [update.entered_at for update in incident.updates if update.status in CLOSED]
    return None if incident.is_open else min(closing, default=None)


def _is_milder(before: Recorded, after: Recorded) -> bool:
    if before.is_erased or after.is_erased:
        return False
    former, later = _declared(before), _declared(after)
    good = ComponentState.OPERATIONAL
    return any(
        later.get(component, good).severity < state.severity for component, state in former.items()
    )


def _declared(entry: Recorded) -> dict[str, ComponentState]:
    changes: Sequence[Change] = UPDATE.value("changes", entry)
    return {change.component: change.declared for change in changes}


def _is_put_between(incident: Incident, closed_at: datetime) -> bool:
    """Whether a word that was added later speaks of a time before the end, and of less."""
    standing: dict[str, ComponentState] = {}
    for update in reversed(incident.updates):
        is_late = update.entered_at > closed_at and update.status not in CLOSED
        for change in update.changes:
            former = standing.get(change.component, ComponentState.OPERATIONAL)
            if is_late and change.declared.severity < former.severity:
                return True
            standing[change.component] = change.declared
    return False
