"""How often anybody may try to sign in, and how failed tries are counted in the audit log.

A stranger's tries must not slow whoever signed in before. Two things show that: a signed id that
the browser keeps, which has an allowance of its own at each account it signed in to; and the place
(an address, the /64 of an IPv6 address), which is spared what all strangers share. A place has one
allowance for all names: with one for each name that signed in there, whoever shares the place could
find out which names exist.
"""

from __future__ import annotations

from collections.abc import Sequence

from statuspage import clock, counters
from statuspage.domain.desk.audit import Via
from statuspage.domain.desk.caller import Caller
from statuspage.domain.desk.rate_limit import RateLimit
from statuspage.errors import StatusPageError
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.desk import allowances, failed_tries, places
from statuspage.store.desk.allowances import Claim

# Somebody who guesses at one name from one place is slowed at once; the wider limits only bound the
# work. Only who knows the password can guess at codes: there strangers to an account share one
# limit, wherever their tries come from.
_BROWSER = RateLimit("sign-in browser", 10, 1 / 60)
_NAME = RateLimit("sign-in name", 5, 1 / 60)
_CODE = RateLimit("sign-in code", 5, 1 / 60)
_PLACE = RateLimit("sign-in place", 30, 1 / 10)
_REGION = RateLimit("sign-in region", 120, 1 / 2)
_STRANGERS = RateLimit("sign-in strangers", 300, 1.0)


class SignInRefused(StatusPageError):
    """Something given is wrong, or too many tries; the message never says which names exist."""

    def __init__(self, text: Said, retry_after: int = 0) -> None:
        self.retry_after = retry_after
        super().__init__(text)


def count_try(way: str, caller: Caller, name: str = "") -> None:
    """Count one try by a way ("password", "code", "passkey" ...), at a name where it has one.

    Raises SignInRefused when there were too many, StoreError.
    """
    now = clock.timestamp()
    with db.snapshot():
        claims = _claims(way, caller, name)
        wait = allowances.seconds_to_wait(claims, now)
    if not wait:  # what is refused writes nothing, so that a flood of tries holds up no writer
        with db.transaction():
            wait = allowances.take(claims, now)
    if wait:
        counters.REFUSALS.add("too_many")
        seconds = int(wait) + 1
        text = said("Too many tries. Try again in {seconds} seconds.", seconds=seconds)
        raise SignInRefused(text, retry_after=seconds)


def forgive(way: str, caller: Caller, name: str = "") -> None:
    """It was the right one: former tries of theirs count no more. Within a transaction."""
    allowances.refill(_claims(way, caller, name)[:1])


def remember_place(caller: Caller) -> None:
    """Somebody signed in from here. Within a transaction."""
    places.mark(caller.place, clock.now())


def note_failure(way: str, caller: Caller, account: str = "") -> None:
    """Count a failed try in the audit log, by address and hour. Within a transaction.

    `account` is one that exists. Unknown names are counted too, and cost the same; but what was
    typed is not kept: it may be a password in the wrong field.
    """
    counters.REFUSALS.add("wrong")
    now = clock.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    failed_tries.count(now, hour, Via.DESK, caller.place, way, account)


def _claims(way: str, caller: Caller, name: str) -> Sequence[Claim]:
    """What one try counts against; the first is that of this name and this caller alone."""
    if name in caller.accounts or (not name and caller.browser):
        return [(_BROWSER, f"{caller.browser} {way} {name}")]
    narrow = (_CODE, name) if way == "code" else (_NAME, f"{caller.place} {way} {name}")
    own = [narrow, (_PLACE, caller.place)]
    if places.is_known(caller.place):
        return own
    region = [(_REGION, caller.region)] if caller.region else []
    return [*own, *region, (_STRANGERS, "all")]
