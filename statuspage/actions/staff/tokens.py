"""Tokens for programs: made, revoked, looked up, and how much each may ask."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Sequence

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff.accounts import hash_token
from statuspage.actions.staff.audit import HOST, note_act
from statuspage.domain.desk.caller import Caller
from statuspage.domain.desk.rate_limit import RateLimit
from statuspage.domain.desk.token import Token, scope_fault
from statuspage.errors import InvalidInput
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.desk import allowances, tokens

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")
_PREFIX = "sp_"  # so that scanners for leaked secrets can know ours
_REQUESTS = RateLimit("api", 120, 20)
_WRONG = RateLimit("api wrong", 60, 1 / 2)


def create_token(
    name: str, scopes: Sequence[str], heartbeats: Collection[str], actor: Actor = HOST
) -> str:
    """A new token; returns its secret, which is kept only as a hash.

    `heartbeats` are the ids of the probes of that type. Raises InvalidInput, StoreError.
    """
    chosen = tuple(dict.fromkeys(scopes))
    faults: dict[str, Said] = {}
    if not _NAME.fullmatch(name):
        faults["name"] = said("Use letters, digits and . _ @ + - (at most 100).")
    if fault := scope_fault(chosen, heartbeats):
        faults["scope"] = fault
    secret = _PREFIX + secrets.token_urlsafe(32)
    with db.transaction():
        if not faults and tokens.is_taken(name):
            faults["name"] = said("There is already a token '{name}'. Revoke it first.", name=name)
        if faults:
            raise InvalidInput(faults)
        tokens.insert(hash_token(secret), name, chosen, clock.now())
        note_act(actor, "make token", name, None, {"scopes": list(chosen)})
    return secret


def revoke_token(name: str, actor: Actor = HOST) -> None:
    """Close a token for good; its name is free again. Raises NotFound."""
    with db.transaction():
        tokens.revoke(name, clock.now())
        note_act(actor, "revoke token", name)


def token_of(secret: str) -> Token | None:
    """The live token with this secret, or None."""
    with db.snapshot():
        return tokens.live(hash_token(secret))


def seconds_to_wait(token: Token) -> float:
    """Count one request of a token; returns 0, or the seconds until it may ask again.

    120 at once are allowed, and 20 more with each second.
    """
    now = clock.timestamp()
    with db.transaction():
        return allowances.take([(_REQUESTS, token.hash)], now)


def seconds_after_wrong(caller: Caller) -> float:
    """Count one secret that opened nothing; returns 0, or the seconds until the next is looked at.

    60 from one place are, and one more every two seconds. Right ones are not slowed by it.
    """
    now, claims = clock.timestamp(), [(_WRONG, caller.place)]
    with db.snapshot():
        wait = allowances.seconds_to_wait(claims, now)
    if wait:  # what is refused writes nothing
        return wait
    with db.transaction():
        return allowances.take(claims, now)
