"""The secret of this site: made once, in a file of its own, readable by its owner only.

It signs forms and seals what the store must not hold in the clear, so it is never in the store.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from statuspage.config.database import SECRET_VARIABLE, DatabaseServer
from statuspage.errors import StoreError
from statuspage.said import said

_SHORTEST = 32  # bytes


def secret_in(path: Path, *, or_passing: bool = False) -> bytes:
    """The secret in a file, made on first use with mode 0600. Raises StoreError.

    With `or_passing` one that cannot be made is good for this process alone: where nothing can be
    written nobody signs in, and no form is taken.
    """
    try:
        if not path.exists():
            _make(path)
        secret = path.read_bytes()
    except OSError as error:
        if or_passing and not path.exists():
            return secrets.token_bytes(32)
        raise StoreError(
            said("{path} cannot be used: {strerror}.", path=path, strerror=error.strerror)
        ) from error
    if len(secret) < _SHORTEST:
        raise StoreError(
            said("{path} is damaged. Delete it; staff will have to sign in again.", path=path)
        )
    return secret


def secret_of(place: DatabaseServer, *, or_passing: bool) -> tuple[bytes, bool]:
    """The secret that a node was given or made, and whether it passes with this process.

    Raises StoreError.
    """
    if given := place.secret.strip().encode():
        if len(given) < _SHORTEST:
            raise StoreError(
                said(
                    "{variable} is too short: {count} characters are needed; make one with "
                    "`openssl rand -hex 32`.",
                    variable=SECRET_VARIABLE,
                    count=_SHORTEST,
                )
            )
        return given, False
    if not or_passing:
        place.secret_file.parent.mkdir(parents=True, exist_ok=True)
    found = secret_in(place.secret_file, or_passing=or_passing).strip()
    return found, not place.secret_file.exists()


def known_by(secret: bytes) -> str:
    """What tells whether two secrets are the same, and nothing else of them."""
    return derived(secret, b"statuspage is the same").hex()


def derived(secret: bytes, use: bytes) -> bytes:
    """A key of 32 bytes for one use of a secret."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    # RFC 5869; the secret also signs forms, and `info` keeps the uses apart.
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=use).derive(secret)


def _make(path: Path) -> None:
    """Write it aside and link it, so that processes starting together find one whole secret."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_hex(32).encode())
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # another process was first
    finally:
        draft.unlink()
