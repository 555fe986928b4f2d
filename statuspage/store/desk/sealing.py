"""Seals what the store holds but must not show to whoever reads a copy of it.

The key is made from the secret of the site, which is not in the store, nor in a backup.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from statuspage.store import db
from statuspage.store.secret import derived

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


def _box() -> Fernet:
    from cryptography.fernet import Fernet

    key = derived(db.session_secret(), b"statuspage second factors")
    return Fernet(base64.urlsafe_b64encode(key))
