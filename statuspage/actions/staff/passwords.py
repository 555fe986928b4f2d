"""Passwords as hashes that take long and 64 MiB to make: one at a time in each process.

All who sign in at one time would take the memory of a small machine.
"""

from __future__ import annotations

import secrets
import threading
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_TURN = threading.Lock()


def _nobody_by(hasher: PasswordHasher) -> str:
    """Verified when there is no such account: an unknown name takes as long as a wrong password.

    The hash of no password at all: random bytes in the place of salt and hash, so it costs nothing.
    """
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${_bytes(hasher.salt_len)}${_bytes(hasher.hash_len)}"


def _bytes(count: int) -> str:
    return b64encode(secrets.token_bytes(count)).decode().rstrip("=")


_hasher = PasswordHasher()
_nobody = _nobody_by(_hasher)


def use(hasher: PasswordHasher) -> None:
    """Hash at other costs in this process: tests make a thousand hashes that guard nothing."""
    global _hasher, _nobody
    _hasher, _nobody = hasher, _nobody_by(hasher)


def hash_of(password: str) -> str:
    """What is kept of a password."""
    with _TURN:
        return _hasher.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether a password is that of an account, by what is kept of it; None: there is no such."""
    with _TURN:
        try:
            _hasher.verify(kept or _nobody, password)
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None
