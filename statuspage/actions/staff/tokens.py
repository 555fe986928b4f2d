"""Tokens for programs: made, revoked, looked up, and how much each may ask."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff.accounts import hash_token
from statuspage.actions.staff.audit import HOST, note_act
from statuspage.domain.desk.caller import Caller
from statuspage.domain.desk.rate_limit import RateLimit
from statuspage.domain.desk.token import Token, scope_fault
from statuspage.errors import InvalidInput, StoreError
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.desk import allowances, tokens

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")
_PREFIX = "sp_"  # so that scanners for leaked secrets can know ours
REQUESTS = RateLimit("api", 120, 20)
"""What one token may ask."""

_WRONG = RateLimit("api wrong", 60, 1 / 2)


def create_token(
    name: str,
    scopes: Sequence[str],
    heartbeats: Collection[str],
    actor: Actor = HOST,
    *,
    expires_at: datetime | None = None,
) -> str:
    """A new token; returns its secret, which is kept only as a hash.

    `heartbeats` are the ids of the probes of that type. Raises InvalidInput, StoreError.
    """
    now = clock.now()
    chosen = tuple(dict.fromkeys(scopes))
    faults: dict[str, Said] = {}
    if not _NAME.fullmatch(name):
        faults["name"] = said("Use letters, digits and . _ @ + - (at most 100).")
    if fault := scope_fault(chosen, heartbeats):
        faults["scope"] = fault
    if expires_at is not None and expires_at <= now:
        faults["expires"] = said("That has passed; give a day that is still to come.")
    secret = _PREFIX + secrets.token_urlsafe(32)
    with db.transaction():
        if not faults and tokens.is_taken(name):
            faults["name"] = said("There is already a token '{name}'. Revoke it first.", name=name)
        if faults:
            raise InvalidInput(faults)
        tokens.insert(hash_token(secret), name, chosen, now, expires_at)
        facts = {"scopes": list(chosen)}
        if expires_at is not None:
            facts["expires"] = [expires_at.isoformat()]
        note_act(actor, "make token", name, None, facts)
    return secret


def revoke_token(name: str, actor: Actor = HOST) -> None:
    """Close a token for good; its name is free again. Raises NotFound."""
    with db.transaction():
        tokens.revoke(name, clock.now())
        note_act(actor, "revoke token", name)


def token_of(secret: str) -> Token | None:
    """The live token with this secret, or None."""
    with db.snapshot():
        found = tokens.live(hash_token(secret))
    return None if found is None or found.has_expired(clock.now()) else found


def note_use(token: Token) -> None:
    """Keep when a token was used, about, where the store can be written to."""
    now = clock.now()
    if token.is_use_to_be_noted(now):
        with suppress(StoreError), db.transaction():
            tokens.note_use(token.hash, now)


@dataclass(frozen=True)
class Allowance:
    """What is left to a token: so many requests at once, and the seconds to wait where none is."""

    left: int
    wait: float


def allowance_of(token: Token) -> Allowance:
    """Count one request of a token, if there is one left."""
    now, claim = clock.timestamp(), (REQUESTS, token.hash)
    with db.transaction():
        wait = allowances.take([claim], now)
        return Allowance(allowances.left(claim, now), wait)


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
