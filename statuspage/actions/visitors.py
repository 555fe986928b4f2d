"""What people without an account do here, and how often they may."""

from __future__ import annotations

from statuspage import clock
from statuspage.domain.desk.caller import place_of, region_of
from statuspage.domain.desk.rate_limit import RateLimit
from statuspage.store import db
from statuspage.store.desk import allowances

_PLACE = RateLimit("visitor place", 10, 1 / 30)
_REGION = RateLimit("visitor region", 100, 1 / 3)


def seconds_to_wait(address: str) -> float:
    """Count one form from an address; returns 0, or the seconds until it may send another.

    Ten at once are allowed, and two more with each minute; ten times that from the /48 of an IPv6
    address, whose /64 counts as one. Raises StoreError.
    """
    now, region = clock.timestamp(), region_of(address)
    claims = [(_PLACE, place_of(address)), *([(_REGION, region)] if region else [])]
    with db.snapshot():
        wait = allowances.seconds_to_wait(claims, now)
    if wait:
        return wait
    with db.transaction():
        return allowances.take(claims, now)
