"""Enter in the public record whatever something published says now and did not say before.

Everything here runs inside the transaction that publishes, so that nothing can be published without
its entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from statuspage.actions.given import Actor
from statuspage.actions.staff.audit import note_said
from statuspage.domain.library.topics import ERASED
from statuspage.domain.record import event
from statuspage.domain.record.recorded import Addition, Statement
from statuspage.store import db
from statuspage.store.published import events, record


def note(
    said: Sequence[Statement],
    now: datetime,
    reason: str = "",
    *,
    actor: Actor | None = None,
) -> list[Addition]:
    """Enter the statements that differ from what their subjects said; returns those alone.

    With an actor the audit log says who it was.
    """
    found = record.newest([statement.subject for statement in said])
    standing = {subject: (entry.revision, entry.statement) for subject, entry in found.items()}
    additions = []
    for statement in said:
        number, former = standing.get(statement.subject, (0, None))
        if former == statement:
            continue
        additions.append(Addition(statement, number + 1, reason))
        standing[statement.subject] = (number + 1, statement)
        if actor is not None:
            note_said(actor, former, statement)
    if additions:
        _enter(additions, now, hushed=actor is not None and actor.is_quiet)
    return additions


def note_erasure(statement: Statement, now: datetime, reason: str) -> None:
    """Blank the texts of every former revision, and enter what stands in their place."""
    before = record.newest([statement.subject])[statement.subject]
    record.erase(statement.subject)
    _enter([Addition(statement, before.revision + 1, reason, erases=True)], now)
    db.raise_topics(ERASED)


def _enter(additions: Sequence[Addition], now: datetime, *, hushed: bool = False) -> None:
    first = record.append(additions, now)
    events.append(event.events(additions, first, now, hushed=hushed))
    db.raise_topics("record")
