"""Whether the worker does its duties in time, and which it does not."""

from __future__ import annotations

from datetime import timedelta

from statuspage import clock
from statuspage.domain.desk.duties import fault_of
from statuspage.health.health import Condition, Health
from statuspage.said import said
from statuspage.store.beats import beats


def worker() -> Health:
    """Since when: the end of the last turn of the duty that is late longest."""
    found, elapsed = beats(), clock.elapsed()
    if not found:
        return Health("worker", Condition.OK, said("No worker has run on this store yet."))
    fault = fault_of(found, elapsed)
    if fault is None:
        return Health("worker", Condition.OK, said("No duty of the worker is late."))
    ended = min(beat.ended for beat in found)
    is_of_this_boot = all(beat.ended <= elapsed for beat in found)
    since = clock.now() - timedelta(seconds=elapsed - ended) if is_of_this_boot else None
    return Health("worker", Condition.LATE, fault, since)
