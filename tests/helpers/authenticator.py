"""A security key in software: makes passkeys and answers challenges as a browser sends them."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

_PRESENT, _VERIFIED, _WITH_KEY = 0x01, 0x04, 0x40


class Authenticator:
    """Holds one passkey. `counter` rises with each use; a copied key would lag behind."""

    def __init__(self, origin: str, party: str) -> None:
        self.origin = origin
        self.party = party
        self.counter = 0
        self.id = secrets.token_bytes(32)
        self._key = ec.generate_private_key(ec.SECP256R1())

    def make(self, challenge: str, *, verified: bool = True) -> str:
        """The answer to a request for a new passkey (attestation "none")."""
        numbers = self._key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        key = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor2.dumps(public)
        data = self._data(verified=verified, flags=_WITH_KEY) + key
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._sent("webauthn.create", challenge, attestationObject=attestation)

    def answer(self, challenge: str, *, verified: bool = True) -> str:
        """The answer to a request to sign in."""
        self.counter += 1
        data = self._data(verified=verified)
        client = self._client_data("webauthn.get", challenge)
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._sent("webauthn.get", challenge, authenticatorData=data, signature=signature)

    def _data(self, *, verified: bool, flags: int = 0) -> bytes:
        flags |= _PRESENT | (_VERIFIED if verified else 0)
        return hashlib.sha256(self.party.encode()).digest() + struct.pack(
            ">BI", flags, self.counter
        )

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _sent(self, kind: str, challenge: str, **parts: bytes) -> str:
        named = {"clientDataJSON": self._client_data(kind, challenge), **parts}
        response = {name: bytes_to_base64url(part) for name, part in named.items()}
        key = bytes_to_base64url(self.id)
        found: dict[str, Any] = {"id": key, "rawId": key, "type": "public-key"}
        return json.dumps(found | {"response": response, "clientExtensionResults": {}})
