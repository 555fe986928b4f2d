"""Whether the hook of the copy is told of what changes."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from statuspage.health.health import Condition, Health
from statuspage.publish import aside
from statuspage.publish.index import IndexFault
from statuspage.publish.opening import seen
from statuspage.publish.target import Target
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
    # What is wrong with the copy is told by another check.
    with suppress(IndexFault, aside.Unanswered):
        fault, since, waiting = aside.ask(lambda: _seen(target))
    figures = {"purge_hook_waiting": float(waiting)}
    if fault:
        at = datetime.fromisoformat(since)
        return Health(_NAME, Condition.LATE, loaded(fault), at, figures)
    return Health(
        _NAME, Condition.OK, said("The purge hook is called after each change."), None, figures
    )


def _seen(target: Target) -> tuple[str, str, int]:
    """What it did not take last and since when, and how many changes wait for it."""
    with seen(target.index) as index:
        if index is None:
            return "", "", 0
        return index.fact("purge_fault"), index.fact("purge_failed"), len(index.changed())
