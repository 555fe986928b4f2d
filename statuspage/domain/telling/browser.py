"""Where a browser is reached by Web Push: the endpoint at its push service, and its two keys.

Written as one address, the keys behind it: "https://push.example/abc#KEY.SECRET". Who has the
whole of it is that browser, or was told by it.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass, field

_SECRET = 16  # bytes; RFC 8291, section 3.2


@dataclass(frozen=True)
class BrowserAddress:
    """The parts of such an address."""

    endpoint: str
    key: bytes = field(repr=False)  # its public key: a point of P-256, uncompressed
    secret: bytes = field(repr=False)  # 16 bytes that it shares with whoever may tell it


def browser_address(text: str) -> BrowserAddress:
    """Read one. Raises ValueError for what no browser gives."""
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

    endpoint, _, keys = text.partition("#")
    key, _, secret = keys.partition(".")
    found = BrowserAddress(endpoint, from_base64url(key), from_base64url(secret))
    if len(found.secret) != _SECRET:
        raise ValueError(keys)
    EllipticCurvePublicKey.from_encoded_point(SECP256R1(), found.key)
    return found


def endpoint_of(address: str) -> str:
    """An address without the keys: what may be shown, and what it is looked up by."""
    return address.partition("#")[0]


def is_same(address: str, other: str) -> bool:
    """Whether two addresses are one, keys and all; how long it takes tells nothing of them."""
    return hmac.compare_digest(address.encode(), other.encode())


def base64url(data: bytes) -> str:
    """As browsers write keys (RFC 4648, section 5), without what fills it up."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def from_base64url(text: str) -> bytes:
    """The bytes again. Raises ValueError."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error
