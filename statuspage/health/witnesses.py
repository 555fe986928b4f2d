"""Whether witnesses have seen the record as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.domain.record.policy import Policy
from statuspage.domain.record.witnesses import WitnessContact, WitnessStanding
from statuspage.health.health import Condition, Health
from statuspage.said import Said, counted, said
from statuspage.site import signing, witnessing
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.published import witnesses as kept
from statuspage.store.settings import site

_NAME = "witnesses"
_PATIENCE = timedelta(hours=2)  # that entries may wait for witnesses
_OLD = timedelta(days=2)  # a head that stays is cosigned each day


def witnesses() -> Health:
    """Raises StoreError."""
    with db.snapshot():
        policy = kept.policy()
        if policy is None or not policy.witnesses:
            return Health(_NAME, Condition.OK, said("No witnesses are named."))
        here = site()
        if signing.signer(here) is None:
            text = said(
                "No key signs the record, so no witness can cosign it. Make one with `statuspage "
                "record key`, and give it to the program."
            )
            return Health(_NAME, Condition.LATE, text)
        found = witnessing.standing(LIBRARY, here)
        contacts = kept.contacts()
    hindered = [
        (one.name, contact)
        for one in policy.witnesses
        if (contact := contacts.get(str(one.key))) and contact.obstacle is not None
    ]
    return _judged(found, policy, hindered, clock.now())


def _judged(
    found: WitnessStanding,
    policy: Policy,
    hindered: Sequence[tuple[str, WitnessContact]],
    now: datetime,
) -> Health:
    waited = (now - found.waiting_since).total_seconds() if found.waiting_since else 0.0
    figures = {
        "record_unwitnessed_entries": float(found.waiting),
        "record_unwitnessed_seconds": waited,
    }
    entries = found.newest.head.size
    told = [contact.words(name, entries) for name, contact in hindered]
    for (_, contact), text in zip(hindered, told, strict=True):
        if contact.obstacle is not None and contact.obstacle.is_grave:
            return Health(_NAME, Condition.FAILING, text, contact.since, figures)
    seen_at = found.seen_at
    if waited > _PATIENCE.total_seconds():
        return Health(_NAME, Condition.LATE, _waiting(found, told), found.waiting_since, figures)
    if policy.least and seen_at is not None and now - seen_at > _OLD:
        text = said(
            "Enough witnesses last saw the head on {time:%Y-%m-%d}, and they are asked each day. "
            "{told}",
            time=seen_at,
            told=told,
        )
        return Health(_NAME, Condition.LATE, text, seen_at, figures)
    text = counted(
        "{count} entry waits for witnesses to see it.",
        "{count} entries wait for witnesses to see them.",
        found.waiting,
    )
    if not found.waiting:
        text = counted(
            "{count} witness has seen the newest head; {least} needed.",
            "{count} witnesses have seen the newest head; {least} needed.",
            len(found.newest.by),
            least=policy.least,
        )
    return Health(_NAME, Condition.OK, text, None, figures)


def _waiting(found: WitnessStanding, told: Sequence[Said]) -> Said:
    return counted(
        "{count} entry has waited too long for witnesses to see it; pages are published all the "
        "same. {told}",
        "{count} entries have waited too long for witnesses to see them; pages are published all "
        "the same. {told}",
        found.waiting,
        told=told,
    )
