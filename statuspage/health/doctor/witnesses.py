"""How it stands with each witness of the record; what keeps one from cosigning, and the mend."""

from __future__ import annotations

from collections.abc import Iterator

from statuspage.domain.record.witnesses import words_of
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition, Health
from statuspage.site import witnessing
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.published import witnesses as kept
from statuspage.store.settings import site


def witnesses(_: Examined) -> Iterator[Health]:
    """One for each. Raises StoreError."""
    with db.snapshot():
        policy = kept.policy()
        if policy is None:
            return
        newest = witnessing.newest(LIBRARY, site())
        contacts = kept.contacts()
    for one in policy.witnesses:
        contact = contacts.get(str(one.key))
        obstacle = contact.obstacle if contact else None
        condition = Condition.OK if obstacle is None else Condition.LATE
        if obstacle is not None and obstacle.is_grave:
            condition = Condition.FAILING
        text = words_of(one, contact, newest)
        yield Health(f"witness-{one.name}", condition, text, contact.since if contact else None)
