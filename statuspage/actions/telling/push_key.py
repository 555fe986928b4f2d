"""The key by which push services and browsers know this site (VAPID, RFC 8292).

It follows from the secret of the site, so nothing more is kept, and all nodes have the same.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from statuspage.domain.telling.browser import base64url
from statuspage.store import db
from statuspage.store.secret import derived

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256 (FIPS 186-5); a private key is a number from 1 up to it."""


def push_key(*, or_passing: bool = False) -> EllipticCurvePrivateKey:
    """The private half. Raises StoreError."""
    return _key_of(db.session_secret(or_passing=or_passing))


def public_push_key() -> str:
    """The public half, as browsers take it: a point of P-256 in base64url. Raises StoreError."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = push_key(or_passing=True).public_key()
    return base64url(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


@lru_cache(maxsize=2)
def _key_of(secret: bytes) -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key

    number = int.from_bytes(derived(secret, b"statuspage web push"))
    return derive_private_key(number % (_ORDER - 1) + 1, SECP256R1())
