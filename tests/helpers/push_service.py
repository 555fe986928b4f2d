"""A browser that is told by Web Push: its keys, and how it reads what a push service hands it.

Written from RFC 8188 and RFC 8291 alone, by other means than what sends.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from statuspage.domain.telling.browser import base64url


def _mac(key: bytes, text: bytes) -> bytes:
    return hmac.new(key, text, hashlib.sha256).digest()


@dataclass(frozen=True)
class BrowserKeys:
    """What a browser makes when it asks to be told."""

    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = bytes(range(16))

    @property
    def point(self) -> bytes:
        public = self.key.public_key()
        return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def address(self, endpoint: str = "https://push.example.net/abc") -> str:
        """As the script of the page hands it over."""
        return f"{endpoint}#{base64url(self.point)}.{base64url(self.secret)}"

    def read(self, body: bytes) -> bytes:
        """The words of a push."""
        salt, size, named = body[:16], int.from_bytes(body[16:20]), body[20]
        sender, words = body[21 : 21 + named], body[21 + named :]
        assert len(words) <= size
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self.key.exchange(ec.ECDH(), public)
        about = b"WebPush: info\x00" + self.point + sender + b"\x01"
        own = _mac(salt, _mac(_mac(self.secret, shared), about))
        key = _mac(own, b"Content-Encoding: aes128gcm\x00\x01")[:16]
        nonce = _mac(own, b"Content-Encoding: nonce\x00\x01")[:12]
        opened = Cipher(algorithms.AES(key), modes.GCM(nonce, words[-16:])).decryptor()
        plain = opened.update(words[:-16]) + opened.finalize()
        found, _, padding = plain.rpartition(b"\x02")
        assert not padding.strip(b"\x00")
        return found

    def shown(self, body: bytes) -> dict[str, Any]:
        """What the worker of the page is given."""
        found: dict[str, Any] = json.loads(self.read(body))
        return found
