"""All checks of the program's own health, in the order in which they are told.

A new one is a file beside this with one function that returns a Health, and its line here. It is
asked with every look at /healthz, so it answers in milliseconds and asks nobody outside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from statuspage.errors import StoreError
from statuspage.health.disk import disk
from statuspage.health.health import Condition, Health
from statuspage.health.hook import hook
from statuspage.health.locations import locations
from statuspage.health.measuring import measuring
from statuspage.health.own_hooks import own_hooks
from statuspage.health.publishing import publishing
from statuspage.health.remembered import remembered
from statuspage.health.sources import sources
from statuspage.health.stamps import time_stamps
from statuspage.health.store import STORE, WRITING, store, writing
from statuspage.health.suppliers import suppliers
from statuspage.health.telling import telling
from statuspage.health.witnesses import witnesses
from statuspage.health.worker import worker

Check = Callable[[], Health]

CHECKS: Sequence[Check] = (
    store,
    writing,
    worker,
    remembered(measuring),
    remembered(locations),
    sources,
    publishing,
    hook,
    own_hooks,
    remembered(telling),
    witnesses,
    time_stamps,
    suppliers,
    disk,
)


def all_health(checks: Sequence[Check] = CHECKS) -> list[Health]:
    """What each check finds; those that need a store that is out of reach are left out."""
    found = []
    for check in checks:
        try:
            found.append(check())
        except StoreError:
            continue  # the check of the store tells it
    return found


def status_of(found: Sequence[Health]) -> str:
    """In one word, for monitors: ok, late, read-only or unavailable."""
    ill = {one.name: one for one in found if not one.is_well}
    for name, status in ((STORE, "unavailable"), (WRITING, "read-only")):
        if name in ill and ill[name].condition is Condition.FAILING:
            return status
    return "late" if ill else "ok"
