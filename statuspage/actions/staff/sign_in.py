"""Signing in: a password and then a code, a passkey alone, or another system's word for it."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import timedelta

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff.accounts import hash_token
from statuspage.actions.staff.audit import note_act
from statuspage.actions.staff.passkeys import Party, PasskeyAnswer, owner_of
from statuspage.actions.staff.passwords import is_right
from statuspage.actions.staff.second_factors import use_code
from statuspage.actions.staff.tries import (
    SignInRefused,
    count_try,
    forgive,
    note_failure,
    remember_place,
)
from statuspage.domain.desk.browsers import coarse
from statuspage.domain.desk.caller import Caller
from statuspage.domain.desk.staff import SignedIn, Staff
from statuspage.errors import NotFound, StoreError
from statuspage.said import said
from statuspage.store import db
from statuspage.store.desk import factors, staff

SESSION_LASTS = timedelta(hours=12)
_SEEN_GRAIN = timedelta(minutes=5)  # how exactly we know when a session was last seen

_WRONG_PASSWORD = said("The name or the password is not right.")
_WRONG_CODE = said("That code is not right, or it has been used before.")
_WRONG_PASSKEY = said("This passkey is not known here.")
_NO_ACCOUNT = said(
    "There is no such account here. Ask an admin to add you, or sign in with a password."
)


def check_password(name: str, password: str, caller: Caller) -> Staff:
    """Whose password it is; what `needs_second` says is still to be asked for.

    Raises SignInRefused.
    """
    name = name.strip().lower()[:100]
    count_try("password", caller, name)
    with db.snapshot():
        known = staff.password_hash(name)
    was_right = is_right(password, known)
    with db.transaction():
        if was_right:
            forgive("password", caller, name)
            return staff.by_name(name)
        note_failure("password", caller, name if known is not None else "")
    raise SignInRefused(_WRONG_PASSWORD)


def needs_second(name: str) -> bool:
    """Whether a password alone is not enough for an account."""
    with db.snapshot():
        return factors.of(name).are_set


def check_code(name: str, code: str, caller: Caller) -> str:
    """Check the code that comes after a password; returns what it was. Raises SignInRefused."""
    count_try("code", caller, name)
    with db.transaction():
        kind = use_code(name, code) if staff.is_enabled(name) else None
        if kind is not None:
            forgive("code", caller, name)
            return kind
        note_failure("code", caller, name)
    raise SignInRefused(_WRONG_CODE)


def check_passkey(answer: PasskeyAnswer, party: Party, caller: Caller) -> Staff:
    """Whose passkey gave an answer. Raises SignInRefused."""
    count_try("passkey", caller)
    with db.transaction():
        found = owner_of(answer, party)
        if found is not None and staff.is_enabled(found.staff):
            forgive("passkey", caller)
            return staff.by_name(found.staff)
        note_failure("passkey", caller, found.staff if found else "")
    raise SignInRefused(_WRONG_PASSKEY)


def account_named(name: str) -> Staff:
    """The account whose password and code were right. Raises NotFound."""
    with db.snapshot():
        return staff.by_name(name)


def account_of(name: str, caller: Caller) -> Staff:
    """The account that another system vouches for. Raises SignInRefused."""
    count_try("single sign-on", caller)
    with db.transaction():
        if staff.is_enabled(name):
            return staff.by_name(name)
        note_failure("single sign-on", caller)
    raise SignInRefused(_NO_ACCOUNT)


def start_session(
    account: Staff, agent: str, how: str, caller: Caller | None = None, *, is_proof: bool = True
) -> str:
    """Sign somebody in; returns the session's token, which is kept only as a hash.

    `is_proof`: they showed a moment ago who they are, to us or to whom we believe.
    """
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with db.transaction():
        staff.start_session(
            hash_token(token),
            account.name,
            now,
            now + SESSION_LASTS,
            agent,
            address="" if caller is None else coarse(caller.address),
            proven_at=now if is_proof else None,
        )
        if caller is not None:
            remember_place(caller)
        actor = Actor(account.name, address=caller.address if caller else "")
        note_act(actor, "sign in", account.name, None, {"with": how})
    return token


def who(token: str, address: str = "") -> SignedIn | None:
    """Whose live session a token is, or None. `address` is where it is at work now."""
    now = clock.now()
    with db.snapshot():
        found = staff.live_session(hash_token(token), now)
    if found is not None and found.session.seen_at < now - _SEEN_GRAIN:
        # A disk that is full must not lock staff out of reading their desk.
        with suppress(StoreError), db.transaction():
            staff.mark_seen(hash_token(token), now, coarse(address))
    return found


def prove(token: str, how: str, actor: Actor) -> str:
    """Note that a session's owner has just shown who they are; returns its new token.

    The former token opens nothing any more: a copy of it in other hands has proven nothing.
    Raises NotFound when the session has ended.
    """
    fresh = secrets.token_urlsafe(32)
    with db.transaction():
        if not staff.prove_session(hash_token(token), hash_token(fresh), clock.now()):
            raise NotFound(said("This session has ended. Sign in again."))
        note_act(actor, "prove identity", actor.name, None, {"with": how})
    return fresh


def sign_out(token: str, actor: Actor) -> None:
    """Revoke a session of one's own."""
    with db.transaction():
        staff.end_session(hash_token(token))
        note_act(actor, "sign out", actor.name)


def end_session(session: str, actor: Actor) -> None:
    """Sign one of one's own browsers out, by its public id. Raises NotFound."""
    with db.transaction():
        if not staff.end_session_of(actor.name, session):
            raise NotFound(said("There is no session of yours '{session}'.", session=session))
        note_act(actor, "end session", actor.name)


def end_other_sessions(token: str, actor: Actor) -> None:
    """Sign all of one's own browsers out but this one."""
    with db.transaction():
        count = staff.end_sessions_of(actor.name, but=hash_token(token))
        note_act(actor, "end other sessions", actor.name, None, {"count": count})
