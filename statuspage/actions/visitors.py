"""What people without an account do here, and how often they may."""

from __future__ import annotations

from dataclasses import dataclass

from statuspage import clock
from statuspage.domain.desk.caller import place_of, region_of
from statuspage.domain.desk.rate_limit import RateLimit
from statuspage.store import db
from statuspage.store.desk import allowances


@dataclass(frozen=True)
class VisitorLimits:
    """How much one address may send, and the wider network of an IPv6 address."""

    place: RateLimit
    region: RateLimit


FORMS = VisitorLimits(
    RateLimit("visitor place", 10, 1 / 30), RateLimit("visitor region", 100, 1 / 3)
)
"""Ten at once, and two more with each minute."""

SUBSCRIBING = VisitorLimits(
    RateLimit("subscribing place", 30, 1 / 10), RateLimit("subscribing region", 300, 1)
)
"""Thirty at once, and six more with each minute: a whole office asks on a bad day, by one address.
"""

ANSWERING = VisitorLimits(
    RateLimit("answering place", 60, 1 / 5), RateLimit("answering region", 600, 2)
)
"""Sixty at once, and twelve more with each minute: a whole office is asked in one mail."""


def seconds_to_wait(address: str, limits: VisitorLimits = FORMS) -> float:
    """Count one form from an address; returns 0, or the seconds until it may send another.

    The /64 of an IPv6 address counts as one, and its /48 may send ten times as much. Raises
    StoreError.
    """
    now, region = clock.timestamp(), region_of(address)
    claims = [(limits.place, place_of(address)), *([(limits.region, region)] if region else [])]
    with db.snapshot():
        wait = allowances.seconds_to_wait(claims, now)
    if wait:
        return wait
    with db.transaction():
        return allowances.take(claims, now)
