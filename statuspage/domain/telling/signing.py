"""Secrets that webhooks are signed with, as Standard Webhooks writes them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

PREFIX = "whsec_"
_SHORTEST, _LONGEST = 24, 64  # bytes


def signing_secret(secret: bytes, key: str) -> str:
    """The one of a visitor's webhook, worked out from the secret of the site: no store holds it."""
    digest = hmac.new(secret, f"telling/webhook/{key}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(digest).decode()


def is_signing_secret(text: str) -> bool:
    """Whether a text is one: so many bytes in base64, with or without what they begin with."""
    bare = text.removeprefix(PREFIX).rstrip("=")
    try:
        found = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (ValueError, binascii.Error):
        return False
    return _SHORTEST <= len(found) <= _LONGEST
