"""What follows from the words of an incident: which keep its status, what it touches, its end.

The store and the public record both hold only the words; what is here is derived the same way
from either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from statuspage.domain.incidents.clocks import DueTime
from statuspage.domain.incidents.incident import Update
from statuspage.domain.vocabulary.states import ComponentState, Status


def standing(updates: Sequence[Update], edited_at: datetime | None) -> dict[str, Any]:
    """What its words (the newest first) make of an incident, by the names of its attributes."""
    words = in_their_row(updates)
    components, declared = spoken_of(words)
    return {
        "status": words[0].status,
        "updated_at": last_changed(words, edited_at),
        "resolved_at": closed_at(words),
        "next_due": words[0].next_due,
        "updates": words,
        "components": components,
        "declared": declared,
    }


def with_due(
    dues: tuple[DueTime, ...], due: datetime | None, said_at: datetime
) -> tuple[DueTime, ...]:
    """The times ever named for a next word, after one was said at an instant (or none was)."""
    if due is None or (dues and dues[-1].due == due):
        return dues
    return (*dues, DueTime(due, said_at))


def in_their_row(updates: Sequence[Update]) -> tuple[Update, ...]:
    """Updates, the newest first, each knowing whether it keeps the status of the one before."""
    before = [*(update.status for update in updates[1:]), None]
    return tuple(
        replace(update, keeps_status=update.status == former)
        for update, former in zip(updates, before, strict=False)
    )


def spoken_of(
    updates: Sequence[Update],
) -> tuple[tuple[tuple[str, str], ...], dict[str, ComponentState]]:
    """From updates, the newest first: (id, name) of all components touched, and their states."""
    components: dict[str, str] = {}
    declared: dict[str, ComponentState] = {}
    for update in reversed(updates):
        for change in update.changes:
            components[change.component] = change.name
            declared[change.component] = change.declared
    return tuple(components.items()), declared


def closed_at(updates: Sequence[Update]) -> datetime | None:
    """When it was last closed (a postmortem does not move it); None while it is open."""
    if updates[0].status.is_open:
        return None
    closing = (update for update in updates if update.status is not Status.POSTMORTEM)
    return next(closing, updates[0]).at


def last_changed(updates: Iterable[Update], edited_at: datetime | None) -> datetime:
    """When any of its words was written or edited, or its head was."""
    changed = [update.updated_at for update in updates]
    return max([*changed, edited_at] if edited_at else changed)
