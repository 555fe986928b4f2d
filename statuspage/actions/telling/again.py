"""What is sent once more: what failed, to those alone whom it did not reach, or an edit, to all;
and what waits for a hook that takes things again.
"""

from __future__ import annotations

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff.audit import note_act
from statuspage.domain.telling.subscription import HOOK
from statuspage.store import db
from statuspage.store.published import events
from statuspage.store.telling import deliveries, recipients, told


def send_again(subject: str, actor: Actor) -> int:
    """Queue the failed messages about a subject anew; returns how many. Raises StoreError."""
    with db.transaction():
        count = told.try_again(subject, clock.now())
        if count:
            note_act(actor, "send again", subject, None, {"count": count})
        return count


def tell_again(subject: str) -> bool:
    """Have the edit that was entered last of a subject told as news is, inside a transaction.

    Returns whether it may be: what was announced on the page only stays there.
    """
    return events.tell_again(subject)


def note_reached(hook: str) -> None:
    """A hook of the settings took something: what waits for it goes now, and news again.

    Raises StoreError.
    """
    with db.transaction():
        recipients.reached(HOOK + hook)
        recipients.resume(HOOK + hook)
        deliveries.bring_forward(HOOK + hook, clock.now())
