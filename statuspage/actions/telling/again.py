"""What failed for good is sent once more, to those alone whom it did not reach."""

from __future__ import annotations

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff.audit import note_act
from statuspage.store import db
from statuspage.store.telling import told


def send_again(subject: str, actor: Actor) -> int:
    """Queue the failed messages about a subject anew; returns how many. Raises StoreError."""
    with db.transaction():
        count = told.try_again(subject, clock.now())
        if count:
            note_act(actor, "send again", subject, None, {"count": count})
        return count
