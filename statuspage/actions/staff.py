"""Staff accounts, signing in and out."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from statuspage import clock
from statuspage.domain.staff import Role, Staff
from statuspage.errors import InvalidInput, StatusPageError
from statuspage.store import db, forms, staff

SESSION_LASTS = timedelta(hours=12)
_SHORTEST_PASSWORD = 10
_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,99}")
_hasher = PasswordHasher()
# Verified when there is no such account, so that an unknown name takes as long as a wrong password.
_NOBODY = _hasher.hash(secrets.token_hex())

# Somebody who guesses at one name from one place is slowed at once; the wider limits only bound the
# work, so that a stranger's guessing cannot lock an account's owner out.
_NAME_AND_ADDRESS = {"capacity": 5.0, "per_second": 1 / 60}
_ADDRESS = {"capacity": 30.0, "per_second": 1 / 10}
_EVERYBODY = {"capacity": 300.0, "per_second": 1.0}


class SignInRefused(StatusPageError):
    """Wrong name or password, or too many tries; the message never says which names exist."""

    def __init__(self, retry_after: int = 0) -> None:
        self.retry_after = retry_after
        wait = f" Try again in {retry_after} seconds." if retry_after else ""
        first = "There were too many tries." if retry_after else "Name or password is not right."
        super().__init__(first + wait)


def add_staff(name: str, role: Role, password: str) -> Staff:
    """A new account. Raises InvalidInput, StoreError."""
    faults: dict[str, str] = {}
    if not _NAME.fullmatch(name):
        faults["name"] = "Use small letters, digits and . _ @ + - (at most 100)."
    _check_password(faults, password)
    if faults:
        raise InvalidInput(faults)
    hashed = _hasher.hash(password)
    with db.transaction():
        if staff.exists(name):
            raise InvalidInput({"name": f"There is already an account '{name}'."})
        staff.insert(name, hashed, role, clock.now())
        return staff.by_name(name)


def reset_password(name: str, password: str) -> None:
    """Set a new password, enable the account, end its sessions. Raises NotFound, InvalidInput."""
    faults: dict[str, str] = {}
    _check_password(faults, password)
    if faults:
        raise InvalidInput(faults)
    hashed = _hasher.hash(password)
    with db.transaction():
        staff.set_password(name, hashed)
        staff.end_sessions_of(name)


def disable_staff(name: str) -> None:
    """Close an account and end its sessions. Raises NotFound."""
    with db.transaction():
        staff.disable(name, clock.now())
        staff.end_sessions_of(name)


def new_password() -> str:
    """A password to hand over: 20 characters, about 100 bits."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(4))


def sign_in(name: str, password: str, address: str, agent: str) -> str:
    """Check a password and start a session; returns its token, which is kept only as a hash.

    Raises SignInRefused. The tries are counted per name and per address.
    """
    name = name.strip().lower()
    _take_try(name[:100], address)
    with db.snapshot():
        known = staff.password_hash(name)
    try:
        _hasher.verify(known or _NOBODY, password)
    except (VerificationError, InvalidHashError) as error:
        raise SignInRefused from error
    if known is None:
        raise SignInRefused
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with db.transaction():
        forms.refill(_both(name, address))
        staff.start_session(hash_token(token), name, now, now + SESSION_LASTS, agent)
    return token


def who(token: str) -> Staff | None:
    """Whose live session a token is, or None."""
    with db.snapshot():
        return staff.session_staff(hash_token(token), clock.now())


def sign_out(token: str) -> None:
    """Revoke a session."""
    with db.transaction():
        staff.end_session(hash_token(token))


def hash_token(token: str) -> str:
    """How a random token is kept: SHA-256 is enough where nothing can be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def _both(name: str, address: str) -> str:
    return f"sign-in:{address}:{name}"


def _take_try(name: str, address: str) -> None:
    now = clock.now().timestamp()
    with db.transaction():
        wait = max(
            forms.take_token(_both(name, address), now=now, **_NAME_AND_ADDRESS),
            forms.take_token(f"sign-in:{address}", now=now, **_ADDRESS),
            forms.take_token("sign-in", now=now, **_EVERYBODY),
        )
    if wait > 0:
        raise SignInRefused(retry_after=int(wait) + 1)


def _check_password(faults: dict[str, str], password: str) -> None:
    if len(password) < _SHORTEST_PASSWORD:
        faults["password"] = f"Use at least {_SHORTEST_PASSWORD} characters."
    elif len(password) > 1000:
        faults["password"] = "Use at most 1000 characters."  # noqa: S105
