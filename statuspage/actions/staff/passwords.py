"""Passwords as hashes that take long and 64 MiB to make: one at a time in each process.

All who sign in at one time would take the memory of a small machine.
"""

from __future__ import annotations

import secrets
import threading
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
_TURN = threading.Lock()


def _bytes(count: int) -> str:
    return b64encode(secrets.token_bytes(count)).decode().rstrip("=")


# Verified when there is no such account, so that an unknown name takes as long as a wrong password.
# The hash of no password at all: random bytes in the place of salt and hash, so it costs nothing.
_NOBODY = (
    f"$argon2id$v=19$m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    f"${_bytes(_HASHER.salt_len)}${_bytes(_HASHER.hash_len)}"
)


def hash_of(password: str) -> str:
    """What is kept of a password."""
    with _TURN:
        return _HASHER.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether a password is that of an account, by what is kept of it; None: there is no such."""
    with _TURN:
        try:
            _HASHER.verify(kept or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None
