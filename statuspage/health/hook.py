"""Whether the hook of the copy is told of what changes."""

from __future__ import annotations

from datetime import datetime

from statuspage.health.health import Condition, Health
from statuspage.publish.index import IndexFault
from statuspage.publish.opening import seen
from statuspage.publish.targets import chosen
from statuspage.said import loaded, said
from statuspage.store import db
from statuspage.store.settings import current_settings

_NAME = "purge_hook"


def hook() -> Health:
    """Raises StoreError."""
    with db.snapshot():
        is_named = current_settings().publish.purge is not None
    target = chosen() if is_named else None
    if target is None:
        return Health(_NAME, Condition.OK, said("No hook is called when the copy changes."))
    fault, since, waiting = "", "", 0
    try:
        with seen(target.index) as index:
            if index is not None:
                fault, since = index.fact("purge_fault"), index.fact("purge_failed")
                waiting = len(index.changed())
    except IndexFault:
        pass  # what is wrong with the copy is told by another check
    figures = {"purge_hook_waiting": float(waiting)}
    if fault:
        at = datetime.fromisoformat(since)
        return Health(_NAME, Condition.LATE, loaded(fault), at, figures)
    return Health(
        _NAME, Condition.OK, said("The purge hook is called after each change."), None, figures
    )
