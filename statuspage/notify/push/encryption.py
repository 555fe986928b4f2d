"""A message that one browser alone can read: RFC 8291, in the form aes128gcm of RFC 8188."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from statuspage.domain.telling.browser import BrowserAddress

LONGEST = 3_993
"""Bytes that a message may have: each push service takes bodies of 4,096 bytes (RFC 8291, 4)."""

_RECORD = 4_096
_LAST = b"\x02"  # behind the words of the last record, which is the only one here


@dataclass(frozen=True)
class Sender:
    """What is new with each message: a key that is used once, and its salt."""

    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    salt: bytes = field(default_factory=lambda: os.urandom(16))


def encrypted(words: bytes, browser: BrowserAddress, sender: Sender | None = None) -> bytes:
    """The body of a push. Raises ValueError for words that are too long."""
    if len(words) > LONGEST:
        raise ValueError(len(words))
    chosen = sender or Sender()
    own = point(chosen.key)
    theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), browser.key)
    shared = chosen.key.exchange(ECDH(), theirs)
    about = b"WebPush: info\0" + browser.key + own
    secret = _derived(shared, browser.secret, about, 32)
    key = _derived(secret, chosen.salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, chosen.salt, b"Content-Encoding: nonce\0", 12)
    head = chosen.salt + struct.pack("!IB", _RECORD, len(own)) + own
    return head + AESGCM(key).encrypt(nonce, words + _LAST, None)


def point(key: EllipticCurvePrivateKey) -> bytes:
    """The public half of a key: 65 bytes, as browsers take it."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, salt: bytes, about: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, about).derive(secret)
