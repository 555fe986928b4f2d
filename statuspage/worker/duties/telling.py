"""Telling people: what was published becomes deliveries, and each way sends its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from statuspage import clock
from statuspage.actions.telling.owning import forget_old
from statuspage.notify.fanning import fan_out
from statuspage.notify.outlet import Outlet
from statuspage.notify.outlets import OUTLETS
from statuspage.notify.sending import Sending
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.store.telling import deliveries, sums
from statuspage.worker.duty import Duty

_PURGE_EVERY = 3600.0  # seconds
_SUM_EVERY = 60.0  # seconds between two renderings of a page for the sake of its sums
_COUNTED_FOR = timedelta(days=7)  # what comes back later is not counted in public
_AT_ONCE = 1000  # deliveries that are forgotten in one transaction


class FanningOut:
    """Makes deliveries of what was published, and forgets old ones once in a while."""

    def __init__(self) -> None:
        self._purge_at = 0.0

    def turn(self) -> None:
        """Raises StoreError."""
        fan_out()
        if clock.elapsed() >= self._purge_at:
            self._purge_at = clock.elapsed() + _PURGE_EVERY
            purge()


def purge() -> None:
    """Forget what came to an end long ago: deliveries, and subscriptions. Raises StoreError."""
    forget_old()
    with db.snapshot():
        before = clock.now() - current_settings().store.keep_deliveries
    while True:
        with db.snapshot():  # to look through all of them must keep nobody from writing
            old = deliveries.ended_before(before, _AT_ONCE)
        if not old:
            return
        with db.transaction(rings=False):
            deliveries.purge(old)


def sum_up() -> None:
    """Have pages say how many were sent what, as far as that changed. Raises StoreError."""
    with db.snapshot():
        found = sums.changed_since(clock.now() - _COUNTED_FOR)
    if found:
        with db.transaction():
            sums.keep(found)


def telling(environ: Mapping[str, str], outlets: Sequence[Outlet] = OUTLETS) -> list[Duty]:
    """The duties: one that finds who wants what, and one for each way, on a thread of its own."""
    return [
        Duty("telling", FanningOut().turn, is_alone=True),
        *(_sending(outlet, environ) for outlet in outlets),
        Duty("sums", sum_up, every=_SUM_EVERY, is_alone=True),
    ]


def _sending(outlet: Outlet, environ: Mapping[str, str]) -> Duty:
    sending = Sending(outlet, environ)
    return Duty(str(outlet.channel), sending.turn, is_alone=True, end=sending.end)
