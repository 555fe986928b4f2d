"""Seals what the store holds but must not show to whoever reads a copy of it.

The key is made from the secret that lies beside the store; a backup does not hold that.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from statuspage.store import db
from statuspage.store.desk.secret import session_secret

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def seal(text: str) -> str:
    """A text that only this site can read again. Raises StoreError."""
    return _box(db.path()).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The text again, or None when it was sealed with another secret. Raises StoreError."""
    from cryptography.fernet import InvalidToken

    try:
        return _box(db.path()).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box(database: Path) -> Fernet:
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    # RFC 5869; the secret also signs forms, and `info` keeps the two uses apart.
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"statuspage second factors")
    return Fernet(base64.urlsafe_b64encode(key.derive(session_secret(database))))
