"""What an edit makes of an incident: whether its life is still possible, and what follows from it.

An edited update may change what later ones say of the same components: they are restated with it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from statuspage.domain.incidents.impact import impact_of
from statuspage.domain.incidents.incident import (
    FIRST_STATUSES,
    Change,
    Incident,
    Update,
    require_move,
)
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.incidents.postmortem import Sections
from statuspage.domain.vocabulary.states import CLOSED, ComponentState, Impact, Kind, Status, worst
from statuspage.domain.vocabulary.wordings import Wordings
from statuspage.errors import Conflict
from statuspage.said import Said, said

Others = Callable[[str, datetime], Iterable[ComponentState]]
"""What other incidents declare of a component at an instant."""


@dataclass(frozen=True)
class EditedWords:
    """All that an update says, as it shall read."""

    body: str | Said  # a message that stands is kept
    status: Status
    at: datetime
    components: Mapping[str, ComponentState]  # what it declares
    next_due: datetime | None
    sections: Sections | None = None  # of a postmortem, which has no body then
    wordings: Wordings | None = None  # in further languages; None: as they are


@dataclass(frozen=True)
class Heading:
    """What stands above the updates of an incident, as it shall read."""

    title: str
    owner: str
    impact: Impact | None  # None: from its components
    impact_from: datetime | None
    impact_until: datetime | None
    scheduled_for: datetime | None  # maintenances only
    scheduled_until: datetime | None
    wordings: Wordings | None = None  # in further languages; None: as they are
    noticed_by: NoticedBy | None = None
    first_report_at: datetime | None = None


def wording_of(update: Update) -> EditedWords:
    """What an update says at present."""
    declared = {change.component: change.declared for change in update.changes}
    return EditedWords(
        update.said or update.body,
        update.status,
        update.at,
        declared,
        update.next_due,
        update.sections,
        update.wordings,
    )


def heading_of(incident: Incident, *, impact_is_stated: bool) -> Heading:
    """What stands above the updates at present."""
    return Heading(
        incident.title,
        incident.owner,
        incident.impact if impact_is_stated else None,
        incident.impact_from,
        incident.impact_until,
        incident.scheduled_for,
        incident.scheduled_until,
        incident.wordings,
        incident.noticed_by,
        incident.first_report_at,
    )


def reworded(incident: Incident, update: Update, wording: EditedWords) -> tuple[Update, ...]:
    """The updates with one put as it shall read, the oldest first.

    Raises Conflict where a move would come about that the life cycle does not have; those that an
    import brought along are left alone.
    """
    before = incident.updates[::-1]
    changed = replace(update, status=wording.status, at=wording.at)
    words = sorted(
        (changed if known.key == update.key else known for known in before),
        key=lambda known: (known.at, known.entered_at),  # as the store keeps those of one instant
    )
    if (words[0].key, words[0].status) != (before[0].key, before[0].status):
        _require_beginning(incident.kind, words[0].status)
    known_moves = set(pairwise((word.key, word.status) for word in before))
    for former, following in pairwise(words):
        if ((former.key, former.status), (following.key, following.status)) not in known_moves:
            require_move(former.status, following.status)
    return tuple(words)


def _require_beginning(kind: Kind, status: Status) -> None:
    if status not in FIRST_STATUSES[kind]:
        names = [s.small for s in Status if s in FIRST_STATUSES[kind]]
        raise Conflict(
            said(
                "It would begin as {status}. It can begin as: {names}.",
                status=status.small,
                names=[*names],
            )
        )


def restated(
    words: Sequence[Update],
    edited: str,
    told: Mapping[str, ComponentState],
    touched: Collection[str],
    names: Mapping[str, str],
    others: Others,
) -> tuple[Update, ...]:
    """The updates (oldest first) with what each says of the touched components now.

    `edited` is the key of the one that says `said`; an update that ends the incident frees all that
    was declared before it.
    """
    found = []
    mine: dict[str, ComponentState] = {}
    was_active = False
    for place, update in enumerate(words):
        known = {change.component: change for change in update.changes}
        declared = {component: change.declared for component, change in known.items()}
        if update.key == edited:
            declared = dict(told)
        if place and update.status in CLOSED:
            freed = set(mine) if update.key == edited else set(touched)
            declared = {c: state for c, state in declared.items() if c not in freed}
            declared |= {c: ComponentState.OPERATIONAL for c in freed if c in mine}
        is_active = update.status.is_open and update.status is not Status.SCHEDULED
        changes = []
        for component, state in declared.items():
            if component not in touched and component in known:
                changes.append(known[component])
                continue
            rest = list(others(component, update.at))
            held = mine.get(component, ComponentState.OPERATIONAL)
            old = worst([*rest, held]) if was_active else worst(rest)
            new = worst([*rest, state]) if is_active else worst(rest)
            changes.append(Change(component, names[component], state, old, new))
        same = set(changes) == set(update.changes)
        found.append(update if same else replace(update, changes=tuple(changes)))
        mine |= declared
        was_active = is_active
    return tuple(found)


def shown_impact(kind: Kind, words: Iterable[Update]) -> Impact:
    """The impact that follows from the components: the worst it ever showed (oldest first)."""
    declared: dict[str, ComponentState] = {}
    found = [impact_of(kind, ())]
    for update in words:
        declared |= {change.component: change.declared for change in update.changes}
        found.append(impact_of(kind, declared.values()))
    return max(found, key=lambda impact: impact.severity)
