"""How many codes and letters may be asked for, so that nobody floods somebody else's mailbox."""

from __future__ import annotations

from statuspage import clock
from statuspage.domain.desk.rate_limit import RateLimit
from statuspage.store.desk import allowances
from statuspage.store.telling.subscriptions import hash_of

_ADDRESS = RateLimit("letters to an address", 4, 1 / 3600)
_SITE = RateLimit("letters of the site", 300, 1 / 6)


def may_write_to(address: str) -> bool:
    """Count one letter to an address; whether it may be sent. Use it in a transaction.

    Four at once are allowed, and one more with each hour. Nobody is told that there were more:
    that would say whether somebody asked before.
    """
    return not allowances.take([(_ADDRESS, hash_of(address))], clock.timestamp())


def seconds_to_wait() -> float:
    """Count one letter that strangers asked for; 0, or the seconds until the site sends another.

    300 at once are allowed, and 600 more with each hour. Use it in a transaction.
    """
    return allowances.take([(_SITE, "")], clock.timestamp())
