"""Signing in: a password and then a code, a passkey alone, or another system's word for it."""

from __future__ import annotations

import secrets
from base64 import b64encode
from contextlib import suppress
from datetime import timedelta

from argon2.exceptions import InvalidHashError, VerificationError

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff.accounts import HASHER, hash_token
from statuspage.actions.staff.audit import note_act
from statuspage.actions.staff.passkeys import Party, PasskeyAnswer, owner_of
from statuspage.actions.staff.second_factors import use_code
from statuspage.domain.desk.staff import Staff
from statuspage.errors import NotFound, StatusPageError, StoreError
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.desk import factors, forms, staff

SESSION_LASTS = timedelta(hours=12)
_SEEN_GRAIN = timedelta(minutes=5)  # how exactly we know when a session was last seen


def _bytes(count: int) -> str:
    return b64encode(secrets.token_bytes(count)).decode().rstrip("=")


# Verified when there is no such account, so that an unknown name takes as long as a wrong password.
# The hash of no password at all: random bytes in the place of salt and hash, so it costs nothing.
_NOBODY = (
    f"$argon2id$v=19$m={HASHER.memory_cost},t={HASHER.time_cost},p={HASHER.parallelism}"
    f"${_bytes(HASHER.salt_len)}${_bytes(HASHER.hash_len)}"
)

# Somebody who guesses at one name from one place is slowed at once; the wider limits only bound the
# work, so that a stranger's guessing cannot lock an account's owner out. Only who knows the
# password can guess at codes: there an account has one limit, wherever the tries come from.
_FEW = {"capacity": 5.0, "per_second": 1 / 60}
_ADDRESS = {"capacity": 30.0, "per_second": 1 / 10}
_EVERYBODY = {"capacity": 300.0, "per_second": 1.0}
_WRONG_PASSWORD = said("Name or password is not right.")
_WRONG_CODE = said("This code is not right, or it was used before.")
_WRONG_PASSKEY = said("This passkey is not known here.")
_NO_ACCOUNT = said(
    "Nobody here has that account. Ask an admin to add you, or sign in with a password."
)


class SignInRefused(StatusPageError):
    """Something given is wrong, or too many tries; the message never says which names exist."""

    def __init__(self, text: Said, retry_after: int = 0) -> None:
        self.retry_after = retry_after
        super().__init__(text)


def count_try(narrow: str, address: str) -> None:
    """Count one try of a name or a way, and of an address. Raises SignInRefused when too many."""
    now = clock.now().timestamp()
    with db.transaction():
        # One after the other: a try that is refused must not use up what is left for others.
        wait = (
            forms.take_token(narrow, now=now, **_FEW)
            or forms.take_token(f"sign-in:{address}", now=now, **_ADDRESS)
            or forms.take_token("sign-in", now=now, **_EVERYBODY)
        )
    if wait > 0:
        seconds = int(wait) + 1
        text = said("There were too many tries. Try again in {seconds} seconds.", seconds=seconds)
        raise SignInRefused(text, retry_after=seconds)


def check_password(name: str, password: str, address: str) -> Staff:
    """Whose password it is; what `needs_second` says is still to be asked for.

    Raises SignInRefused. The tries are counted per name and per address.
    """
    name = name.strip().lower()[:100]
    count_try(_both(name, address), address)
    with db.snapshot():
        known = staff.password_hash(name)
    try:
        HASHER.verify(known or _NOBODY, password)
        is_right = known is not None
    except (VerificationError, InvalidHashError):
        is_right = False
    with db.transaction():
        if is_right:
            forms.refill(_both(name, address))
            return staff.by_name(name)
        # Noted for unknown names too, so that they cost the same; but not what was typed, which
        # may be a password in the wrong field.
        _note_failure(name if known is not None else "", "password")
    raise SignInRefused(_WRONG_PASSWORD)


def needs_second(name: str) -> bool:
    """Whether a password alone is not enough for an account."""
    with db.snapshot():
        return factors.of(name).are_set


def check_code(name: str, code: str, address: str) -> str:
    """Check the code that comes after a password; returns what it was. Raises SignInRefused."""
    count_try(f"code:{name}", address)
    with db.transaction():
        kind = use_code(name, code) if staff.is_enabled(name) else None
        if kind is not None:
            forms.refill(f"code:{name}")
            return kind
        _note_failure(name, "code")
    raise SignInRefused(_WRONG_CODE)


def check_passkey(answer: PasskeyAnswer, party: Party, address: str) -> Staff:
    """Whose passkey gave an answer. Raises SignInRefused."""
    count_try(f"passkey:{address}", address)
    with db.transaction():
        found = owner_of(answer, party)
        if found is not None and staff.is_enabled(found.staff):
            forms.refill(f"passkey:{address}")
            return staff.by_name(found.staff)
        _note_failure(found.staff if found else "", "passkey")
    raise SignInRefused(_WRONG_PASSKEY)


def account_named(name: str) -> Staff:
    """The account whose password and code were right. Raises NotFound."""
    with db.snapshot():
        return staff.by_name(name)


def account_of(name: str, address: str) -> Staff:
    """The account that another system vouches for. Raises SignInRefused."""
    count_try(f"vouched:{address}", address)
    with db.transaction():
        if staff.is_enabled(name):
            return staff.by_name(name)
        _note_failure("", "single sign-on")
    raise SignInRefused(_NO_ACCOUNT)


def start_session(account: Staff, agent: str, how: str) -> str:
    """Sign somebody in; returns the session's token, which is kept only as a hash."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with db.transaction():
        staff.start_session(hash_token(token), account.name, now, now + SESSION_LASTS, agent)
        note_act(Actor(account.name), "sign in", account.name, None, {"with": how})
    return token


def who(token: str) -> Staff | None:
    """Whose live session a token is, or None."""
    now = clock.now()
    with db.snapshot():
        found = staff.session_staff(hash_token(token), now)
        is_news = found is not None and staff.was_seen_before(hash_token(token), now - _SEEN_GRAIN)
    if is_news:
        # A disk that is full must not lock staff out of reading their desk.
        with suppress(StoreError), db.transaction():
            staff.mark_seen(hash_token(token), now)
    return found


def sign_out(token: str) -> None:
    """Revoke a session."""
    with db.transaction():
        found = staff.session_staff(hash_token(token), clock.now())
        staff.end_session(hash_token(token))
        if found is not None:
            note_act(Actor(found.name), "sign out", found.name)


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


def _note_failure(name: str, what: str) -> None:
    who_tried = name or "somebody"
    note_act(Actor(who_tried), "fail to sign in", name or "no account", None, {"with": what})


def _both(name: str, address: str) -> str:
    return f"sign-in:{address}:{name}"
