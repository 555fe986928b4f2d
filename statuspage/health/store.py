"""Whether the store can be read, and whether it can be written to."""

from __future__ import annotations

from statuspage.errors import StoreError
from statuspage.health.health import Condition, Health
from statuspage.said import said
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.store.writable import writing_fault

STORE = "store"
WRITING = "writing"


def store() -> Health:
    """Whether it can be read."""
    try:
        with db.snapshot():
            current_settings()
    except StoreError as error:
        return Health(STORE, Condition.FAILING, error.said)
    return Health(STORE, Condition.OK, said("The store can be read."))


def writing() -> Health:
    """Whether it can be written to. Raises StoreError where it cannot be read."""
    fault = writing_fault()
    if fault is not None:
        return Health(WRITING, Condition.FAILING, fault)
    return Health(WRITING, Condition.OK, said("The store can be written to."))
