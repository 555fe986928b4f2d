"""Seals what the store holds but must not show to whoever reads a copy of it.

The key is made from the secret of the site, which is not in the store, nor in a backup.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from statuspage.store import db

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def seal(text: str) -> str:
    """A text that only this site can read again. Raises StoreError."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The text again, or None when it was sealed with another secret. Raises StoreError."""
    from cryptography.fernet import InvalidToken

    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def known_by(secret: bytes) -> str:
    """What tells whether two secrets are the same, and nothing else of them."""
    return _derived(secret, b"statuspage is the same").hex()


def _box() -> Fernet:
    from cryptography.fernet import Fernet

    key = _derived(db.session_secret(), b"statuspage second factors")
    return Fernet(base64.urlsafe_b64encode(key))


def _derived(secret: bytes, use: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    # RFC 5869; the secret also signs forms, and `info` keeps the uses apart.
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=use).derive(secret)
