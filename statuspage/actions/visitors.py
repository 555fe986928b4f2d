"""What people without an account do here, and how often they may."""

from __future__ import annotations

from statuspage import clock
from statuspage.store import db
from statuspage.store.desk import forms

_ALLOWANCE = {"capacity": 10.0, "per_second": 1 / 30}


def seconds_to_wait(address: str) -> float:
    """Count one form from an address; returns 0, or the seconds until it may send another.

    Ten at once are allowed, and two more with each minute. Raises StoreError.
    """
    now = clock.timestamp()
    with db.transaction():
        return forms.take_token(f"visitor:{address}", now=now, **_ALLOWANCE)
