"""Keys that only this site can have written: in addresses of mails, and in senders of them.

Nothing of them is stored, so a mail of any age can be answered, and a leaked store opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

_BYTES = 10  # 80 bits: nobody guesses one, and an address has room for it
_SIGNS = 16  # of those bytes in base32


def signed(secret: bytes, purpose: str, key: str) -> str:
    """A token for a key, which must be of small letters and digits: the key and 16 signs more.

    `purpose` says what the token is good for; one for another purpose does not open.
    """
    return key + _signature(secret, purpose, key)


def opened(secret: bytes, purpose: str, token: str) -> str | None:
    """The key in a token, or None where this site did not write it.

    Mail servers may change small letters of an address to large ones; that does not matter.
    """
    small = token.lower()
    key, signature = small[:-_SIGNS], small[-_SIGNS:]
    right = _signature(secret, purpose, key)
    is_ours = bool(key) and hmac.compare_digest(signature.encode(), right.encode())
    return key if is_ours else None


def _signature(secret: bytes, purpose: str, key: str) -> str:
    digest = hmac.new(secret, f"telling/{purpose}/{key}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:_BYTES]).decode().lower()
