"""Whether the pages of suppliers can be read."""

from __future__ import annotations

from statuspage import clock
from statuspage.health.health import Condition, Health
from statuspage.said import counted, said
from statuspage.store import db
from statuspage.store.published import suppliers as kept
from statuspage.store.settings import current_settings

_NAME = "suppliers"


def suppliers() -> Health:
    """Since when: the one that could not be read for the longest time. Raises StoreError."""
    now = clock.now()
    with db.snapshot():
        named = current_settings().suppliers
        known = {(one.id, one.url): one for one in kept.standings()}
    if not named:
        none = {"suppliers_unread": 0.0}
        text = said("No supplier is named in config.toml.")
        return Health(_NAME, Condition.OK, text, None, none)
    tried = [(one, known[one.id, one.url]) for one in named if (one.id, one.url) in known]
    lost = [
        (one, found)
        for one, found in tried
        if found.fault is not None and not found.holds_at(now, one.holds_for)
    ]
    figures = {"suppliers_unread": float(len(lost))}
    if not lost:
        fresh = sum(found.holds_at(now, one.holds_for) for one, found in tried)
        text = counted(
            "{read} of {count} supplier is read.",
            "{read} of {count} suppliers are read.",
            len(named),
            read=fresh,
        )
        return Health(_NAME, Condition.OK, text, None, figures)
    one, found = min(lost, key=lambda pair: pair[1].read_at or pair[1].tried_at)
    text = said(
        "The supplier {supplier} is shown as unknown: {why}",
        supplier=one.id,
        why=found.fault or "",
    )
    return Health(_NAME, Condition.LATE, text, found.read_at or found.tried_at, figures)
